import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, statSync, truncateSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../pure/failure.ts";
import { diesWithUs } from "./dies-with-us.ts";
import type { Binaries } from "./location.ts";
import { readPostmaster } from "./postmaster.ts";
import { serverSettings } from "./server-settings.ts";

export interface RunningPostgres {
  readonly pid: number;
  /** Settles when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  signal(name: "SIGINT" | "SIGQUIT"): void;
}

export interface SpawnOptions {
  readonly binaries: Binaries;
  readonly data: string;
  readonly socketFolder: string;
  readonly logFile: string;
  readonly environment: NodeJS.ProcessEnv;
}

const startPatienceMs = 60_000;
const largestLog = 4 * 1024 * 1024;

/**
 * Starts the server in a session of its own: Ctrl-C and signals to our group must not reach it before the drain is
 * over. SIGINT, its fast shutdown, when we are killed. Resolves when connections are accepted.
 */
export async function spawnPostgres(options: SpawnOptions): Promise<RunningPostgres> {
  const { binaries, data, socketFolder, logFile, environment } = options;
  const command = [binaries.postgres, "-D", data, ...serverSettings(socketFolder)];
  const [program = binaries.postgres, ...arguments_] = [...diesWithUs("INT"), ...command];
  const log = openLog(logFile);
  const startedAt = existsSync(logFile) ? statSync(logFile).size : 0;
  let child: ChildProcess;
  try {
    child = spawn(program, arguments_, {
      detached: true,
      stdio: ["ignore", log, log],
      env: environment,
      cwd: "/",
    });
  } finally {
    closeSync(log);
  }
  const { pid } = child;
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  let gone = false;
  void ended.then(() => {
    gone = true;
  });
  const end = performance.now() + startPatienceMs;
  while (!gone && performance.now() < end) {
    const found = readPostmaster(data);
    if (pid !== undefined && found?.pid === pid && found.ready) {
      return { pid, ended, signal: (name) => void child.kill(name) };
    }
    await sleep(5);
  }
  child.kill("SIGQUIT");
  const words = readFileSync(logFile).subarray(startedAt).toString("utf8").trim().split("\n").at(-1) ?? "";
  throw new Failure("database_unavailable", {
    text: `The database did not start: ${words.slice(0, 300) || "its program could not be run"} (${logFile})`,
  });
}

function openLog(path: string): number {
  const descriptor = openSync(path, "a", 0o640);
  if (statSync(path).size > largestLog) truncateSync(path, 0);
  return descriptor;
}
