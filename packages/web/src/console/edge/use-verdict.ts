import type { SettingsView, SettingValue } from "@entobot/contract/settings";
import { useEffect, useState } from "react";
import { useCookieApi } from "../../shell/session.tsx";
import type { Issue } from "../settings/use-change.ts";

/** What the server would say to a change. `unknown`: it could not be asked. */
export type Verdict =
  | { readonly kind: "asking" }
  | { readonly kind: "unknown" }
  | { readonly kind: "heard"; readonly issues: readonly Issue[] };

const restMs = 500;

/** Asks while somebody types, when they rest. Nothing is changed by asking. */
export function useVerdict(
  { version }: Pick<SettingsView, "version">,
  key: string,
  value: SettingValue,
): Verdict {
  const api = useCookieApi();
  const text = JSON.stringify(value);
  const [heard, setHeard] = useState<{ readonly text: string; readonly verdict: Verdict }>();
  useEffect(() => {
    let wanted = true;
    const answer = (verdict: Verdict) => {
      if (wanted) setHeard({ text, verdict });
    };
    const timer = setTimeout(() => {
      const changes = { [key]: JSON.parse(text) as SettingValue };
      api.changeSettings({ version, changes, dry_run: true }).then(
        ({ issues }) => answer({ kind: "heard", issues }),
        () => answer({ kind: "unknown" }),
      );
    }, restMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [api, version, key, text]);
  return heard?.text === text ? heard.verdict : { kind: "asking" };
}
