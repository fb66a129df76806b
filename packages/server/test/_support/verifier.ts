import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import type { VerifyReport } from "@entobot/contract/audit";

const script = resolve(import.meta.dirname, "../../../../tools/verify-audit.py");

export const python = ((): string | null => {
  try {
    execFileSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 8))"], { stdio: "ignore" });
    return "python3";
  } catch {
    return null;
  }
})();

export type SecondVerdict = Pick<VerifyReport, "ok" | "checked" | "first" | "head" | "fault" | "not_checked">;

/** The second verifier's reports, one a file. */
export function secondVerdicts(files: readonly string[], head: string | null): SecondVerdict[] {
  const words = [script, "--json", ...(head ? ["--head", head] : []), ...files];
  let output: string;
  try {
    output = execFileSync(python as string, words, { encoding: "utf8", maxBuffer: 2 ** 28 });
  } catch (error) {
    // Exit code 1: something does not verify.
    if ((error as { status?: unknown }).status !== 1) throw error;
    output = (error as { stdout: string }).stdout;
  }
  return output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as SecondVerdict);
}
