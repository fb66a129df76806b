import type { DeviceId } from "@entobot/contract/ids";
import { limits } from "@entobot/contract/limits";
import { describe, expect, test } from "vitest";
import type { Call } from "../../../src/pure/call.ts";
import { sql } from "../../../src/store/queryable.ts";
import { again, personCall } from "../../_support/audit.ts";
import { testDatabase } from "../../_support/database.ts";
import { newId, testKeyRing } from "../../_support/key-ring.ts";
import { operator, settingsWorld } from "../../_support/settings.ts";
import { configure } from "../../config/configure.ts";

const { open } = await testDatabase();
const database = open();
const keys = testKeyRing(database);
const name = "enterprise.organization_name";

/** A world with nothing stored yet. */
async function fresh(read = configure({})) {
  await database.query(sql`delete from stored_settings`);
  return settingsWorld(database, keys, read);
}
const change = (version: number, changes: Record<string, string | number | null>, dry_run = false) => ({
  ...{ version, changes, dry_run },
});

test("a change is in force when it is answered, in the record by its names, and removed by null", async () => {
  const { settings, live, audit } = await fresh();
  const call = operator();
  expect(
    await settings.change(call, change(0, { [name]: "Acme", "agents.defaults.max_tokens": 100 })),
  ).toEqual({
    version: 1,
    dry_run: false,
    set: [name, "agents.defaults.max_tokens"],
    removed: [],
    issues: [],
  });
  expect(live.settings.organizationName).toBe("Acme");
  expect(live.settings.assistant.maxTokens).toBe(100);
  const view = settings.view(call);
  expect(view.version).toBe(1);
  expect(view.items.find(({ key }) => key === name)).toEqual({
    ...{ key: name, value: "Acme", secret: false, set: true, origin: "the console", editable: true },
  });

  await settings.change(call, change(1, { [name]: null }));
  expect(live.settings.organizationName).toBe("");
  const { items } = await audit.search({ event: "config_changed", limit: 2 });
  expect(items.map(({ details }) => details)).toEqual([
    { by: "console", version: 2, set: [], removed: [name] },
    { by: "console", version: 1, set: [name, "agents.defaults.max_tokens"], removed: [] },
  ]);
  expect(JSON.stringify(items)).not.toContain("Acme");
});

test("of two who change the same version, one is told that it is old", async () => {
  const { settings } = await fresh();
  const tries = await Promise.allSettled(
    ["a", "b", "c"].map((value) => settings.change(operator(), change(0, { [name]: value }))),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of tries)
    if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "conflict" });
  await expect(settings.change(operator(), change(7, { [name]: "d" }))).rejects.toMatchObject({
    code: "conflict",
  });
});

test("a repeat of the same request answers the same and changes nothing more", async () => {
  const { settings, stored } = await fresh();
  const call = personCall("once");
  const first = await settings.change(call, change(0, { [name]: "Acme" }));
  expect(await settings.change(call, change(0, { [name]: "Acme" }))).toEqual(first);
  expect(stored.version()).toBe(1);
  const other = again(call, "once", "1".repeat(64));
  await expect(settings.change(other, change(0, { [name]: "X" }))).rejects.toMatchObject({
    code: "idempotency_mismatch",
  });
});

test("a dry run says what would change and what is wrong, and changes nothing", async () => {
  const { settings, live } = await fresh();
  expect(
    await settings.change(operator(), change(0, { [name]: "Acme", "agents.defaults.max_tokens": 0 }, true)),
  ).toMatchObject({
    version: 0,
    set: [name, "agents.defaults.max_tokens"],
    issues: [{ path: "agents.defaults.max_tokens", message: expect.stringMatching(/whole number from 1/) }],
  });
  expect(live.settings.organizationName).toBe("");
});

test("one wrong value refuses the whole change, and the refusal is recorded without made-up names", async () => {
  const { settings, live, audit } = await fresh();
  const wrong = change(0, { [name]: "Acme", "agents.defaults.temperature": 9, "tools.workspace": "/" });
  await expect(settings.change(operator(), wrong)).rejects.toMatchObject({
    code: "invalid_request",
    issues: [{ path: "tools.workspace" }, { path: "agents.defaults.temperature" }],
  });
  expect(live.settings.organizationName).toBe("");
  await expect
    .poll(async () => (await audit.search({ event: "config_changed", limit: 1 })).items[0])
    .toMatchObject({
      outcome: "denied",
      details: { by: "console", refused: ["agents.defaults.temperature"] },
    });
});

test("what the file sets cannot be stored, and a stored value gives way to it without blocking others", async () => {
  const { settings } = await fresh(configure({ enterprise: { organization_name: "File" } }));
  await expect(settings.change(operator(), change(0, { [name]: "Mine" }))).rejects.toMatchObject({
    issues: [{ path: name, message: expect.stringMatching(/config\.json, line 3/) }],
  });
  const before = await fresh();
  await before.settings.change(operator(), change(0, { [name]: "Mine" }));
  const after = await settingsWorld(database, keys, configure({ enterprise: { organization_name: "File" } }));
  expect(after.live.settings.organizationName).toBe("File");
  expect(after.settings.view(operator()).ignored).toMatchObject([{ path: name }]);
  await after.settings.change(operator(), change(1, { "agents.defaults.max_tokens": 5 }));
  await after.settings.change(operator(), change(2, { [name]: null }));
  expect(after.settings.view(operator()).ignored).toEqual([]);
});

test("a default model needs a provider that serves it, and keeps that provider", async () => {
  const { settings, live } = await fresh();
  const model = "agents.defaults.model";
  await expect(settings.change(operator(), change(0, { [model]: "acme/large" }))).rejects.toMatchObject({
    issues: [{ path: model }],
  });
  const acme = { "providers.acme.api_base": "https://llm.acme.example/v1", "providers.acme.api_key": "k-1" };
  await settings.change(operator(), change(0, { ...acme, [model]: "acme/large" }));
  expect(live.settings.assistant.model).toBe("acme/large");
  const without = { "providers.acme.api_base": null, "providers.acme.api_key": null };
  await expect(settings.change(operator(), change(1, without))).rejects.toMatchObject({
    issues: [{ path: model, message: expect.stringMatching(/Choose another default/) }],
  });
  await settings.change(operator(), change(1, { ...without, [model]: null }));
  expect(live.settings.providers).toEqual([]);
});

test("who may not write is refused before anything is looked at", async () => {
  const { settings } = await fresh();
  const member = personCall();
  Object.assign(member.principal, { role: "auditor" });
  for (const dry of [true, false]) {
    await expect(settings.change(member, change(9, {}, dry))).rejects.toMatchObject({
      code: "access_denied",
    });
  }
  expect(settings.view(member).version).toBe(0);
  Object.assign(member.principal, { role: "member" });
  expect(() => settings.view(member)).toThrow(/access_denied/);
});

test("an allow-list that shuts out whoever sets it is refused, and a dry run says so", async () => {
  const { settings, live } = await fresh();
  const call = { ...operator(), address: "203.0.113.9" };
  const list = (...networks: string[]) => ({
    ...{ version: 0, changes: { "enterprise.ip_whitelist": networks }, dry_run: false },
  });
  const path = "enterprise.ip_whitelist";
  const dry = await settings.change(call, { ...list("10.0.0.0/8"), dry_run: true });
  expect(dry.issues).toEqual([{ path, message: expect.stringContaining("203.0.113.9") }]);
  await expect(settings.change(call, list())).rejects.toMatchObject({ code: "invalid_request" });
  expect(live.settings.allowList).toBeNull();
  await settings.change(call, list("10.0.0.0/8", "203.0.113.0/24"));
  expect(live.settings.allowList).toEqual(["10.0.0.0/8", "203.0.113.0/24"]);
});

describe("an allow-list behind a proxy that the web listener does not believe", () => {
  const network = { trusted_proxies: ["127.0.0.1"] };
  const change = {
    ...{ version: 0, changes: { "enterprise.ip_whitelist": ["127.0.0.1", "203.0.113.0/24"] }, dry_run: true },
  };
  const from = (channel: "rest" | "web", address: string, deviceId: DeviceId | null = null): Call => {
    const call = personCall();
    Object.assign(call.principal, { deviceId });
    return { ...call, channel, address };
  };
  const calls = {
    browser: from("web", "127.0.0.1"),
    browserThroughNginx: from("rest", "203.0.113.9"),
    browserBesideTheProxy: from("web", "203.0.113.9"),
    phone: from("rest", "203.0.113.9", newId<DeviceId>("dev")),
    command: operator(),
  };
  const issuesFor = async (read: object, who: keyof typeof calls) =>
    (await (await fresh(configure(read))).settings.change(calls[who], change)).issues;

  test.each(["browser", "browserThroughNginx"] as const)("%s: would close its own pages", async (who) => {
    const message = expect.stringContaining("web.trust_forwarded");
    expect(await issuesFor({ network }, who)).toEqual([{ path: "enterprise.ip_whitelist", message }]);
    // Believed, or no proxy at all: nothing in the way.
    expect(await issuesFor({ network, web: { trust_forwarded: true } }, who)).toEqual([]);
    expect(await issuesFor({}, who)).toEqual([]);
  });

  test.each(["browserBesideTheProxy", "phone", "command"] as const)("%s: may", async (who) => {
    expect(await issuesFor({ network }, who)).toEqual([]);
  });
});

describe("a limit that would shut its author out", () => {
  const requests = "enterprise.rate_limit_requests";
  const seconds = "enterprise.rate_limit_window_seconds";
  const enabled = "enterprise.rate_limit_enabled";
  const least = limits.requestsToRestoreLimit;
  const words = { path: requests, message: expect.stringContaining("would shut you out") };

  test.each([
    ["three requests", { [requests]: 3 }],
    ["one less than it takes", { [requests]: least - 1 }],
    ["enough for a minute, not for a day", { [requests]: 60, [seconds]: 86_400 }],
  ])("is not stored: %s", async (_name, changes) => {
    const { settings, live } = await fresh();
    const before = live.settings.rateLimit;
    expect((await settings.change(operator(), change(0, changes, true))).issues).toEqual([words]);
    await expect(settings.change(operator(), change(0, changes))).rejects.toMatchObject({
      code: "invalid_request",
      issues: [words],
    });
    expect(live.settings.rateLimit).toEqual(before);
  });

  test("is stored where it is switched off, and is refused when it is switched on", async () => {
    const { settings } = await fresh();
    const off = { version: 0, changes: { [enabled]: false, [requests]: 3 }, dry_run: false };
    expect((await settings.change(operator(), off)).version).toBe(1);
    for (const value of [true, null]) {
      const on = { version: 1, changes: { [enabled]: value }, dry_run: true };
      expect((await settings.change(operator(), on)).issues).toEqual([words]);
    }
  });

  test("control: a limit that the console can be opened under is stored, and other settings are not judged", async () => {
    const { settings } = await fresh(configure({ enterprise: { rate_limit_requests: 2 } }));
    expect((await settings.change(operator(), change(0, { [name]: "Acme" }))).version).toBe(1);
    const other = await fresh();
    expect((await other.settings.change(operator(), change(0, { [requests]: least }))).version).toBe(1);
  });
});
