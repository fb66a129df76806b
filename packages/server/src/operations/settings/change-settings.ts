import type { ChangeSettings, SettingsChanged } from "@entobot/contract/settings";
import { assertMay, wouldAdmit } from "../../access/index.ts";
import { findConsoleKey, type Settings } from "../../config/index.ts";
import type { Call } from "../../pure/call.ts";
import { Failure } from "../../pure/failure.ts";
import { networkMatcher } from "../../pure/network.ts";
import type { SettingsDeps } from "./deps.ts";
import { readDocument, type StoredDocument, writeDocument } from "./document.ts";
import { type Judged, judgeChange } from "./judge-change.ts";

/** One transaction for the values and their event; every process hears of it at commit. */
export async function changeSettings(
  deps: SettingsDeps,
  call: Call,
  { version, changes, dry_run }: ChangeSettings,
): Promise<SettingsChanged> {
  const { audit, database, sealing, configuration } = deps;
  assertMay(call.principal, "settings.write");

  const judge = (held: StoredDocument): Judged => {
    if (held.version !== version) throw new Failure("conflict");
    return keepIn(call, judgeChange(configuration, held.values, changes, deps.findFaults));
  };
  if (dry_run) return answer(version, judge(await readDocument(database, sealing)), true);

  const refused: string[] = [];
  try {
    const changed = await audit.mutate(call, "chained", async ({ tx, record }) => {
      const judged = judge(await readDocument(tx, sealing));
      if (judged.issues.length > 0) {
        refused.push(...judged.issues.map(({ path }) => path));
        const text = "These settings cannot be stored.";
        throw new Failure("invalid_request", { text, issues: judged.issues });
      }
      const next = { version: version + 1, values: judged.next };
      if (!(await writeDocument(tx, sealing, next, deps.clock()))) throw new Failure("conflict");
      const { set, removed } = judged;
      record({ event: "config_changed", details: { by: "console", version: next.version, set, removed } });
      return answer(next.version, judged, false);
    });
    await deps.stored.refresh();
    return changed;
  } catch (error) {
    if (refused.length > 0) noteRefusal(deps, call, refused);
    throw error;
  }
}

const allowListKey = "enterprise.ip_whitelist";

/** Nobody shuts themselves out by a slip: the file can, where that is meant. */
function keepIn(call: Call, judged: Judged): Judged {
  if (!judged.set.includes(allowListKey)) return judged;
  const message = shutOutBy(judged.configuration.settings, call);
  return message ? { ...judged, issues: [...judged.issues, { path: allowListKey, message }] } : judged;
}

function shutOutBy({ allowList, network, web }: Settings, call: Call): string | undefined {
  const { address, channel, principal } = call;
  if (address === null || allowList === null) return undefined;
  if (!wouldAdmit(allowList, address)) {
    return `would shut you out: your own address, ${address}, is not on it.`;
  }
  // With a list, whoever comes to the web pages through a proxy that is not believed there is nobody.
  if (web.trustForwarded || network.trustedProxies.length === 0) return undefined;
  const isBrowser = principal.kind === "person" && principal.deviceId === null;
  const throughProxy = channel === "web" ? networkMatcher(network.trustedProxies)(address) : isBrowser;
  if (!throughProxy) return undefined;
  return "would close the web pages to you: they come through a proxy that is not believed there. Set web.trust_forwarded in the file first.";
}

/** Names of settings only: what somebody made up does not belong in the record. */
function noteRefusal({ audit }: SettingsDeps, call: Call, paths: readonly string[]): void {
  const refused = paths.filter((path) => findConsoleKey(path));
  audit.note(call, { event: "config_changed", outcome: "denied", details: { by: "console", refused } });
}

const answer = (version: number, { set, removed, issues }: Judged, dry_run: boolean): SettingsChanged => ({
  ...{ version, dry_run },
  set: [...set],
  removed: [...removed],
  issues: [...issues],
});
