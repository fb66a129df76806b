import { describe, expect, test } from "vitest";
import { LiveConfiguration } from "../../../src/compose/live-configuration.ts";
import { type Changes, judgeChange } from "../../../src/operations/settings/judge-change.ts";
import { configure } from "../../config/configure.ts";

const live = new LiveConfiguration(configure({}));
const acme = { "providers.acme.api_base": "https://llm.acme.example/v1", "providers.acme.api_key": "k-1" };
const judge = (stored: Changes, changes: Changes) => judgeChange(live, stored, changes, () => []);
const paths = (stored: Changes, changes: Changes) => judge(stored, changes).issues.map(({ path }) => path);

describe("a stored key never goes to another address", () => {
  test.each([
    ["another host", "https://evil.example/v1"],
    ["another port", "https://llm.acme.example:8443/v1"],
    ["a host below", "https://llm.acme.example.evil.example/v1"],
    ["a look-alike", "https://llm.acme.example@evil.example/v1"],
    ["nothing", null],
  ])("%s", (_name, api_base) => {
    expect(paths(acme, { "providers.acme.api_base": api_base })).toContain("providers.acme.api_key");
  });

  test("another folder of the same origin keeps it, however the origin is spelt", () => {
    expect(paths(acme, { "providers.acme.api_base": "https://LLM.acme.example:443/v2" })).toEqual([]);
  });

  test("entered again, it goes to the new one; the old one is gone", () => {
    const moved = { "providers.acme.api_base": "https://new.acme.example", "providers.acme.api_key": "k-2" };
    expect(judge(acme, moved)).toMatchObject({ issues: [], next: moved });
  });

  test("away from the vendor's own address, and back", () => {
    const openai = { "providers.openai.api_key": "k-1" };
    const proxied = { ...openai, "providers.openai.api_base": "https://proxy.acme.example/v1" };
    expect(paths(openai, { "providers.openai.api_base": "https://proxy.acme.example/v1" })).toEqual([
      "providers.openai.api_key",
    ]);
    expect(paths(proxied, { "providers.openai.api_base": null })).toEqual(["providers.openai.api_key"]);
  });
});

test("removed as a whole; by half it does not stand", () => {
  expect(judge(acme, { "providers.acme.api_base": null, "providers.acme.api_key": null })).toMatchObject({
    issues: [],
    next: {},
    removed: ["providers.acme.api_base", "providers.acme.api_key"],
  });
  expect(
    paths(
      { "providers.openai.api_key": "k", "providers.openai.models": ["m"] },
      { "providers.openai.api_key": null },
    ),
  ).toEqual(["providers.openai"]);
});

test("names that are no settings, and taking away what is not there", () => {
  expect(paths({}, { "no.such": 1, "auth.jwt_secret": "x", toString: 1 })).toEqual([
    "no.such",
    "auth.jwt_secret",
    "toString",
  ]);
  expect(paths({}, { "auth.jwt_secret": null })).toEqual(["auth.jwt_secret"]);
  expect(judge({}, { "agents.defaults.max_tokens": null })).toMatchObject({ issues: [], removed: [] });
});

test("a fault that was there before does not stand in the way of something else", () => {
  const stale = { "agents.defaults.max_tokens": "many" };
  expect(paths(stale, { "agents.defaults.temperature": 1 })).toEqual([]);
  expect(paths(stale, { "agents.defaults.max_tokens": "more" })).toEqual(["agents.defaults.max_tokens"]);
});

test("no more than is sensible", () => {
  const models = Array.from({ length: 1000 }, (_, index) => `${index}${"m".repeat(190)}`);
  const two = { "providers.acme.models": models, "providers.other.models": models };
  expect(
    judge(acme, two)
      .issues.map(({ message }) => message)
      .join(),
  ).toMatch(/256 KB/);
});
