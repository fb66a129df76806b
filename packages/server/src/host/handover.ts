import { closeSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * What root has read and the server must know goes through descriptor 3, open on a file that has no name any more:
 * arguments and environment of a process can be read by others, and stay readable for its whole life.
 */
export const handoverVariable = "ENTOBOT_HANDOVER";

/** Writes the text where only root can look, and gives the shell words that turn it into descriptor 3. */
export function prepareHandover(text: string): { script: string; arguments: [string, string] } {
  const folder = makePrivateFolder();
  const file = join(folder, "handover");
  writeFileSync(file, text, { flag: "wx", mode: 0o600 });
  return {
    script: 'exec 3<"$1" && /bin/rm -f -- "$1" && /bin/rmdir -- "$2" && shift 2',
    arguments: [file, folder],
  };
}

/** /run is memory on most systems. */
function makePrivateFolder(): string {
  try {
    return mkdtempSync("/run/entobot-");
  } catch {
    return mkdtempSync(join(tmpdir(), "entobot-"));
  }
}

/** On the other side: read once, then closed. */
export function takeHandover(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  if (environment[handoverVariable] !== "3") return undefined;
  try {
    return readFileSync(3, "utf8");
  } finally {
    closeSync(3);
  }
}
