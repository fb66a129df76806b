import type { AuditSeverity } from "@entobot/contract/audit-events";
import type { RequestId } from "@entobot/contract/ids";
import { createLockouts, type Lockouts, type OpenLimits, openLimits } from "../access/index.ts";
import { type Audit, createAudit } from "../audit/index.ts";
import { createLimitKey } from "../crypto/limit-key.ts";
import { createNewId, type NewId } from "../crypto/new-id.ts";
import { pooledRandom } from "../crypto/pooled-random.ts";
import type { Home } from "../host/home.ts";
import { createIdentity, type Identity } from "../identity/index.ts";
import {
  type AccessLog,
  type AccessLogWriter,
  type Log,
  silentAccessLog,
  writeAccessLog,
} from "../log/index.ts";
import { type Alerts, createAlerts, openStoredSettings, type StoredSettings } from "../operations/index.ts";
import type { KeyRing } from "../privacy/index.ts";
import type { Call } from "../pure/call.ts";
import type { Principal } from "../pure/principal.ts";
import { type Database, openDatabase } from "../store/database.ts";
import type { Addresses } from "./addresses.ts";
import { alertSettings } from "./alerts.ts";
import { openHouseSecrets } from "./house-secrets.ts";
import { type Inputs, systemInputs } from "./inputs.ts";
import type { LiveConfiguration } from "./live-configuration.ts";
import { ReleaseStack } from "./release.ts";

export interface HouseOptions {
  readonly configuration: LiveConfiguration;
  readonly home: Home;
  readonly appUrl: string;
  readonly log: Log;
  /** Asked at each use: ports are known only when the listeners listen. */
  readonly addresses: () => Addresses;
  /** The one process that serves: it follows the record into `audit.log` and writes `access.log`. */
  readonly writesAuditFile: boolean;
  readonly inputs?: Inputs;
}

/** The domains on their ground, without any door. */
export interface House {
  readonly configuration: LiveConfiguration;
  readonly database: Database;
  readonly keys: KeyRing;
  readonly audit: Audit;
  readonly accessLog: AccessLog & Pick<AccessLogWriter, "trouble">;
  readonly identity: Identity;
  readonly limits: OpenLimits["limits"];
  readonly attempts: OpenLimits["attempts"];
  readonly lockouts: Lockouts;
  /** Started by whoever serves. */
  readonly alerts: Alerts;
  readonly storedSettings: StoredSettings;
  readonly masterKeyInHome: boolean;
  readonly newId: NewId;
  readonly inputs: Inputs;
  call<Who extends Principal>(principal: Who, channel: Call["channel"]): Call<Who>;
  close(): Promise<void>;
}

export async function composeHouse(options: HouseOptions): Promise<House> {
  const { configuration, home, log } = options;
  const inputs = options.inputs ?? systemInputs;
  const { clock, random } = inputs;
  const newId = createNewId(clock, pooledRandom(random));
  const { settings } = configuration;
  const stack = new ReleaseStack((name, error) => log.error("not closed in order", { name }, error));
  try {
    const database = openDatabase({ url: options.appUrl });
    stack.push("database", () => database.close());
    const { jwtSecret, keyRing, masterKeyInHome } = await openHouseSecrets({
      ...{ configuration: configuration.current, folder: home.secrets, database, clock, random, newId },
    });
    // Before anything asks the configuration for more than where the house stands.
    const storedSettings = await openStoredSettings({ database, sealing: keyRing, configuration, log });
    stack.push("stored settings", () => storedSettings.stop());
    const accessLog = options.writesAuditFile
      ? writeAccessLog({ path: settings.accessLogPath, clock, log })
      : silentAccessLog;
    stack.push("access log", () => accessLog.stop());
    const level = settings.auditLog.level.toLowerCase() as AuditSeverity;
    const enabled = settings.auditLog.enabled && options.writesAuditFile;
    const file = { path: settings.auditLog.path, level, enabled };
    const audit = await createAudit({ database, clock, newId, random, seal: keyRing, file, log });
    stack.push("audit", () => audit.stop());
    const hashKey = createLimitKey(jwtSecret);
    const { limits, attempts, ...counts } = await openLimits({
      ...{ database, audit, accessLog, clock, newId, hashKey, log },
      settings: () => configuration.settings.rateLimit,
    });
    stack.push("limits", () => counts.stop());
    const identity = await createIdentity({
      ...{ database, audit, attempts, clock, newId, random, jwtSecret, log },
      ...(inputs.passwords ? { passwords: inputs.passwords } : {}),
      prepareKey: (db, owner) => keyRing.prepare(db, owner),
      settings: () => {
        const { websocket, web } = options.addresses();
        const { settings } = configuration;
        return {
          jwtExpiryMs: settings.auth.accessTokenLifeMs,
          refreshEnabled: settings.auth.refreshTokens,
          organizationName: settings.organizationName,
          publicUrl: settings.network.publicUrl,
          websocketUrl: websocket,
          webUrl: web,
        };
      },
    });
    stack.push("identity", () => identity.stop());
    const call: House["call"] = (principal, channel) => ({
      ...{ principal, channel, address: null, userAgent: null, requestId: newId<RequestId>("req") },
    });
    const alerts = createAlerts({
      ...{ database, audit, clock, random, newId, log },
      settings: () => alertSettings(configuration, options.addresses()),
      call: () => call({ kind: "system" }, "internal"),
    });
    stack.push("alerts", () => alerts.stop());
    return {
      ...{
        configuration,
        database,
        keys: keyRing,
        audit,
        accessLog,
        identity,
        limits,
        attempts,
        alerts,
        masterKeyInHome,
        newId,
        inputs,
      },
      lockouts: createLockouts({ database, audit, clock, hashKey }),
      storedSettings,
      call,
      close: () => stack.release(),
    };
  } catch (error) {
    await stack.release();
    throw error;
  }
}
