import type { RequestId } from "@entobot/contract/ids";
import { LiveConfiguration } from "../../src/compose/live-configuration.ts";
import { findModelFaults } from "../../src/compose/settings.ts";
import type { Configuration } from "../../src/config/index.ts";
import { silentLog } from "../../src/log/index.ts";
import {
  type AskProvider,
  createSettings,
  type HouseSettings,
  openStoredSettings,
  type StoredSettings,
} from "../../src/operations/index.ts";
import type { KeyRing } from "../../src/privacy/index.ts";
import type { Call } from "../../src/pure/call.ts";
import type { Database } from "../../src/store/database.ts";
import { configure } from "../config/configure.ts";
import { atTheEnd, testAudit } from "./audit.ts";
import { newId } from "./key-ring.ts";

export interface SettingsWorld {
  readonly live: LiveConfiguration;
  readonly stored: StoredSettings;
  readonly settings: HouseSettings;
  readonly audit: Awaited<ReturnType<typeof testAudit>>;
}

/** One process's settings over a real database, real keys and the real record. */
export async function settingsWorld(
  database: Database,
  keys: KeyRing,
  read: Configuration = configure({}),
  askProvider: AskProvider = () => Promise.reject(new Error("not in this test")),
): Promise<SettingsWorld> {
  const live = new LiveConfiguration(read);
  const stored = await openStoredSettings({ database, sealing: keys, configuration: live, log: silentLog });
  atTheEnd(() => stored.stop());
  const audit = await testAudit(database, { seal: keys });
  const settings = createSettings({
    ...{ database, audit, sealing: keys, clock: Date.now, configuration: live, stored, askProvider },
    findFaults: findModelFaults,
    defaultModel: () => "builtin/rehearsal",
    usualModel: () => undefined,
  });
  return { live, stored, settings, audit };
}

export const operator = (): Call => ({
  ...{ principal: { kind: "operator", uid: 1 }, channel: "cli", address: null, userAgent: null },
  requestId: newId<RequestId>("req"),
});
