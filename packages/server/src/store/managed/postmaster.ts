import { readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../pure/failure.ts";

export interface Postmaster {
  readonly pid: number;
  readonly ready: boolean;
}

/** PostgreSQL's own pid file: line 1 the pid, line 5 the socket folder, line 8 the state. */
export function readPostmaster(data: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 1 ? { pid, ready: lines[7]?.trim() === "ready" } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Stops what a killed server left running on this data folder. Only called under the home's lock, so nobody else
 * means to use it: usually it is already going down by itself (setpriv --pdeathsig). A pid file whose pid now belongs
 * to another program would keep PostgreSQL from starting for ever, so it is removed.
 */
export async function stopLeftBehind(data: string): Promise<"nothing" | "stopped"> {
  const found = readPostmaster(data);
  if (!found) return "nothing";
  if (!runsOn(found.pid, data)) {
    rmSync(join(data, "postmaster.pid"), { force: true });
    return "nothing";
  }
  for (const [signal, patience] of [
    ["SIGINT", 20_000],
    ["SIGQUIT", 10_000],
  ] as const) {
    signalTo(found.pid, signal);
    const end = performance.now() + patience;
    while (performance.now() < end) {
      if (!runsOn(found.pid, data)) return "stopped";
      await sleep(20);
    }
  }
  throw new Failure("database_unavailable", {
    text: `A database left behind (process ${found.pid}) does not stop. End it, then start again.`,
  });
}

/** A postmaster's working directory is its data folder. Without /proc its pid alone must do. */
function runsOn(pid: number, data: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== "linux") return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch (error) {
    // A zombie or another user's process: neither is a server on our folder.
    return (error as { code?: string }).code !== "ENOENT" && (error as { code?: string }).code !== "EACCES";
  }
}

function signalTo(pid: number, signal: "SIGINT" | "SIGQUIT"): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}
