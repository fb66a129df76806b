import type { ConfigurationReport } from "../config/index.ts";
import type { HardenFacts } from "../operations/index.ts";
import type { Addresses, House } from "./house.ts";
import type { Io } from "./io.ts";

export interface Migrated {
  readonly applied: readonly string[];
  readonly protection: string;
  readonly version: string;
}

/** Everything a command can reach. `compose` gives the real one. */
export interface World {
  readonly io: Io;
  readonly version: string;
  readonly now: () => number;
  /** Joins the running database, or starts it under the lock that `start` takes too. Called by commands that need it only. */
  openHouse(): Promise<House>;
  migrate(): Promise<Migrated>;
  checkConfiguration(file: string | undefined): Promise<ConfigurationReport>;
  /** What `harden` writes its files from: the configuration and where the program stands. Opens no database. */
  hardening(): Promise<HardenFacts>;
  /** From the configuration alone, with no database opened. */
  addresses(): Promise<Addresses>;
  /** Where this person's own terminal keeps its pairing: `$XDG_CONFIG_HOME/entobot`. */
  readonly deviceFolder: string;
  readonly hostName: string;
  /** The private side of an error of ours, for the diagnostic log. */
  reportInternal(error: unknown): void;
}
