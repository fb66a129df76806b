import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { sendmailPrograms } from "../pure/sendmail-programs.ts";

export function findSendmail(): string | null {
  return sendmailPrograms.find(isExecutable) ?? null;
}

export interface Posting {
  readonly from: string;
  readonly to: string;
  readonly raw: Buffer;
}

export type SendmailOutcome = "accepted" | "failed" | "timeout";

/**
 * Hands a message to the sendmail program: it goes in by stdin, a dot alone on a line does not end it (-i), and nothing of
 * our own environment goes along. "accepted" means that the program has queued it.
 */
export function runSendmail(
  program: string,
  mail: Posting,
  stop: AbortSignal,
  timeoutMs = 60_000,
): Promise<SendmailOutcome> {
  return new Promise((resolve) => {
    const child = spawn(program, ["-i", "-f", mail.from, "--", mail.to], {
      cwd: "/",
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LANG: "C" },
      stdio: ["pipe", "ignore", "ignore"],
      signal: AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]),
      killSignal: "SIGKILL",
    });
    child.once("error", ({ name }) => resolve(name === "AbortError" ? "timeout" : "failed"));
    child.once("close", (code) => resolve(code === 0 ? "accepted" : "failed"));
    // A program that ends before it has read everything breaks the pipe; its exit code says the rest.
    child.stdin.on("error", () => {});
    child.stdin.end(mail.raw.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
