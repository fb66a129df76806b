import { auditEvents } from "@entobot/contract/audit-events";
import { expect, test } from "vitest";
import { eventWords } from "../../../src/console/record/event-words.ts";

test("every event has words of its own, and none of them is the raw name", () => {
  for (const name of auditEvents) {
    const words = eventWords(name);
    expect(words, name).toMatch(/^[A-Z][^_]*[^_.]$/);
  }
  expect(new Set(auditEvents.map(eventWords)).size).toBe(auditEvents.length);
});

test("an event that this page does not know goes by its name", () => {
  expect(eventWords("moon_landed" as (typeof auditEvents)[number])).toBe("moon_landed");
});
