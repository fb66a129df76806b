import type { Configuration, StoredValues } from "../../config/index.ts";
import type { Log } from "../../log/index.ts";
import type { JsonObject } from "../../pure/json.ts";
import type { Database } from "../../store/database.ts";
import { openSignals } from "../../store/signals.ts";
import { type HouseSealing, readDocument } from "./document.ts";
import { settingsChannel } from "./settings-store.ts";

/** The configuration of this process, as far as settings move it. */
export interface ConfigurationInForce {
  readonly current: Configuration;
  readonly stored: StoredValues;
  /** What would be in force with these stored values. */
  try(stored: StoredValues): Configuration;
  /** Answers what changed, by name; null: nothing. */
  store(stored: StoredValues): JsonObject | null;
}

/** What the console stored, in force in this process; other processes' changes follow within a second. */
export interface StoredSettings {
  /** Of the values that are in force; 0: nothing was ever stored. */
  version(): number;
  /** In words; null while what the database holds is in force. */
  trouble(): string | null;
  /** Takes what the database holds into force. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

export interface StoredSettingsDeps {
  readonly database: Database;
  readonly sealing: HouseSealing;
  readonly configuration: ConfigurationInForce;
  readonly log: Log;
}

const beatMs = 1_000;
const troubleWords =
  "What the console stored was changed behind this server's back and does not open: the settings before stay in force.";

/** Throws when the stored values do not open: a house must not start with less than was decided. */
export async function openStoredSettings(deps: StoredSettingsDeps): Promise<StoredSettings> {
  const { database, sealing, configuration, log } = deps;
  let version = 0;
  let broken = false;
  let stopped = false;
  let work: Promise<void> = Promise.resolve();

  async function take(): Promise<void> {
    const document = await readDocument(database, sealing);
    version = document.version;
    broken = false;
    const changed = configuration.store(document.values);
    if (changed) log.info("settings of the console are in force", { version, ...changed });
  }

  /** One after the other, so that an older reading never comes after a newer one. */
  function refresh(): Promise<void> {
    const done = work.then(take);
    work = done.catch(() => {});
    return done;
  }

  function follow(): void {
    if (stopped) return;
    void refresh().catch((error) => {
      broken ||= !isTemporary(error);
      log.error("settings of the console could not be read; the ones before stay in force", {}, error);
    });
  }

  await refresh();
  const signals = await openSignals({
    ...{ database, log, channel: settingsChannel },
    lostWords: "the connection that announces changed settings is lost; connecting again",
    onSignal: follow,
    onLost: () => {},
    // Whatever was said before we listened is in the database.
    onResync: follow,
  });
  const timer = setInterval(() => void signals.beat(), beatMs);
  timer.unref();

  return {
    version: () => version,
    trouble: () => (broken ? troubleWords : null),
    refresh,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await signals.stop();
      await work;
    },
  };
}

const isTemporary = (error: unknown): boolean =>
  (error as { code?: unknown }).code === "database_unavailable";
