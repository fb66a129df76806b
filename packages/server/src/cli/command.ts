import type { Permission } from "@entobot/contract/permissions";
import type { House } from "./house.ts";
import type { World } from "./world.ts";

export interface OptionSpec {
  readonly type: "string" | "boolean";
  readonly summary: string;
  /** What the value is called in the help; absent on switches. */
  readonly value?: string;
}

export interface Arguments {
  /** In the order of the command's `positionals`; absent optional ones are undefined. */
  readonly positionals: readonly (string | undefined)[];
  readonly text: (option: string) => string | undefined;
  readonly flag: (option: string) => boolean;
}

export interface Context {
  readonly world: World;
  readonly arguments: Arguments;
  /** One JSON document is wanted. */
  readonly json: boolean;
  /** Opens the house, decides, and records the command, once. */
  house(): Promise<House>;
}

/** What the runner prints: `json` with `--json`, else `text`. A command that writes as it goes answers nothing. */
export interface Result {
  readonly json: unknown;
  readonly text: string;
  /** Default 0. 1: the command ran, and what it checked failed. */
  readonly exit?: 0 | 1 | 69 | 78;
}

export interface Command {
  /** Its words, as typed: "audit verify". */
  readonly name: string;
  readonly summary: string;
  /** "EMAIL", "[ID]": brackets say that it may be left out. */
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** What the house asks for; `home`: whoever can open the home; `anyone`: opens nothing of the server's. */
  readonly access: Permission | "home" | "anyone";
  /** What examines the record must work while nothing can be written into it. */
  readonly worksWithoutRecord?: true;
  run(context: Context): Promise<Result | undefined>;
}
