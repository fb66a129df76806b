import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { ask, bearer } from "../_support/doors.ts";
import { TestPhone } from "../_support/doors-phone.ts";
import { addressesOf, type Flood, type FloodOptions, flood, type Tally } from "../_support/flood.ts";
import { product } from "../_support/product.ts";
import { full, sized } from "../_support/size.ts";

// D3: connections cost a stranger nothing. They are bounded and end, and who is known does not notice.

const sockets = sized(500, 5_000);
/** A quarter of them may be strangers'. */
const mostSockets = sized(400, 8_000);
const mostStrangers = mostSockets / 4;
const ofOneAddress = 64;
const server = await product({ config: () => ({ mobile: { max_connections: mostSockets } }) });
await server.start();
const { rest, mobile, web } = server.ports;

const made = await server.command(
  ["claim", "--email", "owner@corp.example", "--password-stdin"],
  "a long passphrase 1",
);
expect(made.exit).toBe(0);
const jwt = await pairedToken();
const phone = await new TestPhone(server.websocket).open();
expect(await phone.ask({ type: "auth", jwt_token: jwt })).toMatchObject({ type: "auth_success" });
afterAll(() => phone.close());

async function pairedToken(): Promise<string> {
  await server.command(["user", "add", "ada@corp.example", "--role", "admin"]);
  const { json } = await server.command(["pair", "--user", "ada@corp.example"]);
  const { session_id, temp_token } = json as Record<string, string>;
  const body = { session_id, temp_token, device_info: "test" };
  const paired = await ask(rest, "/api/v1/auth/pair", { method: "POST", body });
  return String(paired.json["jwt_token"]);
}

const asMember = (path: string) => ask(rest, path, { headers: bearer(jwt) });

let messages = 0;

/** Asked one after the other, each with a write behind it; milliseconds, sorted. */
async function roundTrips(goesOn: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (goesOn() || times.length < 30) {
    const began = performance.now();
    phone.say({ type: "message", content: "who am I", id: `m${++messages}` });
    for (;;) {
      const frame = await phone.next(10_000);
      if (frame.type === "message" && frame["role"] === "assistant") break;
      expect(frame.type).not.toBe("error");
    }
    times.push(performance.now() - began);
  }
  return times.toSorted((a, b) => a - b);
}
const p99 = (sorted: readonly number[]) => sorted[Math.floor(sorted.length * 0.99)] as number;

const calm = p99(await roundTrips(() => false));

/** A flood, and what somebody known has of the server meanwhile. */
async function under(options: Omit<FloodOptions, "perSecond">) {
  const before = server.residentBytes();
  const attack = flood({ ...options, perSecond: sized(1_000, 2_000) });
  let over = false;
  let most = 0;
  let grown = 0;
  const times = roundTrips(() => !over);
  const watching = (async () => {
    while (!over) {
      const { json } = await asMember("/api/v1/status");
      most = Math.max(most, Number(json["connections"]));
      grown = Math.max(grown, server.residentBytes() - before);
      await sleep(50);
    }
  })();
  const tally = await attack.until(options.sockets);
  over = true;
  await watching;
  const p99Under = p99(await times);
  await attack.stop();
  if (full) console.log({ manner: options.manner, calm, p99Under, most, grownMB: grown / 2 ** 20, tally });
  // Two cores serve attacker, server and database: no tighter bound would say something about the server.
  expect(p99Under).toBeLessThan(Math.max(1_000, 20 * calm));
  expect(grown).toBeLessThan(200 * 2 ** 20);
  expect(await phone.ask({ type: "ping" })).toEqual({ type: "pong" });
  return { tally, most };
}

const sum = (tally: Tally, ...ends: string[]) => ends.reduce((all, end) => all + (tally.ends[end] ?? 0), 0);

describe("sockets that prove nobody", () => {
  test("of one address: few are held, the others are refused, and all end with the deadline", async () => {
    const { tally, most } = await under({ port: mobile, sockets, addresses: ["127.0.7.1"], manner: "idle" });
    // Who makes them sees an end a little later than the server.
    expect(tally.mostOpen).toBeLessThanOrEqual(2 * ofOneAddress);
    expect(most).toBeLessThanOrEqual(ofOneAddress + 1);
    expect(sum(tally, "429")).toBeGreaterThan(0);
    expect(sum(tally, "429", "4408")).toBe(sockets);
  }, 120_000);

  test("of many addresses: a quarter of the places, the oldest make room, and somebody new still comes in", async () => {
    const addresses = addressesOf(8, Math.ceil(sockets / 50));
    const running = under({ port: web, sockets, addresses, manner: "idle" });
    await sleep(1_000);
    const late = await new TestPhone(server.websocket).open();
    expect(await late.ask({ type: "auth", jwt_token: jwt })).toMatchObject({ type: "auth_success" });
    late.close();
    const { tally, most } = await running;
    // Besides: the phone, the late one, and who has had a farewell and is not gone yet.
    expect(most).toBeLessThanOrEqual(mostStrangers + 2 + 32);
    expect(sum(tally, "4408")).toBeGreaterThan(0);
    expect(sum(tally, "4408", "4503", "503", "cut")).toBe(sockets);
    expect(sum(tally, "4503", "cut")).toBeGreaterThan(0);
  }, 120_000);

  test("whose first frame is too large are closed at once", async () => {
    const addresses = addressesOf(9, 20);
    const { tally } = await under({ port: mobile, sockets, addresses, manner: "oversized" });
    expect(sum(tally, "1009")).toBeGreaterThan(0);
    expect(sum(tally, "1009", "429", "503", "4503", "cut")).toBe(sockets);
  }, 120_000);

  test("control: a naive server holds every one of them, for as long as they like", async () => {
    const naive = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    await once(naive, "listening");
    const held = new Set<WebSocket>();
    naive.on("connection", (socket) => held.add(socket.on("close", () => held.delete(socket))));
    const { port } = naive.address() as { port: number };
    const attack = flood({ port, sockets, addresses: ["127.0.7.1"], manner: "idle", perSecond: 2_000 });
    await expect.poll(() => held.size, { timeout: 30_000 }).toBe(sockets);
    await sleep(5_500);
    expect(held.size).toBe(sockets);
    await attack.stop();
    await new Promise((resolve) => naive.close(resolve));
  }, 60_000);
});

describe("requests that never end", () => {
  const most = 1_000;
  const tooMany = 200;

  async function answersUnder(attack: Flood, from: string): Promise<void> {
    for (let i = 0; i < 20; i++) {
      expect((await ask(rest, "/api/health", { from })).status).toBe(200);
      await sleep(20);
    }
    await attack.look();
  }

  test("a byte a second, from one address: it has its thousand, the oldest make room, everybody is answered", async () => {
    const addresses = ["127.0.10.1"];
    const attack = flood({
      port: rest,
      sockets: most + tooMany,
      addresses,
      manner: "drip",
      perSecond: 1_000,
    });
    await expect.poll(async () => (await attack.look()).opened, { timeout: 20_000 }).toBe(most + tooMany);
    await answersUnder(attack, "127.0.10.2");
    await answersUnder(attack, "127.0.10.1");
    const { open, ends } = await attack.look();
    expect(open).toBeLessThanOrEqual(most);
    expect(ends["cut"]).toBeGreaterThanOrEqual(tooMany);
    const { ends: all } = await attack.until(most + tooMany);
    expect((all["cut"] ?? 0) + (all["408"] ?? 0)).toBe(most + tooMany);
    expect(all["408"]).toBeGreaterThan(0);
    await attack.stop();
    await told(all["cut"] as number);
  }, 90_000);

  /** In the access log, as far as there is room for it, and in the record to the last one. */
  async function told(crowded: number): Promise<void> {
    const log = () => readFileSync(join(server.home, "logs/access.log"), "utf8");
    await expect.poll(() => log().match(/ rest - "-" too_many_connections /g)?.length).toBeGreaterThan(0);
    await expect
      .poll(async () => {
        const { json } = await asMember("/api/v1/audit?event=request_refused&limit=100");
        const records = json["items"] as { details: { check?: string; count?: number } }[];
        const ours = records.filter(({ details }) => details.check === "connections");
        return ours.reduce((all, { details }) => all + (details.count ?? 1), 0);
      })
      .toBeGreaterThanOrEqual(crowded);
  }

  test("from many addresses, more than there is room for: the oldest make room", async () => {
    const count = sized(500, 6_000);
    const addresses = addressesOf(11, Math.ceil(count / 50));
    const attack = flood({ port: rest, sockets: count, addresses, manner: "drip", perSecond: 2_000 });
    await expect.poll(async () => (await attack.look()).opened, { timeout: 20_000 }).toBe(count);
    await answersUnder(attack, "127.0.12.1");
    expect((await attack.look()).open).toBeLessThanOrEqual(4_096);
    await attack.stop();
  }, 60_000);
});
