import { expect, test } from "vitest";
import { z } from "zod";
import { decide } from "../../src/access/index.ts";
import type { ModelEvent, Tool } from "../../src/assistant/index.ts";
import { decideTool } from "../../src/assistant/tools/gate.ts";
import type { ToolReach } from "../../src/assistant/tools/tool.ts";
import { allMessages, assistantWorld, caller, Listener, scripted } from "../_support/assistant.ts";
import { testDatabase } from "../_support/database.ts";
import { sized } from "../_support/size.ts";

/** E6, E12: an obedient model that does whatever any text tells it to. The gate, not the model, keeps the house. */
const { again, audit } = await assistantWorld(await testDatabase());

const ran: string[] = [];
const toolOf = (name: string, reach: ToolReach): Tool => ({
  name,
  description: name,
  parameters: z.strictObject({ path: z.string().max(100) }),
  permission: "tools.use",
  reach,
  async run(_call, args) {
    ran.push(`${name} ${JSON.stringify(args)}`);
    return `secret result of ${name}`;
  },
});
const harmless = toolOf("look", { reads: ["own_workspace"], writes: [] });
const tools = [
  harmless,
  toolOf("write", { reads: [], writes: ["workspace"] }),
  toolOf("send", { reads: ["own_workspace"], writes: ["outbound"] }),
  toolOf("mail", { reads: ["private"], writes: [] }),
  toolOf("page", { reads: ["outside"], writes: [] }),
  toolOf("policy", { reads: [], writes: ["world"] }),
];

/** Asks for the given calls in its first round, then says what it was told. */
const calling = (calls: readonly { name: string; input: unknown }[]) =>
  scripted(async function* ({ messages }): AsyncGenerator<ModelEvent> {
    const told = messages.flatMap((message) => (message.role === "tool" ? [message.result] : []));
    if (told.length === 0) {
      for (const [i, call] of calls.entries()) yield { type: "tool_call", call: { id: `c${i}`, ...call } };
      yield { type: "end", reason: "tool_calls" };
    } else {
      yield { type: "text", text: told.join("|") };
      yield { type: "end", reason: "stop" };
    }
  });

async function turn(
  calls: readonly { name: string; input: unknown }[],
  role: "member" | "auditor" = "member",
) {
  const assistant = again({ tools, models: calling(calls) });
  const call = caller(role);
  const listener = new Listener();
  const { conversationId } = await assistant.send(call, { content: "go" }, listener);
  await listener.answered();
  const { items } = await audit.search({ about: conversationId, limit: 100 });
  const stored = await allMessages(assistant, call, conversationId);
  return { listener, items, stored, answer: listener.answers[0]?.content ?? "" };
}

test("the allowed call runs, is stored sealed, and recorded without its arguments before the model hears of it", async () => {
  ran.length = 0;
  const { listener, items, stored, answer } = await turn([{ name: "look", input: { path: "private-name" } }]);
  expect(ran).toEqual(['look {"path":"private-name"}']);
  expect(answer).toBe("secret result of look");
  expect(stored.map(({ role }) => role)).toEqual(["user", "tool", "assistant"]);
  expect(stored[1]?.tool).toMatchObject({
    name: "look",
    arguments: { path: "private-name" },
    outcome: "executed",
  });
  expect(listener.entries.map(({ type, seq }) => [type, seq])).toEqual([
    ["tool", 2],
    ["message", 3],
  ]);
  const events = items.map(({ event }) => event).reverse();
  expect(events.slice(-3)).toEqual(["message_received", "tool_called", "message_sent"]);
  expect(JSON.stringify(items)).not.toMatch(/private-name|secret result/);
  const called = items.find(({ event }) => event === "tool_called");
  expect(called?.details).toMatchObject({ tool: "look", arguments_bytes: 23 });
  expect(called?.details["arguments_digest"]).toMatch(/^[0-9a-f]{64}$/);
});

test("what reaches further is denied; unknown tools and wrong arguments too; the model may read why", async () => {
  ran.length = 0;
  const names = [
    "write",
    "send",
    "mail",
    "page",
    "policy",
    "set_role",
    "__proto__",
    "constructor",
    "toString",
    "look\n",
    "LOOK",
  ];
  const wrong = [
    null,
    "x",
    5,
    [],
    {},
    { path: 5 },
    { path: "a", extra: 1 },
    { path: "a".repeat(101) },
    JSON.parse('{"__proto__":{"path":"x"}}'),
  ];
  const calls = [
    ...names.map((name) => ({ name, input: { path: "x" } })),
    ...wrong.map((input) => ({ name: "look", input })),
  ];
  for (let i = 0; i < calls.length; i += 10) {
    const asked = calls.slice(i, i + 10);
    const { items, answer } = await turn(asked);
    expect(answer.split("|").every((text) => text.startsWith("Denied:"))).toBe(true);
    expect(items.filter(({ event }) => event === "tool_denied")).toHaveLength(asked.length);
  }
  expect(ran).toEqual([]);
});

test("without the permission nothing runs, whatever the tool", async () => {
  ran.length = 0;
  const { answer } = await turn([{ name: "look", input: { path: "x" } }], "auditor");
  expect(answer).toMatch(/^Denied: this person has no permission tools.use/);
  expect(ran).toEqual([]);
});

test("control: a gate that believes the tool's name would have run them", () => {
  const naive = (name: string) => !/delete|drop|rm/.test(name);
  expect(tools.filter(({ name }) => naive(name))).toHaveLength(tools.length);
  const may = tools.filter((tool) => decideTool(tool, caller().principal, decide).allow);
  expect(may).toEqual([harmless]);
});

test("a model that never stops calling is stopped", async () => {
  ran.length = 0;
  const assistant = again({
    tools,
    limits: { toolRounds: sized(3, 20) },
    models: scripted(async function* ({ messages }): AsyncGenerator<ModelEvent> {
      yield { type: "tool_call", call: { id: `c${messages.length}`, name: "look", input: { path: "x" } } };
      yield { type: "end", reason: "tool_calls" };
    }),
  });
  const listener = new Listener();
  await assistant.send(caller(), { content: "go" }, listener);
  await listener.answered();
  expect(ran).toHaveLength(sized(3, 20));
  expect(listener.answers[0]?.content).toMatch(/used up the tool calls/);
});

test("a flood of calls in one step is refused before any runs", async () => {
  ran.length = 0;
  const { listener } = await turn(
    Array.from({ length: 100 }, () => ({ name: "look", input: { path: "x" } })),
  );
  expect(listener.answers[0]?.error).toBe("provider_unavailable");
  expect(ran).toEqual([]);
});
