import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll } from "vitest";
import { asOrdinaryUser, giveToOrdinaryUser } from "./unprivileged.ts";

/** A process of an ordinary user that opens a home's database as `start` does, or only takes its lock. */
export interface HomeProcess {
  readonly child: ChildProcess;
  /** The first line it says: `{"ok":true,…}` or `{"ok":false,"code","text"}`. */
  readonly first: Promise<Answer>;
  readonly ended: Promise<void>;
}

export interface Answer {
  readonly ok: boolean;
  readonly code?: string;
  readonly text?: string;
  readonly appUrl?: string;
  readonly ownerUrl?: string;
  readonly protection?: string;
  readonly fresh?: boolean;
  readonly applied?: readonly string[];
}

const script = join(import.meta.dirname, "home-process-main.ts");

const homes: string[] = [];
// Registered by the file, not by a test that runs: that hook would never be called.
afterAll(() => {
  for (const folder of homes) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

export function temporaryHome(): string {
  const folder = mkdtempSync(join(tmpdir(), "entobot-home-"));
  giveToOrdinaryUser(folder);
  homes.push(folder);
  return folder;
}

const running = new Set<ChildProcess>();
afterAll(async () => {
  await Promise.all(
    [...running].map((child) => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      return gone;
    }),
  );
});

export function homeProcess(mode: "serve" | "join" | "lock", home: string, environment = {}): HomeProcess {
  const [program = process.execPath, ...words] = [...asOrdinaryUser, process.execPath, script, mode, home];
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"], env: environment });
  running.add(child);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      running.delete(child);
      resolve();
    });
  });
  const first = new Promise<Answer>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout as NonNullable<typeof child.stdout> });
    lines.once("line", (line) => resolve(JSON.parse(line) as Answer));
    lines.once("close", () => reject(new Error("it said nothing")));
  });
  first.catch(() => {});
  return { child, first, ended };
}
