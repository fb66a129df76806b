import { describe, expect, test } from "vitest";
import type { Configuration } from "../../src/config/interpret.ts";
import { keyOf, keyPaths } from "../../src/config/keys.ts";
import { providerKeyNames, providerKeyOf } from "../../src/config/provider-keys.ts";
import { findConsoleKey, groupOf } from "../../src/config/stored.ts";
import { configure } from "./configure.ts";

const acme = { "providers.acme.api_base": "https://llm.acme.example/v1", "providers.acme.api_key": "k-1" };
const reasons = ({ ignored }: Configuration) => ignored.map(({ path, message }) => `${path} ${message}`);

test("stored values fill what file and environment leave unset, and say where they come from", () => {
  const joined = configure({}).withStored({ ...acme, "enterprise.organization_name": "Acme" });
  expect(joined.ignored).toEqual([]);
  expect(joined.settings.organizationName).toBe("Acme");
  expect(joined.origins["enterprise.organization_name"]).toEqual({ kind: "console" });
  expect(joined.settings.providers).toMatchObject([{ name: "acme", hasKey: true, byOperator: false }]);
  expect(joined.secrets.providers["acme"]?.apiKey?.reveal()).toBe("k-1");
  expect(JSON.stringify(joined)).not.toContain("k-1");
});

test("the reading itself stays as it was, and other stored values replace the first", () => {
  const read = configure({});
  const first = read.withStored({ "enterprise.organization_name": "One" });
  expect(first.withStored({}).settings.organizationName).toBe("");
  expect(read.settings.organizationName).toBe("");
});

describe("what the operator set comes first", () => {
  test("in the file", () => {
    const joined = configure({ enterprise: { organization_name: "File" } }).withStored({
      "enterprise.organization_name": "Console",
    });
    expect(joined.settings.organizationName).toBe("File");
    expect(reasons(joined)[0]).toMatch(/organization_name is set by .*config\.json, line 3.* comes first/);
  });

  test("a provider of the file or the environment is the operator's as a whole, but for its models", () => {
    const stored = {
      "providers.openai.api_base": "https://evil.example",
      "providers.openai.models": ["gpt-5"],
      "providers.house.api_key": "k-2",
    };
    const file = { providers: { house: { api_base: "http://10.0.0.2/v1" } } };
    const joined = configure(file, { OPENAI_API_KEY: "sk-operator" }).withStored(stored);
    expect(reasons(joined)).toEqual([
      expect.stringMatching(/^providers\.openai\.api_base belongs to .*OPENAI_API_KEY/),
      expect.stringMatching(/^providers\.house\.api_key belongs to .*line 3/),
    ]);
    expect(joined.settings.providers).toMatchObject([
      { name: "openai", baseUrl: "https://api.openai.com/v1", models: ["gpt-5"], byOperator: true },
      { name: "house", hasKey: false, byOperator: true },
    ]);
  });

  test("in the order of providers too: a new one does not become the default by itself", () => {
    const file = { providers: { house: { api_base: "http://10.0.0.2/v1" } } };
    const joined = configure(file).withStored({ "providers.openrouter.api_key": "k-3" });
    expect(joined.settings.providers.map(({ name }) => name)).toEqual(["house", "openrouter"]);
  });
});

describe("what cannot stand is left out with its group and named", () => {
  test.each([
    ["a secret of the house", { "auth.jwt_secret": "x".repeat(64) }, /not a setting that the console/],
    ["tools", { "tools.restrictToWorkspace": false }, /not a setting that the console/],
    ["a name from the prototype", { constructor: 1, "providers.acme.constructor": 1 }, /not a setting/],
    ["headers", { "providers.acme.extra_headers": { a: "b" } }, /not a setting/],
    ["a wrong kind", { "agents.defaults.max_tokens": "many" }, /must be a whole number/],
    ["a reserved name", { "providers.builtin.api_base": "https://a.example" }, /not a setting/],
    ["no key", { "providers.anthropic.models": ["m"] }, /has no api_key/],
    ["no address", { "providers.acme.api_key": "k" }, /needs an api_base/],
  ])("%s", (_name, stored, why) => {
    const joined = configure({}).withStored(stored);
    expect(reasons(joined).join()).toMatch(why);
    expect(joined.values.paths()).toEqual([]);
  });

  test("half a provider is never used: with a wrong address its key does not go to the vendor's", () => {
    const joined = configure({}).withStored({
      "providers.openai.api_base": "no url",
      "providers.openai.api_key": "k-proxy",
      "enterprise.organization_name": "kept",
    });
    expect(joined.settings.providers).toEqual([]);
    expect(joined.secrets.providers).toEqual({});
    expect(joined.settings.organizationName).toBe("kept");
  });
});

test.each([
  "http://llm.acme.example/v1",
  "https://127.0.0.1/v1",
  "https://[::1]/v1",
  "https://10.0.0.2/v1",
  "https://169.254.169.254/latest",
  "https://localhost/v1",
  "https://model.internal/v1",
  "https://intranet/v1",
])("a provider of the console is not at %s", (api_base) => {
  const joined = configure({}).withStored({ ...acme, "providers.acme.api_base": api_base });
  expect(reasons(joined).join()).toMatch(/providers\.acme\.api_base must (be|start with) https:\/\//);
  expect(joined.settings.providers).toEqual([]);
});

test("the local ones need an address of their own there", () => {
  const joined = configure({}).withStored({ "providers.ollama.models": ["llama3"] });
  expect(reasons(joined).join()).toMatch(/providers\.ollama\.api_base must be https/);
});

test("no variable is ever replaced in what the console stored", () => {
  const joined = configure({}, { SECRET: "s" }).withStored({
    "enterprise.organization_name": "$" + "{SECRET}",
  });
  expect(joined.settings.organizationName).toBe("$" + "{SECRET}");
});

describe("which keys", () => {
  const forConsole = [
    ...keyPaths.filter((path) => keyOf(path).console),
    ...providerKeyNames.filter((name) => providerKeyOf(name).console),
  ];

  test("pinned: a key more is a decision", () => {
    expect(forConsole).toEqual([
      "enterprise.organization_name",
      "enterprise.ip_whitelist",
      "enterprise.rate_limit_enabled",
      "enterprise.rate_limit_requests",
      "enterprise.rate_limit_window_seconds",
      "monitoring.alerts_enabled",
      "monitoring.alert_email",
      "monitoring.alert_on",
      "agents.defaults.model",
      "agents.defaults.max_tokens",
      "agents.defaults.temperature",
      "agents.defaults.max_tool_iterations",
      "api_key",
      "api_base",
      "models",
    ]);
    expect(findConsoleKey("database.url")).toBeUndefined();
  });

  test("all of them take effect at once, as far as they are built", () => {
    const late = keyPaths.filter((path) => {
      const { console, live, status } = keyOf(path);
      return console && !live && status !== "not yet";
    });
    expect(late).toEqual([]);
  });

  test("groups", () => {
    expect(["providers.a.models", "monitoring.alert_on", "agents.defaults.model"].map(groupOf)).toEqual([
      "providers.a",
      "monitoring",
      "agents.defaults.model",
    ]);
  });
});
