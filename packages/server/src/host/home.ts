import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { Failure } from "../pure/failure.ts";

/** Where everything of one server lives. Only its owner can enter (mode 0700). */
export interface Home {
  readonly folder: string;
  readonly database: string;
  readonly logs: string;
  /** Sockets and links made anew at each start. */
  readonly run: string;
  readonly workspace: string;
  readonly secrets: string;
}

export const systemHome = "/var/lib/entobot";

/** `$ENTOBOT_HOME`, else `~/.entobot`. A relative one would move with the working directory, so it is refused. */
export function homeFolder(explicit: string | undefined, userHome: string | undefined): string {
  if (explicit) {
    if (!isAbsolute(explicit)) {
      throw new Failure("configuration", {
        text: `ENTOBOT_HOME must be an absolute path, not ${JSON.stringify(explicit)}.`,
      });
    }
    return resolve(explicit);
  }
  if (!userHome || userHome === "/" || !isAbsolute(userHome)) {
    throw new Failure("configuration", {
      text: "This user has no home folder. Set ENTOBOT_HOME to a folder that only this user can open.",
    });
  }
  return join(userHome, ".entobot");
}

export const homeAt = (folder: string): Home => ({
  folder,
  database: join(folder, "db"),
  logs: join(folder, "logs"),
  run: join(folder, "run"),
  workspace: join(folder, "workspace"),
  secrets: join(folder, "secrets"),
});

/** Makes what is missing and refuses a home that somebody else owns. Never called by root (host/run-as.ts). */
export function prepareHome(folder: string): Home {
  const home = homeAt(folder);
  ownFolder(folder, true);
  for (const inner of [home.logs, home.run, home.workspace, home.secrets]) ownFolder(inner, false);
  return home;
}

function ownFolder(path: string, recursive: boolean): void {
  try {
    mkdirSync(path, { mode: 0o700, recursive });
  } catch (error) {
    if ((error as { code?: string }).code !== "EEXIST") throw unusable(path, "it cannot be made", error);
  }
  const found = lstatSync(path);
  if (!found.isDirectory()) throw unusable(path, "it is not a folder");
  if (process.getuid && found.uid !== process.getuid()) {
    throw unusable(path, `it belongs to user ${found.uid}, and this is user ${process.getuid()}`);
  }
  if ((found.mode & 0o077) !== 0) chmodSync(path, 0o700);
}

function unusable(path: string, why: string, cause?: unknown): Failure {
  return new Failure("configuration", {
    text: `The folder ${path} cannot be used: ${why}. Set ENTOBOT_HOME to another one.`,
    cause,
  });
}
