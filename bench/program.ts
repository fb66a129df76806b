import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The built program in a home of its own, as an ordinary user, on core 0 with its own PostgreSQL (fsync on). */
export interface Program {
  readonly home: string;
  readonly rest: number;
  readonly mobile: number;
  readonly web: number;
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** Only the process; the caller looks for the answer. */
  spawn(): ChildProcess;
  stop(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  pid(): number;
  remove(): Promise<void>;
}

const root = join(import.meta.dirname, "..");
const nobody = 65534;
/** PostgreSQL refuses root. */
const asNobody =
  process.getuid?.() === 0
    ? ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", "--"]
    : [];

/** The generator's core. All threads, also those that exist already. */
export const pinGenerator = (): void => void spawnSync("taskset", ["-a", "-cp", "1", String(process.pid)]);

export function pinned(core: number, words: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess {
  return spawn("taskset", ["-c", String(core), ...words], {
    env: environment,
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** A script of this folder as the peer; resolves with the port that it says. */
export async function peer(script: string, core: number): Promise<{ port: number; stop(): void }> {
  const child = pinned(core, [process.execPath, join(import.meta.dirname, script)], {});
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.once("data", (said: Buffer) => resolve(Number(said)));
    child.once("exit", () => reject(new Error(`${script} ended`)));
  });
  return { port, stop: () => void child.kill() };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

function buildIfStale(): void {
  const stamp = createRequire(import.meta.url)("../bin/stamp.cjs") as { state(part: string): string };
  if (stamp.state("server") === "fresh") return;
  const built = spawnSync(process.execPath, [join(root, "packages/server/build.ts"), "server"], {
    stdio: "inherit",
  });
  if (built.status !== 0) throw new Error("the program could not be built");
}

/** `settings` join what every run sets: free ports, and a limit that a generator does not reach. */
export async function createProgram(settings: object = {}): Promise<Program> {
  buildIfStale();
  const home = mkdtempSync(join(tmpdir(), "entobot-bench-"));
  const [rest, mobile, web] = [await freePort(), await freePort(), await freePort()];
  const configuration = {
    enterprise: { rate_limit_requests: 1_000_000 },
    gateway: { port: rest },
    channels: { mobile: { websocket_port: mobile } },
    web: { port: web },
    ...settings,
  };
  const file = join(home, "config.json");
  writeFileSync(file, JSON.stringify(configuration), { mode: 0o600 });
  if (asNobody.length > 0) for (const place of [home, file]) chownSync(place, nobody, nobody);
  const entry = join(root, "packages/server/dist/entobot.js");
  let child: ChildProcess | undefined;
  let said = "";

  const program: Program = {
    ...{ home, rest, mobile, web },
    spawn() {
      child = pinned(0, [...asNobody, process.execPath, entry, "start"], {
        ...{ ENTOBOT_HOME: home, HOME: home },
        // It follows this process, so a run that is cut leaves nothing behind that works.
        ENTOBOT_PARENT: String(process.pid),
      });
      said = "";
      for (const stream of [child.stdout, child.stderr])
        stream?.on("data", (words: Buffer) => {
          said += String(words);
        });
      return child;
    },
    async start() {
      const started = program.spawn();
      while (!(await healthy(rest))) {
        if (started.exitCode !== null) throw new Error(`the program did not start: ${said}`);
        await sleep(20);
      }
    },
    async stop(signal) {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child?.once("exit", resolve));
      child.kill(signal);
      await ended;
      // Killed, it leaves a PostgreSQL that notices and ends.
      const lock = join(home, "db/postmaster.pid");
      while (
        signal === "SIGKILL" &&
        existsSync(lock) &&
        alive(Number.parseInt(readFileSync(lock, "utf8"), 10))
      )
        await sleep(20);
    },
    pid: () => child?.pid ?? 0,
    async remove() {
      await program.stop("SIGTERM");
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return program;
}

const healthy = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/api/health`).then(
    ({ ok }) => ok,
    () => false,
  );

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** `entobot …` in the home, answered as JSON. */
export function command(home: string, words: readonly string[]): Record<string, unknown> {
  const [file = process.execPath, ...rest] = [
    ...asNobody,
    process.execPath,
    join(root, "packages/server/dist/entobot.js"),
    ...words,
    "--json",
  ];
  const ran = spawnSync(file, rest, { env: { ENTOBOT_HOME: home, HOME: home }, encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`entobot ${words.join(" ")}: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as Record<string, unknown>;
}
