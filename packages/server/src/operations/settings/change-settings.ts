import type { ChangeSettings, SettingsChanged } from "@entobot/contract/settings";
import { assertMay } from "../../access/index.ts";
import { findConsoleKey } from "../../config/index.ts";
import type { Call } from "../../pure/call.ts";
import { Failure } from "../../pure/failure.ts";
import type { SettingsDeps } from "./deps.ts";
import { readDocument, type StoredDocument, writeDocument } from "./document.ts";
import { type Judged, judgeChange } from "./judge-change.ts";
import { keepIn } from "./keep-in.ts";

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
