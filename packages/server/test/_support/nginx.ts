import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "vitest";

/** What a test puts in place of the ports and files of a real machine. */
export interface NginxPlace {
  readonly https: number;
  readonly http: number;
  readonly chain: string;
  readonly key: string;
}

export interface Upstreams {
  readonly rest: number;
  readonly mobile: number;
  readonly web: number;
}

export const serverName = "entobot.example.test";

/** The real nginx with one site, in a folder of its own, until the end of the test file. */
export async function startNginx(siteOf: (place: NginxPlace) => string): Promise<NginxPlace> {
  const folder = mkdtempSync(join(tmpdir(), "entobot-nginx-"));
  const [https, http] = await Promise.all([freePort(), freePort()]);
  const place = { https, http, chain: join(folder, "chain.pem"), key: join(folder, "key.pem") };
  execFileSync("openssl", selfSigned(place), { stdio: "pipe" });
  const configuration = join(folder, "nginx.conf");
  writeFileSync(configuration, mainFile(folder, siteOf(place)));
  const error = join(folder, "error.log");
  const nginx = spawn("nginx", ["-p", folder, "-c", configuration, "-e", error], { stdio: "ignore" });
  const ended = new Promise((done) => nginx.once("exit", done));
  afterAll(async () => {
    nginx.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true });
  });
  for (let waited = 0; !(await answers(https)); waited += 25) {
    if (nginx.exitCode !== null || waited > 10_000) {
      throw new Error(`nginx does not serve: ${readFileSync(error, "utf8")}`);
    }
    await sleep(25);
  }
  return place;
}

/** Section 10 of the guide, word for word but for certificate paths, ports and the name. */
export function guideSite(upstreams: Upstreams): (place: NginxPlace) => string {
  const guide = readFileSync(
    resolve(import.meta.dirname, "../config/_fixtures/security-hardening-guide.txt"),
    "utf8",
  );
  const printed = /```nginx\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";
  return (place) => {
    const swaps: readonly (readonly [string, string])[] = [
      ["listen 443 ", `listen ${place.https} `],
      ["listen 80;", `listen ${place.http};`],
      ["/etc/letsencrypt/live/entobot.yourcompany.com/fullchain.pem", place.chain],
      ["/etc/letsencrypt/live/entobot.yourcompany.com/privkey.pem", place.key],
      ["localhost:18790", `localhost:${upstreams.rest}`],
      ["localhost:18791", `localhost:${upstreams.mobile}`],
      ["localhost:8080", `localhost:${upstreams.web}`],
      ["server_name entobot.yourcompany.com;", `server_name ${serverName};`],
    ];
    return swaps.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`the guide does not say "${from}" any more`);
      return text.replaceAll(from, to);
    }, printed);
  };
}

function mainFile(folder: string, site: string): string {
  const bodies = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => {
    mkdirSync(join(folder, name));
    return `  ${name}_temp_path ${join(folder, name)};`;
  });
  return [
    "daemon off;",
    "master_process off;",
    `pid ${join(folder, "nginx.pid")};`,
    "events { worker_connections 1024; }",
    "http {",
    "  access_log off;",
    ...bodies,
    site,
    "}",
  ].join("\n");
}

const selfSigned = ({ chain, key }: NginxPlace) => [
  ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
  ...["-subj", `/CN=${serverName}`, "-keyout", key, "-out", chain],
];

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => done(true)).once("error", () => done(false));
    socket.once("connect", () => socket.destroy());
  });
}

export function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}
