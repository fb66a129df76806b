import { expect, test } from "vitest";
import { bodyText, genesis, linksAfter } from "../../src/audit/chain.ts";
import { makeEvent } from "../../src/audit/event.ts";
import { toRecord } from "../../src/audit/record.ts";
import { canonicalJson } from "../../src/crypto/canonical-json.ts";
import { sha256Hex } from "../../src/crypto/hash.ts";
import { systemRandom } from "../../src/crypto/random.ts";
import type { JsonObject } from "../../src/pure/json.ts";
import { personCall, strangerCall } from "../_support/audit.ts";

const tools = { clock: () => 1_767_322_245_678, random: systemRandom };
const events = [
  makeEvent(
    strangerCall(),
    { event: "auth_failed", outcome: "failure", details: { b: '"\u2028', a: [1e21] } },
    tools,
  ),
  makeEvent(personCall(), { event: "config_changed", personal: { name: "Zoë\n" } }, tools),
  makeEvent(strangerCall(null), { event: "server_started", target: "x", details: {} }, tools),
];

test("the hashed bytes are the canonical JSON of the record's body", () => {
  const links = linksAfter(genesis, events);
  for (const [i, event] of events.entries()) {
    const link = links[i];
    if (!link) throw new Error("no link");
    const { hash, personal: _, ...body } = toRecord(event, link, event.personal);
    expect(bodyText(event, link.seq, link.prev)).toBe(canonicalJson(body as unknown as JsonObject));
    expect(hash).toBe(sha256Hex(canonicalJson(body as unknown as JsonObject)));
  }
  expect(links.map((link) => link.seq)).toEqual([1, 2, 3]);
  expect(links[0]?.prev).toBe("0".repeat(64));
  expect(links[2]?.prev).toBe(links[1]?.hash);
});
