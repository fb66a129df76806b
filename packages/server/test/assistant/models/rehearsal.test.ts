import type { Status } from "@entobot/contract/health";
import { expect, test } from "vitest";
import { decide } from "../../../src/access/index.ts";
import { createRehearsal } from "../../../src/assistant/index.ts";
import { caller } from "../../_support/assistant.ts";
import { ask, collectEvents } from "../../_support/providers.ts";

const status: Status = {
  ...{ status: "ok", service: "entobot", version: "1.2.3", started_at: "2026-01-01T00:00:00.000Z" },
  database: { kind: "embedded", version: "18.4", record_protection: "append-only by grant and trigger" },
  ...{ connections: 3, turns_running: 1, people: 4, devices: 5, default_model: "builtin/rehearsal" },
  record: { head: "7:abc", last_verified_at: null, last_verified_ok: null },
  notices: [{ level: "info", code: "x", text: "a notice" }],
};
const refused: string[] = [];
const asked: string[] = [];
const model = createRehearsal({
  decide,
  refused: (_call, permission) => refused.push(permission),
  about: {
    status: async () => status,
    devices: async () => [],
    recordHead: async () => {
      asked.push("record");
      return { seq: 7, hash: "abc", head: "7:abc" };
    },
  },
});

async function say(text: string, role: "owner" | "member" | "auditor" = "owner") {
  const events = await collectEvents(model.stream(ask(text, { call: caller(role) })));
  const texts = events.flatMap((event) => (event.type === "text" ? [event.text] : []));
  const calls = events.flatMap((event) => (event.type === "tool_call" ? [event.call] : []));
  return { text: texts.join(""), pieces: texts.length, calls, events };
}

test("it says what it is, and is the same every time", async () => {
  const first = await say("Tell me a story\nabout the sea");
  expect(first.text).toMatch(/not a language model/);
  expect(first.text).toContain("Tell me a story\nabout the sea");
  expect(first.pieces).toBeGreaterThan(3);
  expect(await say("Tell me a story\nabout the sea")).toEqual(first);
  expect(first.events.slice(-2)).toMatchObject([{ type: "usage" }, { type: "end", reason: "stop" }]);
  expect((await say("help")).text).toMatch(/`status`.*`call NAME/s);
});

test("it answers about this server", async () => {
  expect((await say("Status?")).text).toMatch(/\*\*ok\*\* \(version 1\.2\.3/);
  expect((await say("record")).text).toContain("7:abc");
  expect((await say("devices")).text).toBe("No device is paired to you.");
  expect((await say("Who am I?", "member")).text).toMatch(/ada@example\.com.*member/);
});

test("what the person may not know, it does not ask; the refusal is an answer, and recorded", async () => {
  asked.length = 0;
  expect((await say("record", "member")).text).toMatch(/needs the permission `audit\.read`/);
  expect(asked).toEqual([]);
  expect(refused).toEqual(["audit.read"]);
});

test("it can be told to call tools", async () => {
  expect((await say("list files")).calls).toEqual([
    { id: "call_1", name: "list_workspace", input: { path: "." } },
  ]);
  expect((await say('call anything {"a":{"b":1}}')).calls[0]).toMatchObject({
    name: "anything",
    input: { a: { b: 1 } },
  });
  expect((await say("call anything {not json}")).text).toMatch(/not JSON/);
  const call = { id: "c", name: "list_workspace", input: {} };
  const events = await collectEvents(
    model.stream(
      ask("", {
        messages: [
          { role: "assistant", text: "", calls: [call] },
          { role: "tool", call, result: "a.txt", failed: false },
        ],
      }),
    ),
  );
  expect(events.flatMap((event) => (event.type === "text" ? [event.text] : [])).join("")).toContain("a.txt");
});
