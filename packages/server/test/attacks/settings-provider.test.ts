import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askOnce } from "../../src/assistant/index.ts";
import { createFetch } from "../../src/net/create-fetch.ts";
import { sql } from "../../src/store/queryable.ts";
import { caller } from "../_support/assistant.ts";
import { personCall } from "../_support/audit.ts";
import { testDatabase } from "../_support/database.ts";
import { openRealDoors, type RealPerson } from "../_support/doors-real.ts";
import { testKeyRing } from "../_support/key-ring.ts";
import { connectionTo } from "../_support/providers.ts";
import { settingsWorld } from "../_support/settings.ts";
import { configure } from "../config/configure.ts";

/** A provider set up in the console: no way into the company's network, no key to another address, no secret out. F1, F2, A4. */
const connections: string[] = [];
const inside = createServer((request, reply) => {
  connections.push(request.headers.authorization ?? "");
  reply.end("{}");
});
await new Promise<void>((done) => inside.listen(0, "127.0.0.1", done));
afterAll(() => new Promise((done) => inside.close(done)));
const { port } = inside.address() as AddressInfo;

const doors = await openRealDoors({
  providers: { house: { api_base: `http://127.0.0.1:${port}/v1`, api_key: "sk-operators-own-3b1" } },
});
let owner: RealPerson;
beforeAll(async () => {
  owner = await doors.person("owner");
});
const version = async () => Number((await owner.ask("/api/v1/settings")).json["version"]);
const change = async (who: RealPerson, changes: object, more: object = {}) =>
  who.ask("/api/v1/settings", { method: "PATCH", body: { version: await version(), changes, ...more } });
const tryOut = (who: RealPerson, body: object) =>
  who.ask("/api/v1/settings/providers/test", { method: "POST", body: { model: "m", ...body } });
const secret = "sk-canary-77fd01c3a2";
const acme = {
  "providers.acme.api_base": "https://llm.acme.example/v1",
  "providers.acme.api_key": secret,
};

/** Spellings of this machine, the private networks, link-local and the clouds' metadata services. */
const insideUrls = [
  `http://127.0.0.1:${port}/v1`,
  `https://127.0.0.1:${port}/v1`,
  `https://127.1:${port}/v1`,
  `https://0x7f000001:${port}/v1`,
  `https://2130706433:${port}/v1`,
  `https://017700000001:${port}/v1`,
  `https://0.0.0.0:${port}/v1`,
  `https://[::1]:${port}/v1`,
  `https://[::]:${port}/v1`,
  `https://[::ffff:127.0.0.1]:${port}/v1`,
  `https://[::ffff:7f00:1]:${port}/v1`,
  `https://[64:ff9b::7f00:1]:${port}/v1`,
  `https://[2002:7f00:1::]:${port}/v1`,
  `https://localhost:${port}/v1`,
  `https://LOCALHOST.:${port}/v1`,
  `https://a.localhost:${port}/v1`,
  "https://10.0.0.5/v1",
  "https://172.16.0.9/v1",
  "https://192.168.1.1/v1",
  "https://100.64.0.1/v1",
  "https://100.100.100.200/latest",
  "https://169.254.169.254/latest/meta-data",
  "http://169.254.169.254/latest/meta-data",
  "https://[fe80::1]/v1",
  "https://[fd00:ec2::254]/latest",
  "https://metadata.google.internal/v1",
  "https://intranet/v1",
  "https://nas.local/v1",
  "https://user:pass@llm.acme.example/v1",
  "https://llm.acme.example/v1?to=http://127.0.0.1",
  "file:///etc/passwd",
  "gopher://127.0.0.1:6379/_",
];

describe("an address inside, stored or only tried", () => {
  test.each(insideUrls)("%s", async (api_base) => {
    connections.length = 0;
    const tried = await tryOut(owner, { provider: "acme", api_base, api_key: secret });
    const stored = await change(owner, { ...acme, "providers.acme.api_base": api_base });
    for (const { status, json } of [tried, stored]) {
      expect([status, json["issues"]]).toMatchObject([400, [{ path: "providers.acme.api_base" }]]);
    }
    expect(connections).toEqual([]);
  });

  test("control: the listener that must not be reached is one that a plain fetch reaches", async () => {
    connections.length = 0;
    await fetch(`http://127.0.0.1:${port}/v1`);
    expect(connections).toHaveLength(1);
  });

  test("a name that points outside when it is judged and inside when it is connected to", async () => {
    connections.length = 0;
    let asked = 0;
    const resolve: NonNullable<Parameters<typeof createFetch>[0]["resolve"]> = (_host, done) => {
      asked++;
      done(null, [{ address: asked % 2 === 1 ? "127.0.0.1" : "203.0.113.7", family: 4 }]);
    };
    const bounds = { maxResponseBytes: 10_000, connectTimeoutMs: 300, resolve };
    const open = createFetch({ ...bounds, allowPrivate: false });
    const own = createFetch({ ...bounds, allowPrivate: true });
    const connection = connectionTo("openai-compatible", `https://rebind.acme.example:${port}`, {
      privateAddress: false,
    });
    const ask = { call: caller(), question: "hello" };
    const result = await askOnce(connection, "m", open.fetch, ask);
    expect(result).toMatchObject({ fault: "not_allowed", answer: "" });
    expect(asked).toBe(1);
    // Control: the guard for what the operator named goes there.
    asked = 0;
    const plain = connectionTo("openai-compatible", `http://rebind.acme.example:${port}`);
    await askOnce(plain, "m", own.fetch, ask);
    expect(connections).toEqual(["Bearer key-of-openai-compatible"]);
    await Promise.all([open.close(), own.close()]);
  });
});

describe("a key goes to the address that it was entered for", () => {
  beforeAll(async () => {
    expect((await change(owner, acme)).status).toBe(200);
  });

  test.each([
    ["by a change", () => change(owner, { "providers.acme.api_base": "https://evil.example/v1" })],
    ["by a test", () => tryOut(owner, { provider: "acme", api_base: "https://evil.example/v1" })],
    [
      "by a change that goes on to the default",
      () =>
        change(owner, {
          "providers.acme.api_base": "https://evil.example",
          "agents.defaults.model": "acme/m",
        }),
    ],
  ])("%s", async (_name, attempt) => {
    const { status, json } = await attempt();
    expect(status).toBe(400);
    expect(json["issues"]).toMatchObject([
      { path: "providers.acme.api_key", message: expect.stringMatching(/entered again/) },
    ]);
  });

  test.each([
    ["another address for the operator's key", { "providers.house.api_base": "https://evil.example/v1" }],
    ["another key", { "providers.house.api_key": secret }],
  ])("what the operator set up stays: %s", async (_name, changes) => {
    const [path] = Object.keys(changes);
    const { status, json } = await change(owner, changes);
    expect([status, json["issues"]]).toMatchObject([400, [{ path }]]);
    const draft =
      "providers.house.api_base" in changes ? { api_base: "https://evil.example" } : { api_key: secret };
    expect((await tryOut(owner, { provider: "house", ...draft })).status).toBe(400);
  });

  test("moved in the database, by somebody who may write there, it does not open at all", async () => {
    const { database } = doors.server.house;
    const [row] = await database.query<{ version: number }>(sql`select version from stored_settings`);
    await database.query(sql`update stored_settings set version = version + 1`);
    await doors.server.house.storedSettings.refresh().catch(() => {});
    const { status } = await tryOut(owner, { provider: "acme", api_base: "https://evil.example/v1" });
    expect(status).toBe(400);
    await database.query(sql`update stored_settings set version = ${row?.version}`);
    await doors.server.house.storedSettings.refresh();
  });
});

describe("who may", () => {
  test.each(["member", "auditor"] as const)("a %s changes and tries nothing", async (role) => {
    const who = await doors.person(role);
    for (const ask of who.ways) {
      const body = { version: await version(), changes: { "agents.defaults.max_tokens": 1 } };
      expect((await ask("/api/v1/settings", { method: "PATCH", body })).status).toBe(403);
      const dry = { ...body, dry_run: true };
      expect((await ask("/api/v1/settings", { method: "PATCH", body: dry })).status).toBe(403);
      const test_ = { provider: "house", model: "m" };
      expect((await ask("/api/v1/settings/providers/test", { method: "POST", body: test_ })).status).toBe(
        403,
      );
      expect((await ask("/api/v1/settings")).status).toBe(role === "auditor" ? 200 : 403);
    }
  });
});

test("no secret of a provider in an answer, the record, the logs or the database", async () => {
  const admin = await doors.person("admin");
  expect((await change(admin, { "providers.acme.api_key": secret })).status).toBe(200);
  const texts: string[] = [];
  for (const path of ["settings", "status", "audit?limit=100", "models", "audit/export"]) {
    texts.push((await admin.ask(`/api/v1/${path}`)).text);
  }
  texts.push((await tryOut(admin, { provider: "acme", api_key: `${secret} x` })).text);
  texts.push((await change(admin, { "providers.acme.api_key": `${secret} x` })).text);
  texts.push((await change(admin, { "agents.defaults.model": secret })).text);
  texts.push((await tryOut(admin, { provider: "house", model: "m" })).text);
  for (const file of ["audit.log", "access.log"])
    texts.push(readFileSync(join(doors.home, "logs", file), "utf8"));
  expect(texts.every((text) => text.length > 20)).toBe(true);
  const rows = await doors.server.house.database.query<{ line: string }>(
    sql`select t::text as line from stored_settings t union all select t::text from audit_events t
        union all select t::text from idempotency t`,
  );
  const binary = rows.flatMap(({ line }) =>
    [...line.matchAll(/\\+x([0-9a-f]+)/g)].map(([, hex]) =>
      Buffer.from(hex as string, "hex").toString("latin1"),
    ),
  );
  const everything = [...texts, ...rows.map(({ line }) => line), ...binary].join("\n");
  for (const text of [secret, "sk-operators-own-3b1"]) {
    expect(everything).not.toContain(text);
    expect(everything).not.toContain(Buffer.from(text).toString("base64").slice(0, -4));
    expect(everything).not.toContain([...text].toReversed().join(""));
  }
  // The same look finds what is there in the clear.
  expect(everything).toContain("providers.acme.api_key");
});

const database = (await testDatabase()).open();
describe("names of the inside, tried one after the other", () => {
  const faults = ["unreachable", "not_allowed"] as const;

  /** What the console is told when the question to a provider ends so; and what stands in the record. */
  async function told(fault: (typeof faults)[number], byOperator: boolean) {
    const { settings, audit } = await settingsWorld(
      database,
      testKeyRing(database),
      configure(byOperator ? { providers: { acme: { api_base: "https://llm.acme.example/v1" } } } : {}),
      async () => ({ model: "m", answer: "", fault, latencyMs: fault === "unreachable" ? 40 : 3 }),
    );
    const draft = byOperator ? {} : { api_base: "https://build.corp.example/v1", api_key: secret };
    const began = performance.now();
    const answer = await settings.testProvider(personCall(), { provider: "acme", model: "m", ...draft });
    const took = performance.now() - began;
    const { items } = await audit.search({ event: "provider_tested", limit: 1 });
    return { answer, took, reason: items[0]?.details["reason"] };
  }

  test("unknown and inside are answered alike, in words, in time and in the record, which the same person may read", async () => {
    const [unknown, inside] = [await told("unreachable", false), await told("not_allowed", false)];
    expect(inside.answer).toEqual(unknown.answer);
    for (const { took } of [unknown, inside]) expect(took).toBeGreaterThan(1_400);
    expect([unknown.reason, inside.reason]).toEqual(["unreachable", "unreachable"]);
  });

  test("control: of an address that the operator named both are told, and would be of this one", async () => {
    const [unknown, inside] = [await told("unreachable", true), await told("not_allowed", true)];
    expect(inside.answer.message).not.toBe(unknown.answer.message);
    expect(inside.answer.fault).not.toBe(unknown.answer.fault);
    expect([unknown.reason, inside.reason]).toEqual([...faults]);
  });
});
