import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { allMessages, assistantWorld, caller, Listener } from "../_support/assistant.ts";
import { testDatabase } from "../_support/database.ts";
import { connectionTo, modelsOf, providerPeer } from "../_support/providers.ts";

/** A provider that is overloaded, slow, broken, hostile or talkative about secrets. E12, A4. */
const world = await assistantWorld(await testDatabase());
const peer = providerPeer();
const canary = "sk-canary-1f8d2";
peer.onMessage("fine", { content: "fine" });
peer.onMessage("cut", { content: "x".repeat(500) }, { truncateAfterChunks: 5 });
for (const status of [400, 401, 403, 404, 413, 500, 503, 529]) {
  peer.onMessage(`status ${status};`, { error: { message: `${canary} is wrong` }, status });
}
peer.onMessage("slow down", { error: { message: canary }, status: 429, retryAfter: 600 });

async function turn(url: string, content: string, limits = {}, maxResponseBytes = 10_000_000) {
  const models = modelsOf([connectionTo("openai", url)], "openai/gpt-4o", maxResponseBytes);
  const assistant = world.again({ models, limits });
  const call = caller();
  const listener = new Listener();
  const { conversationId } = await assistant.send(call, { content }, listener);
  await listener.answered();
  const stored = await allMessages(assistant, call, conversationId);
  const { items } = await world.audit.search({ about: conversationId, limit: 50 });
  return { answer: listener.answers[0], everything: JSON.stringify([listener.frames, stored, items]), items };
}

test.each([
  [400, "provider_refused"],
  [401, "provider_refused"],
  [403, "provider_refused"],
  [404, "provider_refused"],
  [413, "provider_refused"],
  [500, "provider_unavailable"],
  [503, "provider_unavailable"],
  [529, "provider_unavailable"],
])("status %i is %s in plain words; nothing of what the provider said gets out", async (status, code) => {
  peer.clearRequests();
  const { answer, everything } = await turn(peer.url, `status ${status};`);
  expect(answer?.error).toBe(code);
  expect(answer?.content).toMatch(/provider/);
  expect(everything).not.toMatch(/canary|key-of/);
  expect(peer.getRequests()).toHaveLength(status >= 500 ? 4 : 1);
});

test("429 that asks for ten minutes is told at once, not waited for", async () => {
  peer.clearRequests();
  const { answer, items } = await turn(peer.url, "slow down");
  expect(answer?.error).toBe("provider_unavailable");
  expect(items[0]?.details["reason"]).toBe("rate_limited");
  expect(peer.getRequests()).toHaveLength(1);
});

test("429 with a short Retry-After is waited for and then answered", async () => {
  peer.nextRequestError(429, { message: "wait" });
  const { answer } = await turn(peer.url, "fine");
  expect(answer).toMatchObject({ content: "fine", error: null });
});

test("a stream that is cut is a failure, never half an answer taken for a whole one", async () => {
  const { answer } = await turn(peer.url, "cut");
  expect(answer?.error).toBe("provider_unavailable");
});

test("nobody listening there", async () => {
  const { answer } = await turn("http://127.0.0.1:9", "x");
  expect(answer?.error).toBe("provider_unavailable");
});

const sse = (data: string) => `data: ${data}\n\n`;
const chunk = (content: string) => sse(JSON.stringify({ choices: [{ index: 0, delta: { content } }] }));

const hostile: [string, RequestListener, string][] = [
  ["not JSON in the stream", (_, reply) => void reply.end(sse("{{{{")), "provider_unavailable"],
  [
    "an array where an object should be",
    (_, reply) => void reply.end(sse("[1,2,3]")),
    "provider_unavailable",
  ],
  ["nothing at all", (_, reply) => void reply.end(), "provider_unavailable"],
  ["binary rubbish", (_, reply) => void reply.end(Buffer.alloc(5000, 0xfe)), "provider_unavailable"],
  [
    "an error inside the stream",
    (_, reply) => void reply.end(sse(`{"error":{"message":"${canary}"}}`)),
    "provider_unavailable",
  ],
  [
    "the socket destroyed",
    (_, reply) => void reply.write(chunk("a"), () => reply.destroy()),
    "provider_unavailable",
  ],
  [
    "more than the bound of bytes",
    (_, reply) => {
      const more = () => {
        while (!reply.destroyed && reply.write(chunk("y".repeat(1000))));
      };
      reply.on("drain", more).on("error", () => {});
      more();
    },
    "provider_unavailable",
  ],
  ["silence after the first word", (_, reply) => void reply.write(chunk("a")), "provider_unavailable"],
  ["no answer ever", () => {}, "provider_unavailable"],
];

test.each(hostile)("%s", async (_name, listener, code) => {
  const server = createServer((request, reply) => {
    request.resume();
    reply.setHeader("content-type", "text/event-stream");
    listener(request, reply);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const { answer, everything } = await turn(url, "x", { silenceMs: 300, turnMs: 5_000 }, 200_000);
    expect(answer?.error).toBe(code);
    expect(everything).not.toMatch(/canary|key-of/);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const elsewhere = createServer((request, reply) => {
  asked.push(JSON.stringify(request.headers));
  reply.end("{}");
});
const asked: string[] = [];
await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
afterAll(() => new Promise((resolve) => elsewhere.close(resolve)));

test("a redirect is not followed: no key travels to another origin", async () => {
  const target = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
  const server = createServer((_, reply) => {
    reply.writeHead(307, { location: target }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const { answer } = await turn(url, "x");
    expect(answer?.error).toBe("provider_unavailable");
    expect(asked).toEqual([]);
    // Control: a plain fetch follows, and the other origin is asked.
    await fetch(url, { method: "POST", headers: { "x-api-key": canary }, body: "x" });
    expect(asked.join()).toContain(canary);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});
