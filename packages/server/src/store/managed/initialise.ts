import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { open, readdir, rename, rm } from "node:fs/promises";
import { userInfo } from "node:os";
import { basename, dirname, join } from "node:path";
import { Failure } from "../../pure/failure.ts";
import { diesWithUs } from "./dies-with-us.ts";
import type { Binaries } from "./location.ts";
import { bootstrapStatements } from "./roles.ts";

const superuser = "postgres";
export const majorVersion = 18;

/** Makes the data folder when there is none: complete or absent, for it gets its name as the last step. */
export async function initialise(
  binaries: Binaries,
  data: string,
  environment: NodeJS.ProcessEnv,
): Promise<boolean> {
  if (existsSync(data)) {
    assertVersion(data);
    return false;
  }
  assertNamedUser();
  await removeUnfinished(data);
  const fresh = `${data}.new-${process.pid}`;
  const arguments_ = [
    "-D",
    fresh,
    "-A",
    "trust",
    "-U",
    superuser,
    "--no-locale",
    "-E",
    "UTF8",
    "--no-instructions",
  ];
  await run(binaries.initdb, [...arguments_, "-c", "dynamic_shared_memory_type=mmap"], environment);
  const single = ["--single", "-D", fresh, "-c", "dynamic_shared_memory_type=mmap", "postgres"];
  await run(binaries.postgres, single, environment, bootstrapStatements.map((line) => `${line};\n`).join(""));
  await rename(fresh, data);
  const above = await open(dirname(data), "r");
  await above.sync().finally(() => above.close());
  return true;
}

/** What a first start left behind that was killed. Safe under the home's lock. */
async function removeUnfinished(data: string): Promise<void> {
  for (const name of await readdir(dirname(data))) {
    if (name.startsWith(`${basename(data)}.new-`)) {
      // Its initdb may still be ending.
      await rm(join(dirname(data), name), { recursive: true, maxRetries: 20, retryDelay: 50 });
    }
  }
}

function assertVersion(data: string): void {
  let found = "an unknown version";
  try {
    found = readFileSync(join(data, "PG_VERSION"), "utf8").trim();
  } catch {
    // An empty or foreign folder: the words below say so.
  }
  if (found === String(majorVersion)) return;
  throw new Failure("configuration", {
    text:
      `The database folder ${data} was made by PostgreSQL ${found}, and this Entobot brings ${majorVersion}. ` +
      "Start the Entobot that made it, take a backup, and restore it here.",
  });
}

/** initdb refuses a user id without a name; the words of libc do not say what to do. */
function assertNamedUser(): void {
  try {
    userInfo();
  } catch (cause) {
    throw new Failure("configuration", {
      text:
        `User id ${process.getuid?.()} has no entry in /etc/passwd, and PostgreSQL does not run without one. ` +
        "Add one (in a container: RUN useradd), or set DATABASE_URL to a PostgreSQL of your own.",
      cause,
    });
  }
}

function run(command: string, words: string[], environment: NodeJS.ProcessEnv, input = ""): Promise<void> {
  const [program = command, ...arguments_] = [...diesWithUs("KILL"), command, ...words];
  return new Promise((resolve, reject) => {
    const child = execFile(program, arguments_, { env: environment, cwd: "/" }, (error, _stdout, stderr) => {
      if (!error && !/^\S* ?(ERROR|FATAL|PANIC):/m.test(stderr)) return resolve();
      const said = stderr.trim().split("\n").slice(-2).join(" ").slice(0, 400);
      const text = `The database could not be made: ${said || "its program did not start"}.`;
      reject(new Failure("database_unavailable", { text, cause: error }));
    });
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}
