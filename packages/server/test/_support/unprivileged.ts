import { execFileSync } from "node:child_process";
import { chownSync } from "node:fs";

/** The account `nobody` exists everywhere and owns nothing. */
const nobody = 65534;
const asRoot = process.getuid?.() === 0;
const plain = ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"];
/**
 * Keeps one right of root's, to read: for a checkout that only root can open. PostgreSQL refuses the uid, not the right.
 * Without the secure bit, access(2) would forget it (capabilities(7), SECBIT_NO_SETUID_FIXUP).
 */
const reading = [
  ...plain,
  ...[
    "--securebits=+no_setuid_fixup",
    "--inh-caps=-all,+dac_read_search",
    "--ambient-caps=-all,+dac_read_search",
  ],
];

function canRead(words: readonly string[]): boolean {
  const [file, ...rest] = [...words, "test", "-r", import.meta.filename];
  try {
    execFileSync(file as string, rest, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Words before a command that make it an ordinary user's; none where this process is one already. */
export const asOrdinaryUser: readonly string[] = !asRoot ? [] : canRead(plain) ? plain : reading;

/** Gives a folder to whoever `asOrdinaryUser` makes. */
export function giveToOrdinaryUser(folder: string): void {
  if (asRoot) chownSync(folder, nobody, nobody);
}
