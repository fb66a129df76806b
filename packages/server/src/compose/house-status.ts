import type { Notice, Status } from "@entobot/contract/health";
import type { Audit } from "../audit/index.ts";
import type { Configuration } from "../config/index.ts";
import type { Identity } from "../identity/index.ts";
import { timestamp } from "../pure/clock.ts";
import { version } from "../pure/version.ts";
import type { Protection } from "../store/grants.ts";
import { findModelFaults } from "./settings.ts";

export interface StatusParts {
  readonly configuration: Configuration;
  readonly database: { kind: "embedded" | "external"; version: string; protection: Protection };
  readonly masterKeyInHome: boolean;
  readonly startedAt: number;
  readonly audit: Pick<Audit, "head" | "health">;
  readonly identity: Pick<Identity, "people" | "devices">;
  readonly connections: () => number;
  readonly turnsRunning: () => number;
  readonly defaultModel: () => string;
  readonly stopping: () => boolean;
  /** What keeps the server from doing all that it should, beside the record's own troubles; in words. */
  readonly troubles: () => readonly string[];
  /** Not the server's own: it does its work while a mail server is down. */
  readonly alertTroubles: () => Promise<readonly string[]>;
  /** What an administrator should know in time, and came up while the server ran. */
  readonly findings: () => readonly Notice[];
}

export async function houseStatus(parts: StatusParts): Promise<Status> {
  const { audit, identity, database } = parts;
  const [head, people, devices, alertTroubles] = await Promise.all([
    audit.head(),
    identity.people.count(),
    identity.devices.count(),
    parts.alertTroubles(),
  ]);
  const health = audit.health();
  const { lastVerified } = health;
  const troubles = [...health.reasons, ...parts.troubles()];
  return {
    status: parts.stopping() ? "stopping" : troubles.length > 0 ? "degraded" : "ok",
    service: "entobot",
    version,
    started_at: timestamp(parts.startedAt),
    database: {
      kind: database.kind,
      version: database.version,
      record_protection: protectionWords(database.protection),
    },
    connections: parts.connections(),
    turns_running: parts.turnsRunning(),
    people,
    devices,
    record: {
      head: head.head,
      last_verified_at: lastVerified?.at ?? null,
      last_verified_ok: lastVerified?.ok ?? null,
    },
    default_model: parts.defaultModel(),
    notices: [
      ...notices(parts),
      ...parts.findings(),
      ...troubles.map((text) => ({ level: "warning" as const, code: "degraded", text })),
      ...alertTroubles.map((text) => ({ level: "warning" as const, code: "alerts", text })),
    ],
  };
}

const protectionWords = (protection: Protection): string =>
  protection === "grant" ? "append-only by grant and trigger" : "append-only by trigger, not by grant";

/** What is less than it could be, said plainly: at start, in status and in health. */
export function notices({
  configuration,
  database,
  masterKeyInHome,
}: Pick<StatusParts, "configuration" | "database" | "masterKeyInHome">): Notice[] {
  const found: Notice[] = configuration.warnings.map(({ path, message }) => ({
    level: "warning",
    code: "configuration",
    text: `${path}: ${message}`,
  }));
  for (const { path, message } of configuration.ignored) {
    const text = `${path} was stored by the console and is not in force: it ${message}`;
    found.push({ level: "warning", code: "stored_setting_ignored", text });
  }
  for (const { path, message } of findModelFaults(configuration)) {
    found.push({ level: "warning", code: "default_model", text: `${path} ${message}` });
  }
  if (configuration.notYetEnforced.length > 0) {
    const text = `Not yet enforced: ${configuration.notYetEnforced.join(", ")}`;
    found.push({ level: "warning", code: "not_yet_enforced", text });
  }
  if (masterKeyInHome) {
    const text =
      "The master key is a file in the home folder. Give ENTOBOT_MASTER_KEY to keep it apart from the data.";
    found.push({ level: "info", code: "master_key_in_home", text });
  }
  const said = configuration.warnings.some(({ path }) => path === "database.migration_url");
  if (database.protection === "trigger" && !said) {
    const text =
      "The record is append-only by trigger, not by grant. Set database.migration_url to use two roles.";
    found.push({ level: "info", code: "one_database_role", text });
  }
  return found;
}
