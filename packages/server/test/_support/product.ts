import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "vitest";
import { builtProgram } from "./built-program.ts";
import { temporaryHome } from "./home-process.ts";
import { asOrdinaryUser } from "./unprivileged.ts";

/** The program itself in a home of its own, as an ordinary user: what may be killed. */
export interface Product {
  readonly api: string;
  readonly websocket: string;
  readonly home: string;
  readonly ports: { readonly rest: number; readonly mobile: number; readonly web: number };
  /** Resolves when it serves. */
  start(): Promise<void>;
  /** A start that is expected to end: with which exit code, and what it says. */
  refuses(): Promise<{ exit: number | null; words: string }>;
  /** SIGKILL of the server; its database ends by itself. */
  kill(): Promise<void>;
  /** What the server holds in memory, in bytes. */
  residentBytes(): number;
  /** A command with `--json`, beside the server or without it. */
  command(words: readonly string[], input?: string): Promise<{ exit: number | null; json: unknown }>;
}

type Section = Readonly<Record<string, unknown>>;

export interface ProductOptions {
  /** Members of the configuration beside ports of the test's own. Given the home, where files may be put first. */
  readonly config?: (home: string) => {
    readonly gateway?: Section;
    readonly mobile?: Section;
    readonly web?: Section;
    readonly network?: Section;
  };
  readonly environment?: Readonly<Record<string, string>>;
}

/** Of the whole file: a hook that a test registers while it runs is never called. */
const running = new Set<ChildProcess>();
afterAll(async () => {
  await Promise.all(
    [...running].map((server) => {
      const ended = new Promise((done) => server.once("exit", done));
      server.kill("SIGKILL");
      return ended;
    }),
  );
});

export async function product(options: ProductOptions = {}): Promise<Product> {
  const home = temporaryHome();
  const more = options.config?.(home) ?? {};
  const [rest, mobile, web] = await Promise.all([freePort(), freePort(), freePort()]);
  const config = {
    enterprise: { rate_limit_requests: 1_000_000 },
    gateway: { port: rest, ...more.gateway },
    channels: { mobile: { websocket_port: mobile, ...more.mobile } },
    web: { port: web, ...more.web },
    ...(more.network ? { network: more.network } : {}),
  };
  writeFileSync(join(home, "config.json"), JSON.stringify(config), { mode: 0o644 });
  const environment = { ENTOBOT_HOME: home, HOME: home, PATH: process.env["PATH"], ...options.environment };
  const api = `http://127.0.0.1:${rest}`;
  let server: ChildProcess | undefined;

  function run(words: readonly string[], stdio: "ignore" | "pipe"): ChildProcess {
    const [file, ...more] = [...asOrdinaryUser, process.execPath, builtProgram, ...words] as [
      string,
      ...string[],
    ];
    return spawn(file, more, { env: environment, stdio: [stdio, stdio, "ignore"], cwd: "/" });
  }

  async function kill(): Promise<void> {
    const ended = new Promise((done) => server?.once("exit", done));
    server?.kill("SIGKILL");
    await ended;
    server = undefined;
  }

  return {
    ...{ api, websocket: `ws://127.0.0.1:${mobile}`, home, ports: { rest, mobile, web }, kill },
    residentBytes() {
      const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${server?.pid}/status`, "utf8"))?.[1];
      return Number(kilobytes) * 1024;
    },
    async refuses() {
      const child = run(["start"], "pipe");
      const ended = new Promise<number | null>((done) => child.once("exit", done));
      const words = await text(child.stdout as NodeJS.ReadableStream);
      return { exit: await ended, words };
    },
    async start() {
      const started = run(["start"], "ignore");
      running.add(started);
      started.once("exit", () => running.delete(started));
      server = started;
      for (let waited = 0; waited < 30_000; waited += 25) {
        if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
        const health = await fetch(`${api}/api/health`).catch(() => null);
        if (health?.ok) return;
        await sleep(25);
      }
      throw new Error("the server does not serve");
    },
    async command(words, input = "") {
      const child = run([...words, "--json"], "pipe");
      child.stdin?.end(input);
      const ended = new Promise<number | null>((done) => child.once("exit", done));
      const said = await text(child.stdout as NodeJS.ReadableStream);
      return { exit: await ended, json: said === "" ? null : (JSON.parse(said) as unknown) };
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}
