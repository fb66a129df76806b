import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../pure/failure.ts";
import { tryFlock } from "./flock.ts";

export type LockPurpose = "server" | "command";

/** What the holder says about itself. Only for words and for joining: the lock itself is the kernel's. */
export interface LockHolder {
  readonly pid: number;
  readonly purpose: LockPurpose;
  /** Set once its database can be joined. Holds no URL: that of an external database has a password in it. */
  readonly ready?: Ready;
}

export interface Ready {
  /** Of the managed database; null with an external one. */
  readonly socketFolder: string | null;
}

export interface HomeLock {
  readonly kind: "held";
  /** Tells commands that wait how to join. */
  announce(ready: Ready): void;
  release(): void;
}

export type LockAttempt = HomeLock | { readonly kind: "busy"; readonly holder: LockHolder | undefined };

/**
 * One server per home. The lock is flock(2) on a file that is never removed: the kernel frees it when its process
 * dies, however it dies, so nothing is ever stale and no pid can be mistaken for another's.
 */
export function tryHomeLock(folder: string, purpose: LockPurpose): LockAttempt {
  const descriptor = openLockFile(join(folder, "lock"));
  let taken = false;
  try {
    taken = tryFlock(descriptor);
  } finally {
    if (!taken) closeSync(descriptor);
  }
  if (!taken) return { kind: "busy", holder: readHolder(folder) };
  const write = (holder: LockHolder) => {
    ftruncateSync(descriptor, 0);
    writeSync(descriptor, `${JSON.stringify(holder)}\n`);
  };
  write({ pid: process.pid, purpose });
  let released = false;
  return {
    kind: "held",
    announce: (ready) => write({ pid: process.pid, purpose, ready }),
    release() {
      if (released) return;
      released = true;
      ftruncateSync(descriptor, 0);
      closeSync(descriptor);
    },
  };
}

function openLockFile(path: string): number {
  try {
    return openSync(path, "a+", 0o600);
  } catch (cause) {
    const text = `The lock file ${path} cannot be opened by this user. It must belong to whoever owns the home.`;
    throw new Failure("configuration", { text, cause });
  }
}

/** Undefined while the holder is writing, or when it died: ask again. */
export function readHolder(folder: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "lock"), "utf8")) as LockHolder;
  } catch {
    return undefined;
  }
}

/** `start`: waits for a command to end, refuses a running server at once. */
export async function takeServerLock(folder: string, waitMs = 60_000): Promise<HomeLock> {
  return poll(waitMs, () => {
    const attempt = tryHomeLock(folder, "server");
    if (attempt.kind === "held") return attempt;
    if (attempt.holder?.purpose === "server") throw alreadyRunning(folder, attempt.holder);
    return undefined;
  });
}

export type Joining = HomeLock | { readonly kind: "join"; readonly ready: Ready };

/** A command: joins a server once that is ready, waits for another command, else holds the lock itself. */
export async function takeOrJoin(folder: string, waitMs = 60_000): Promise<Joining> {
  return poll(waitMs, () => {
    const attempt = tryHomeLock(folder, "command");
    if (attempt.kind === "held") return attempt;
    const { holder } = attempt;
    return holder?.purpose === "server" && holder.ready ? { kind: "join", ready: holder.ready } : undefined;
  });
}

async function poll<T>(waitMs: number, attempt: () => T | undefined): Promise<T> {
  const end = performance.now() + waitMs;
  for (let pause = 20; ; pause = Math.min(pause * 1.5, 300)) {
    const result = attempt();
    if (result !== undefined) return result;
    if (performance.now() > end) {
      throw new Failure("busy", {
        text: "Another Entobot command is using this home. Try again in a moment.",
      });
    }
    await sleep(pause);
  }
}

function alreadyRunning(folder: string, holder: LockHolder): Failure {
  return new Failure("busy", {
    text: `Entobot is already running in ${folder} (process ${holder.pid}). One server per home.`,
  });
}
