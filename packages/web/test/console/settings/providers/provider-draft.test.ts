import type { ProviderView } from "@entobot/contract/settings";
import { expect, test } from "vitest";
import {
  changesOf,
  draftOf,
  emptyDraft,
  nameFault,
  needsKeyAgain,
  testOf,
} from "../../../../src/console/settings/providers/provider-draft.ts";

const acme: ProviderView = {
  ...{ name: "acme", base_url: "https://llm.acme.example/v1", has_key: true, models: ["a", "b"] },
  ...{ origin: "the console", editable: true },
};
const view = {
  known_providers: [{ name: "groq", base_url: "https://api.groq.com/openai/v1", usual_model: null }],
  providers: [acme],
};

test("what the form says of a stored provider changes nothing", () => {
  expect(changesOf(draftOf(acme), acme, view)).toEqual({});
  expect(changesOf({ ...draftOf(acme), models: "\n a\n\nb " }, acme, view)).toEqual({});
});

test.each([
  ["a known one: its key alone", { ...emptyDraft("groq"), key: " k " }, undefined, { api_key: "k" }],
  [
    "one's own",
    { ...emptyDraft("x"), baseUrl: "https://x.example/v1", key: "k", models: "m\nn" },
    undefined,
    { api_base: "https://x.example/v1", api_key: "k", models: ["m", "n"] },
  ],
  ["any model again", { ...draftOf(acme), models: " " }, acme, { models: null }],
  ["another order is another default", { ...draftOf(acme), models: "b\na" }, acme, { models: ["b", "a"] }],
] as const)("what would be stored: %s", (_name, draft, stored, expected) => {
  const named = Object.entries(expected).map(([field, value]) => [`providers.${draft.name}.${field}`, value]);
  expect(changesOf(draft, stored, view)).toEqual(Object.fromEntries(named));
});

test.each([
  ["https://llm.acme.example/v2", "", false],
  ["https://llm.acme.example:8443/v1", "", true],
  ["https://evil.example/v1", "", true],
  ["not an address", "", true],
  ["https://evil.example/v1", "typed", false],
])("the key is asked for again: %s, key “%s”: %s", (baseUrl, key, again) => {
  expect(needsKeyAgain({ ...draftOf(acme), baseUrl, key }, acme)).toBe(again);
});

test("a test asks for what the form changed, and leaves the rest to what is stored", () => {
  expect(testOf(draftOf(acme), acme, " a ")).toEqual({ provider: "acme", model: "a" });
  const draft = { ...draftOf(acme), baseUrl: "https://new.example/v1", key: "k" };
  expect(testOf(draft, acme, "a")).toEqual({
    ...{ provider: "acme", model: "a" },
    ...{ api_key: "k", api_base: "https://new.example/v1" },
  });
});

test.each([
  ["fresh", undefined],
  ["acme", /set up already/],
  ["builtin", /taken/],
  ["Acme", /Small letters/],
  ["a.b", /Small letters/],
  ["", /Small letters/],
])("a new name: %s", (name, fault) => {
  if (fault) expect(nameFault(name, view)).toMatch(fault);
  else expect(nameFault(name, view)).toBeUndefined();
});
