import { execFile } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";

const run = promisify(execFile);

/** The guide's file (§5), verbatim but for the folder and the account, which stand for those of an installation. */
export async function guideRotation(logs: string): Promise<string> {
  const guide = readFileSync(
    new URL("../config/_fixtures/security-hardening-guide.txt", import.meta.url),
    "utf8",
  );
  const [, printed = ""] = /# \/etc\/logrotate\.d\/entobot\n([\s\S]*?)```/.exec(guide) ?? [];
  const [user, group] = await Promise.all(
    ["-un", "-gn"].map(async (word) => (await run("id", [word])).stdout.trim()),
  );
  return printed
    .replaceAll(/^ {2}/gm, "")
    .replace("/var/log/entobot", logs)
    .replace("create 0640 entobot entobot", `create 0640 ${user} ${group}`);
}

/** Rotates as the nightly job does, whatever the date. `folder` is for its own files. */
export async function rotate(configuration: string, folder: string): Promise<void> {
  const file = join(folder, "logrotate.conf");
  writeFileSync(file, configuration);
  // It takes no configuration that others could have written.
  chmodSync(file, 0o644);
  await run("/usr/sbin/logrotate", ["--force", "--state", join(folder, "state"), file]);
}

/** All that a log holds, oldest first, with what was rotated away and compressed. */
export function wholeLog(logs: string, name: string): string {
  const ageOf = (file: string) => Number(/\.log\.(\d+)/.exec(file)?.[1] ?? 0);
  return readdirSync(logs)
    .filter((file) => file.startsWith(`${name}.log`))
    .toSorted((a, b) => ageOf(b) - ageOf(a))
    .map((file) => {
      const bytes = readFileSync(join(logs, file));
      return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    })
    .join("");
}
