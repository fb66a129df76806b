import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const program = fileURLToPath(new URL("../../../../bin/entobot.cjs", import.meta.url));

export interface RealServer {
  readonly url: string;
  /** The folder that the server keeps everything in; who starts it as root does not own it. */
  readonly home: string;
  readonly ports: { readonly rest: number; readonly mobile: number; readonly web: number };
  /** A command of the operator, with `--json`. */
  command(...words: readonly string[]): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** The product as a person starts it, in a home of its own. `settings` join the ports in its configuration file. */
export async function startRealServer(settings: Readonly<Record<string, unknown>> = {}): Promise<RealServer> {
  const folder = await mkdtemp(join(tmpdir(), "entobot-web-"));
  const [rest = 0, mobile = 0, web = 0] = await freePorts(3);
  const config = join(folder, "config.json");
  await writeFile(
    config,
    JSON.stringify({
      // Journeys click faster than people do.
      enterprise: { rate_limit_enabled: false },
      gateway: { port: rest },
      channels: { mobile: { websocket_port: mobile } },
      web: { port: web },
      ...settings,
    }),
  );
  // Empty and handed over: whoever starts it, the server owns its home.
  const home = join(tmpdir(), `${folder.split("/").at(-1)}-home`);
  const { DATABASE_URL: _theirs, ...inherited } = process.env;
  const environment = { ...inherited, ENTOBOT_HOME: home, ENTOBOT_CONFIG: config };
  const child = spawn(process.execPath, [program, "start"], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let words = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes) => {
      words = `${words}${bytes}`.slice(-4_000);
    });
  }
  const url = `http://localhost:${web}`;
  const ended = once(child, "exit");
  const close = async () => {
    child.kill("SIGTERM");
    await ended;
    await Promise.all([folder, home].map((path) => rm(path, { recursive: true, force: true })));
  };
  for (let attempt = 0; ; attempt++) {
    if (
      await fetch(`${url}/api/health`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      break;
    if (attempt > 240 || child.exitCode !== null) {
      await close();
      throw new Error(`the server did not start (${child.exitCode}): ${words}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return {
    url,
    home,
    ports: { rest, mobile, web },
    async command(...words) {
      const { stdout } = await promisify(execFile)(process.execPath, [program, ...words, "--json"], {
        env: environment,
      });
      return JSON.parse(stdout) as Record<string, unknown>;
    },
    close,
  };
}
