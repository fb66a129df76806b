import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { ask, collectEvents, connectionTo, modelsOf, providerPeer, wires } from "../../_support/providers.ts";

const peer = providerPeer();
const long = Array.from({ length: 400 }, (_, i) => `wörd-${i} 🙂\n`).join("");
peer.onMessage("long answer", { content: long, finishReason: "stop" });
peer.on(
  { userMessage: "list", hasToolResult: false },
  { toolCalls: [{ name: "list_workspace", arguments: '{"path":"a/b"}' }], finishReason: "stop" },
);
peer.on({ userMessage: "list", hasToolResult: true }, { content: "two files" });
peer.onMessage("filtered", { content: "", finishReason: "content_filter" });

const names = {
  openai: "openai/gpt-4o",
  anthropic: "anthropic/claude-sonnet-4-5",
  gemini: "gemini/gemini-2.5-flash",
  openrouter: "openrouter/meta-llama/llama-3",
  "openai-compatible": "house/local-model",
} as const;
const model = (wire: keyof typeof names) => modelsOf([connectionTo(wire, peer.url)]).find(names[wire]);

test.each(wires)("%s: every delta arrives, in order and exact, with usage and the end", async (wire) => {
  const events = await collectEvents(model(wire).stream(ask("long answer please")));
  const texts = events.flatMap((event) => (event.type === "text" ? [event.text] : []));
  expect(texts.join("")).toBe(long);
  expect(texts.length).toBeGreaterThan(100);
  expect(events.at(-1)).toEqual({ type: "end", reason: "stop" });
  expect(events.some(({ type }) => type === "usage")).toBe(true);
});

test.each(wires)("%s: a tool is offered, called, and its result read", async (wire) => {
  const tools = [
    {
      name: "list_workspace",
      description: "d",
      parameters: { type: "object", properties: { path: { type: "string" } } },
    },
  ];
  const first = await collectEvents(model(wire).stream(ask("list", { tools })));
  const [called] = first.flatMap((event) => (event.type === "tool_call" ? [event.call] : []));
  expect(called).toMatchObject({ name: "list_workspace", input: { path: "a/b" } });
  if (!called) throw new Error("no call");
  const messages = [
    { role: "user" as const, text: "list" },
    { role: "assistant" as const, text: "", calls: [called] },
    { role: "tool" as const, call: called, result: "a\nb", failed: false },
  ];
  const second = await collectEvents(model(wire).stream(ask("", { tools, messages })));
  expect(second.flatMap((event) => (event.type === "text" ? [event.text] : [])).join("")).toBe("two files");
});

test("the key goes to its own provider, and only there", async () => {
  const seen: { path: string | undefined; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, reply) => {
    seen.push({ path: request.url, headers: request.headers });
    reply.writeHead(500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // As an operator's shell may hold them: nothing is taken from there.
  const inherited = {
    OPENAI_API_KEY: "stray",
    ANTHROPIC_API_KEY: "stray",
    OPENAI_BASE_URL: "http://stray.invalid",
  };
  Object.assign(process.env, inherited);
  try {
    const models = modelsOf(
      wires.map((wire) => connectionTo(wire, `${url}/${wire}`, { headers: () => ({ "x-of": wire }) })),
    );
    for (const wire of wires) {
      await expect(collectEvents(models.find(names[wire]).stream(ask("x")))).rejects.toThrow("overloaded");
    }
  } finally {
    for (const name of Object.keys(inherited)) delete process.env[name];
    await new Promise((resolve) => server.close(resolve));
  }
  for (const { path, headers } of seen) {
    const wire = path?.split("/")[1] as keyof typeof names;
    const keys = ["authorization", "x-api-key", "x-goog-api-key"].flatMap((name) => headers[name] ?? []);
    expect(keys.map((key) => String(key).replace("Bearer ", ""))).toEqual([`key-of-${wire}`]);
    expect(headers["x-of"]).toBe(wire);
    expect(JSON.stringify([path, headers])).not.toContain("stray");
  }
  expect(seen).toHaveLength(wires.length);
});
