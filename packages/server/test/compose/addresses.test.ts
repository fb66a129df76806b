import { describe, expect, test } from "vitest";
import { addressesOf } from "../../src/compose/addresses.ts";
import { createNames } from "../../src/http/names.ts";
import { configure } from "../config/configure.ts";

const ports = { rest: 18790, mobile: 18791, web: 8080 };
const pair = { tls_cert: "/c.pem", tls_key: "/k.pem" };
const open = { host: "0.0.0.0" };
const publicUrl = { network: { public_url: "https://entobot.example" } };

function settingsOf(file: object) {
  const { settings } = configure(file);
  return { ...settings, ...addressesOf(settings, ports), names: createNames(settings, ports) };
}

describe("where a pairing sends a phone", () => {
  test.each([
    ["nothing set", {}, "ws://localhost:18791"],
    ["behind a proxy", publicUrl, "wss://entobot.example/ws"],
    [
      "TLS on this machine only",
      { channels: { mobile: { tls_enabled: true, ...pair } } },
      "wss://localhost:18791",
    ],
    [
      "own TLS, opened: directly, under the public name",
      { ...publicUrl, channels: { mobile: { tls_enabled: true, ...open, ...pair } } },
      "wss://entobot.example:18791",
    ],
    [
      "own TLS on loopback: a proxy must stand in front, and forwards /ws",
      { ...publicUrl, channels: { mobile: { tls_enabled: true, ...pair } } },
      "wss://entobot.example/ws",
    ],
    [
      "all on one machine",
      {
        network: { public_url: "https://localhost:8080" },
        web: { tls: true },
        channels: { mobile: { tls_enabled: true, ...pair } },
      },
      "wss://localhost:18791",
    ],
    [
      "said by the operator",
      {
        ...publicUrl,
        channels: { mobile: { tls_enabled: true, ...open, ...pair, public_url: "wss://phones.example" } },
      },
      "wss://phones.example",
    ],
  ])("%s", (_, file, websocket) => expect(settingsOf(file).websocket).toBe(websocket));
});

describe("names of a listener with its own TLS", () => {
  const { names, api, web } = settingsOf({
    ...publicUrl,
    gateway: { tls: true, ...open },
    web: { tls: true },
    channels: { mobile: { tls_enabled: true, ...open, ...pair } },
  });

  test("its own port under the public name is its own; over TLS every cookie is a __Host- one", () => {
    expect([api, web]).toEqual(["https://localhost:18790", "https://entobot.example"]);
    expect(names.secure("mobile", "entobot.example:18791")).toBe(true);
    expect(names.secure("rest", "entobot.example:18790")).toBe(true);
    expect(names.secure("web", "localhost:8080")).toBe(true);
    expect(names.secure("rest", "evil.example:18790")).toBeUndefined();
    expect(names.origins).toContain("https://localhost:8080");
    expect(names.origins).not.toContain("http://localhost:8080");
    expect(names.socketOrigins).toContain("wss://entobot.example:18791");
    expect(names.socketOrigins.filter((origin) => origin.startsWith("ws:"))).toEqual([]);
  });

  test("a plain listener takes its public name only as the proxy sends it", () => {
    const plain = settingsOf(publicUrl).names;
    expect(plain.secure("rest", "entobot.example")).toBe(true);
    expect(plain.secure("rest", "entobot.example:18790")).toBeUndefined();
    expect(plain.secure("rest", "localhost:18790")).toBe(false);
  });
});
