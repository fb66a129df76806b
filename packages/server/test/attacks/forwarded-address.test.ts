import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRealDoors, type RealDoors } from "../_support/doors-real.ts";
import { claimed, type Forgery, forgeries } from "../_support/forged-headers.ts";
import { guideSite, type NginxPlace, serverName, startNginx } from "../_support/nginx.ts";
import { testWith } from "../_support/peers.ts";
import { type RawAnswer, send } from "../_support/raw-request.ts";
import { full } from "../_support/size.ts";

const attacker = "127.0.0.2";
const proxy = "127.0.0.1";
const network = { public_url: `https://${serverName}`, trusted_proxies: [proxy, "::1"] };
const onlyClaimed = { network, enterprise: { ip_whitelist: claimed.networks } };
const onlyAttacker = { network, enterprise: { ip_whitelist: [attacker] } };

/** A way in: where it leads, and whose address the server sees there. */
interface Way {
  readonly name: string;
  readonly path: (mark: string) => string;
  readonly socket: boolean;
  readonly tls: boolean;
  readonly port: (doors: RealDoors, nginx: NginxPlace) => number;
  readonly seen: string;
}

const way = (name: string, more: Partial<Way>): Way => ({
  ...{ name, path: (mark) => `/api/${mark}`, socket: false, tls: false, seen: attacker },
  port: ({ server }) => server.ports.rest,
  ...more,
});
const guided = { tls: true, port: (_: RealDoors, nginx: NginxPlace) => nginx.https };
const ways: readonly Way[] = [
  way("REST, direct", {}),
  way("mobile, direct", { socket: true, port: ({ server }) => server.ports.mobile }),
  way("web pages, direct", { path: (mark) => `/${mark}`, port: ({ server }) => server.ports.web }),
  way("web API, direct", { port: ({ server }) => server.ports.web }),
  way("nginx /api/", guided),
  way("nginx /ws", { ...guided, path: (mark) => `/ws/${mark}`, socket: true }),
  way("nginx /", { ...guided, path: (mark) => `/${mark}`, seen: proxy }),
];

interface Try {
  readonly way: Way;
  readonly forgery: Forgery;
  readonly path: string;
  readonly answer: RawAnswer;
}

const every = full ? 1 : 9;
const chosen = forgeries.filter((_, index) => index % every === 0);
let doors: RealDoors;
let nginx: NginxPlace;

async function attempt(round: string, through: readonly Way[] = ways): Promise<readonly Try[]> {
  const asked = through.flatMap((way, w) =>
    chosen.map((forgery, f) => ({ way, forgery, path: way.path(`${round}-${w}-${f}`) })),
  );
  const tries: Try[] = [];
  const worker = async () => {
    for (let next = asked.pop(); next; next = asked.pop()) {
      const { way, forgery, path } = next;
      const { tls, socket } = way;
      const port = way.port(doors, nginx);
      const answer = await send({ port, path, tls, socket, from: attacker, headers: forgery.headers });
      tries.push({ ...next, answer });
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return tries;
}

/** nginx itself refuses what it cannot read; then nothing reached us. */
const refusedByNginx = ({ answer }: Try) =>
  answer.status === 400 && answer.server.startsWith("nginx") && !answer.text.startsWith("{");

/** Path → address, of every line that access.log has for one of the tries. */
async function loggedAddresses(tries: readonly Try[]): Promise<ReadonlyMap<string, string>> {
  const wanted = tries.filter((one) => !refusedByNginx(one)).map(({ path }) => path);
  for (let waited = 0; ; waited += 100) {
    const lines = readFileSync(join(doors.home, "logs", "access.log"), "utf8").split("\n");
    const found = new Map(
      lines.map((line) => line.split(" ")).map((p) => [p[4]?.slice(1, -1) ?? "", p[1] ?? ""]),
    );
    if (waited > 10_000 || wanted.every((path) => found.has(path))) return found;
    await sleep(100);
  }
}

function expectRightAddresses(tries: readonly Try[], logged: ReadonlyMap<string, string>): void {
  const reached = tries.filter((one) => !refusedByNginx(one));
  expect(reached.length).toBeGreaterThan(tries.length * 0.9);
  expect(reached.map(({ path, way, forgery }) => [way.name, forgery.label, logged.get(path)])).toEqual(
    reached.map(({ way, forgery }) => [way.name, forgery.label, way.seen]),
  );
}

const withNginx = testWith("nginx");
const ready = withNginx === test;

beforeAll(async () => {
  if (!ready) return;
  doors = await openRealDoors(onlyClaimed);
  nginx = await startNginx(guideSite(doors.server.ports));
});

describe("figure C1: a client cannot say who it is", () => {
  withNginx("there are enough ways to try", () => {
    expect(forgeries.length * ways.length).toBeGreaterThan(500);
  });

  withNginx(
    "0 pass an allow-list that admits only the address they claim",
    async () => {
      const tries = await attempt("claimed");
      const passed = tries.filter((one) => one.answer.status !== 403 && !refusedByNginx(one));
      expect(passed.map(({ way, forgery, answer }) => [way.name, forgery.label, answer.status])).toEqual([]);
      expectRightAddresses(tries, await loggedAddresses(tries));
    },
    300_000,
  );

  withNginx(
    "where the attacker may come in, no header makes another address of theirs",
    async () => {
      await doors.reload(onlyAttacker);
      const tries = await attempt("attacker");
      const admitted: Readonly<Record<string, number>> = {
        "nginx /api/": 401,
        "nginx /ws": 101,
        // Its client cannot be told from any other there: closed while there is a list.
        "nginx /": 403,
        "REST, direct": 401,
        "web API, direct": 401,
        "mobile, direct": 101,
        "web pages, direct": 200,
      };
      const status = ({ way, forgery }: Try) =>
        way.tls || !forgery.read ? admitted[way.name] : 403; /* a proxy that nobody has named */
      const reached = tries.filter((one) => !refusedByNginx(one));
      expect(reached.map(({ way, forgery, answer }) => [way.name, forgery.label, answer.status])).toEqual(
        reached.map((one) => [one.way.name, one.forgery.label, status(one)]),
      );
      expectRightAddresses(tries, await loggedAddresses(tries));
    },
    300_000,
  );

  withNginx("an honest client through the proxy is judged by its own address", async () => {
    const through = (from: string, path: string, socket = false) =>
      send({ port: nginx.https, path, tls: true, socket, from, headers: {} });
    await doors.reload(onlyAttacker);
    expect((await through(attacker, "/api/health")).status).toBe(200);
    expect((await through(attacker, "/ws", true)).status).toBe(101);
    expect((await through("127.0.0.3", "/api/health")).status).toBe(403);
    expect((await through("127.0.0.3", "/ws", true)).status).toBe(403);
    const page = await through(attacker, "/");
    expect(page.status).toBe(403);
    expect(page.text).toContain("web.trust_forwarded");
  });

  withNginx("a proxy that connects from an address nobody named is told which key to set", async () => {
    await doors.reload({ network: { ...network, trusted_proxies: ["::1"] } });
    const answer = await send({
      ...{ port: nginx.https, path: "/api/health", tls: true, from: attacker, headers: {} },
    });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain("127.0.0.1, which is not in network.trusted_proxies");
  });
});

describe("the control: a guard that believes the left-most X-Forwarded-For, else X-Real-IP", () => {
  const naive = createServer((request, response) => {
    response.statusCode = admits(request) ? 200 : 403;
    response.end();
  });
  naive.on("upgrade", (request: IncomingMessage, socket) => {
    socket.end(`HTTP/1.1 ${admits(request) ? 200 : 403} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
  });
  afterAll(() => void naive.close());

  function admits({ headers, socket }: IncomingMessage): boolean {
    const said = String(headers["x-forwarded-for"] ?? headers["x-real-ip"] ?? socket.remoteAddress);
    return said.split(",")[0]?.trim().startsWith("10.") === true;
  }

  withNginx(
    "is passed by the same inputs, in every place",
    async () => {
      await new Promise<void>((done) => naive.listen(0, "127.0.0.1", done));
      const { port } = naive.address() as { port: number };
      const saved = { doors, nginx };
      nginx = await startNginx(guideSite({ rest: port, mobile: port, web: port }));
      const broken = ways.map((one) => ({ ...one, ...(one.tls ? {} : { port: () => port }) }));
      const tries = await attempt("naive", broken);
      nginx = saved.nginx;
      for (const { name } of ways) {
        const passed = tries.filter(({ way, answer }) => way.name === name && answer.status === 200);
        expect([name, passed.length > 0]).toEqual([name, true]);
      }
    },
    300_000,
  );
});
