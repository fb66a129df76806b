import type { ProviderView, SettingsView } from "@entobot/contract/settings";
import { useMemo, useState } from "react";
import { Dialog } from "../../../design/dialog.tsx";
import { Notice } from "../../../design/error-notice.tsx";
import { sentence } from "../settings-view.ts";
import type { Issue } from "../use-change.ts";
import { draftOf } from "./provider-draft.ts";
import { providerName } from "./provider-names.ts";
import { ProviderTest } from "./provider-test.tsx";

/** Asks a provider as it is set up. */
export function TestDialog({
  provider,
  view,
  onClose,
}: {
  provider: ProviderView;
  view: SettingsView;
  onClose: () => void;
}) {
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const draft = useMemo(() => draftOf(provider), [provider]);
  const { name, models } = provider;
  const prefix = `${name}/`;
  const usual = view.default_model.startsWith(prefix)
    ? view.default_model.slice(prefix.length)
    : view.known_providers.find((known) => known.name === name)?.usual_model;
  return (
    <Dialog title={`Test ${providerName(name)}`} onClose={onClose}>
      <div className="grid gap-4">
        <p className="text-ink-soft text-sm">
          Asks for one short sentence, as the server does for everybody. It costs what that costs there, and
          is in the record.
        </p>
        <ProviderTest
          draft={draft}
          stored={provider}
          models={models}
          usual={usual ?? ""}
          onIssues={setIssues}
        />
        {issues.map(({ path, message }) => (
          <Notice key={path} tone="bad">
            <p>{sentence(message)}</p>
          </Notice>
        ))}
      </div>
    </Dialog>
  );
}
