import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { LLMock } from "@copilotkit/aimock";
import type { ProviderTested } from "@entobot/contract/settings";
import { afterAll, beforeAll, expect, test } from "vitest";
import { personCall } from "../../_support/audit.ts";
import { testDatabase } from "../../_support/database.ts";
import { openRealDoors, type RealPerson } from "../../_support/doors-real.ts";
import { testKeyRing } from "../../_support/key-ring.ts";
import { settingsWorld } from "../../_support/settings.ts";
import { configure } from "../../config/configure.ts";

// A provider that says things in refusing which nobody must see.
const canary = "sk-canary-c41e";
const peer = new LLMock({ port: 0, logLevel: "silent" });
await peer.start();
afterAll(() => peer.stop());
peer.onMessage("Say hello", { content: "Hello from the house." });
const talkative = createServer((_request, reply) => {
  reply.writeHead(404, { "content-type": "text/html" }).end(`<h1>${canary}</h1>`);
});
const odd = createServer((_request, reply) => reply.writeHead(200).end("<html>a page</html>"));
for (const server of [talkative, odd]) {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  afterAll(() => new Promise((done) => server.close(done)));
}
const at = (server: typeof odd) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;

const doors = await openRealDoors({
  providers: {
    house: { api_base: `${peer.url}/v1`, models: ["small"] },
    down: { api_base: "http://127.0.0.1:9/v1" },
    talkative: { api_base: at(talkative) },
    odd: { api_base: at(odd) },
  },
});
let owner: RealPerson;
beforeAll(async () => {
  owner = await doors.person("owner");
});

async function tried(provider: string, model = "small"): Promise<ProviderTested> {
  const body = { provider, model };
  const { json, text } = await owner.ask("/api/v1/settings/providers/test", { method: "POST", body });
  expect(text).not.toContain(canary);
  return json as unknown as ProviderTested;
}

test("an answer, how long it took, and an entry in the record", async () => {
  const result = await tried("house", "small");
  expect(result).toMatchObject({
    ok: true,
    model: "house/small",
    answer: "Hello from the house.",
    fault: null,
  });
  expect(result.latency_ms).toBeGreaterThanOrEqual(0);
  const { json } = await owner.ask("/api/v1/audit?event=provider_tested&limit=1");
  expect(json["items"]).toMatchObject([
    { outcome: "success", actor: owner.id, details: { provider: "house", reason: null } },
  ]);
  const [asked] = peer.getRequests();
  expect(JSON.stringify(asked?.body)).not.toMatch(/person-|usr_|@/);
});

test.each([
  ["credential", () => peer.nextRequestError(401, { message: canary }), "house", /does not accept this key/],
  ["rate_limited", () => peer.nextRequestError(429, { message: canary }), "house", /limits how much/],
  ["unreachable", () => {}, "down", /Nothing answers/],
  ["unknown_model", () => {}, "talkative", /does not know this model/],
  ["malformed", () => {}, "odd", /not as a model does/],
] as const)("%s in plain words, without what the provider said", async (fault, prepare, provider, words) => {
  prepare();
  expect(await tried(provider)).toMatchObject({
    ...{ ok: false, answer: null, fault },
    message: expect.stringMatching(words),
  });
  const { json } = await owner.ask("/api/v1/audit?event=provider_tested&limit=1");
  expect(json["items"]).toMatchObject([{ outcome: "failure", details: { provider, reason: fault } }]);
});

test("a known provider comes with a model to try, where there is a usual one", async () => {
  const { json } = await owner.ask("/api/v1/settings");
  expect(json["known_providers"]).toEqual(
    expect.arrayContaining([
      { name: "openrouter", base_url: "https://openrouter.ai/api/v1", usual_model: "openrouter/auto" },
      { name: "groq", base_url: "https://api.groq.com/openai/v1", usual_model: null },
    ]),
  );
});

test("a provider that nobody set up", async () => {
  const body = { provider: "nobody", model: "m" };
  const { status, json } = await owner.ask("/api/v1/settings/providers/test", { method: "POST", body });
  expect([status, json["issues"]]).toMatchObject([400, [{ path: "provider" }]]);
});

test("two at once, and no more", async () => {
  const database = (await testDatabase()).open();
  const held = Promise.withResolvers<void>();
  const read = configure({ providers: { house: { api_base: "http://127.0.0.1:1/v1" } } });
  const { settings } = await settingsWorld(database, testKeyRing(database), read, async () => {
    await held.promise;
    return { model: "house/m", answer: "hi", fault: null, latencyMs: 1 };
  });
  const ask = () => settings.testProvider(personCall(), { provider: "house", model: "m" });
  const two = [ask(), ask()];
  await expect(ask()).rejects.toMatchObject({ code: "busy" });
  held.resolve();
  expect(await Promise.all(two)).toHaveLength(2);
  expect((await ask()).ok).toBe(true);
});
