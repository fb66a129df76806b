import { expect, test } from "vitest";
import { changedKeys } from "../../src/config/changed-keys.ts";
import { configure } from "./configure.ts";

test("what changed between two readings, by name, and whether it may change live", () => {
  const before = configure({ gateway: { port: 1 }, providers: { openai: { api_key: "a" } } });
  const after = configure({
    gateway: { port: 2 },
    providers: { openai: { api_key: "b" } },
    web: { port: 8080 },
  });
  expect(changedKeys(before, after)).toEqual([
    { path: "gateway.port", live: false },
    { path: "providers.openai.api_key", live: true },
  ]);
  expect(changedKeys(before, before)).toEqual([]);
});
