import { expect, test } from "vitest";
import type { EventDraft } from "../../src/audit/audit.ts";
import { makeEvent } from "../../src/audit/event.ts";
import { opens } from "../../src/crypto/commitment.ts";
import { systemRandom } from "../../src/crypto/random.ts";
import type { JsonObject } from "../../src/pure/json.ts";
import { personCall, strangerCall } from "../_support/audit.ts";

const tools = { clock: Date.now, random: systemRandom };
const failed = (draft: Partial<EventDraft>) =>
  makeEvent(strangerCall(), { event: "auth_failed", ...draft }, tools);

test("what names a person stands in the event as a commitment only", () => {
  const event = failed({ personal: { email: "eve@example.com", nothing: null } });
  expect(JSON.stringify({ ...event, personal: {} })).not.toMatch(/eve@|203\.0/);
  const details = JSON.parse(event.details) as { email: string; nothing: null };
  const { value, salt } = event.personal["details.email"] ?? { value: "", salt: "" };
  expect(opens(details.email, value, Buffer.from(salt, "base64url"))).toBe(true);
  expect(details.nothing).toBeNull();
});

test("the same value never commits to the same text", () => {
  expect(failed({}).ip).not.toBe(failed({}).ip);
});

test("an actor's values are sealed under the actor's key, a stranger's under the server's", () => {
  const call = personCall();
  const own = makeEvent(call, { event: "auth_succeeded" }, tools);
  expect(own.owner).toBe(own.actor);
  expect(failed({}).owner).toBe("server");
  expect(makeEvent(call, { event: "auth_succeeded", subject: null }, tools).owner).toBe("server");
});

test("long values are cut without halving a character", () => {
  const event = failed({ personal: { user_agent: `${"x".repeat(511)}😀` } });
  expect(event.personal["details.user_agent"]?.value).toBe("x".repeat(511));
});

test("half characters of a stranger are replaced, not refused", () => {
  const event = failed({ details: { reason: "\ud800" }, personal: { email: "a\udfff" } });
  expect(event.details).toContain("\ufffd");
  expect(event.personal["details.email"]?.value).toBe("a\ufffd");
});

const deep = (levels: number): JsonObject => (levels === 0 ? {} : { a: deep(levels - 1) });

test.each<[string, Partial<EventDraft>]>([
  ["details over 8 KB", { details: { text: "x".repeat(9_000) } }],
  ["nesting without end", { details: deep(50) }],
  ["a target that is no id", { target: "two words" }],
  ["a name twice", { details: { email: "x" }, personal: { email: "y" } }],
  ["an odd name", { personal: { "details.email": "y" } }],
])("refuses %s as a mistake of the code", (_, draft) => {
  expect(() => failed(draft)).toThrow(TypeError);
});
