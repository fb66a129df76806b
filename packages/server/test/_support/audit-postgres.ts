import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "../../src/store/database.ts";
import { findBinaries } from "../../src/store/managed/location.ts";
import { migrate } from "../../src/store/migrate.ts";
import { sql } from "../../src/store/queryable.ts";
import { asOrdinaryUser, giveToOrdinaryUser } from "./unprivileged.ts";

/** A PostgreSQL of a test's own that writes through to the disk and may be killed: for what is said about durability. */
export interface DurablePostgres {
  readonly data: string;
  readonly appUrl: string;
  readonly ownerUrl: string;
  pid(): number;
  /** SIGKILL of the postmaster; its backends notice and end. */
  kill(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** `cpu` pins it to one core. */
export async function durablePostgres(options: { cpu?: number } = {}): Promise<DurablePostgres> {
  const { initdb, postgres } = findBinaries();
  const folder = mkdtempSync(join(tmpdir(), "entobot-durable-"));
  giveToOrdinaryUser(folder);
  const data = join(folder, "data");
  const url = (user: string, name = "entobot") => `postgresql:///${name}?host=${folder}&user=${user}`;
  const pin = options.cpu === undefined ? [] : ["taskset", "-c", String(options.cpu)];
  const run = (words: readonly string[]) => [words[0] as string, words.slice(1)] as const;
  const quiet = { env: {}, stdio: "ignore" } as const;
  execFileSync(
    ...run([
      ...asOrdinaryUser,
      initdb,
      "-D",
      data,
      "-A",
      "trust",
      "-U",
      "postgres",
      "--no-locale",
      "-E",
      "UTF8",
    ]),
    quiet,
  );
  let server: ChildProcess;

  async function start(): Promise<void> {
    const settings = [
      ...["listen_addresses=", "dynamic_shared_memory_type=mmap", "max_connections=60", "jit=off"],
      ...[
        "io_method=sync",
        "wal_level=minimal",
        "max_wal_senders=0",
        "shared_buffers=32MB",
        "max_wal_size=512MB",
      ],
    ];
    const words = [...pin, ...asOrdinaryUser, postgres, "-D", data, "-k", folder];
    server = spawn(...run([...words, ...settings.flatMap((setting) => ["-c", setting])]), quiet);
    for (let attempt = 0; ; attempt++) {
      const database = openDatabase({ url: url("postgres", "postgres"), connections: 1 });
      const ready = await database.query(sql`select 1`).then(
        () => true,
        () => false,
      );
      await database.close();
      if (ready) return;
      if (attempt > 400) throw new Error("PostgreSQL did not start");
      // Killed, it may have left backends that still hold its memory: it is told to start until it can.
      if (server.exitCode !== null)
        server = spawn(...run([...words, ...settings.flatMap((s) => ["-c", s])]), quiet);
      await sleep(50);
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill(signal);
    await ended;
  }

  await start();
  const root = openDatabase({ url: url("postgres", "postgres"), connections: 1 });
  for (const text of [
    "create role entobot_owner login",
    "create role entobot_app login",
    "create database entobot owner entobot_owner",
  ]) {
    await root.query({ text, values: [] });
  }
  await root.close();
  await migrate(url("entobot_owner"), { appUrl: url("entobot_app") });
  return {
    data,
    appUrl: url("entobot_app"),
    ownerUrl: url("entobot_owner"),
    pid: () => server.pid as number,
    kill: () => end("SIGKILL"),
    start,
    async remove() {
      await end("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
