import type { SettingsView } from "@entobot/contract/settings";
import { Notice } from "../../design/error-notice.tsx";

/** Stored here once and overruled or impossible since: said, so that nobody believes it is in force. */
export function IgnoredNotice({ ignored }: Pick<SettingsView, "ignored">) {
  if (ignored.length === 0) return null;
  return (
    <Notice tone="warn">
      <p className="font-medium">Stored in the console, but not in force</p>
      <ul className="grid gap-0.5 text-ink-soft">
        {ignored.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <code className="font-mono text-ink">{path}</code> {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
