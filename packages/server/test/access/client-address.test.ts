import { describe, expect, test } from "vitest";
import { type Arrival, createClientAddress } from "../../src/access/index.ts";

const trustedProxies = ["127.0.0.1/32", "::1/128", "10.9.0.0/16"];

function find(arrival: Partial<Arrival>, settings: { trust?: readonly string[]; web?: boolean } = {}) {
  const { trust = trustedProxies, web = false } = settings;
  return createClientAddress(() => ({ network: { trustedProxies: trust }, web: { trustForwarded: web } }))({
    ...{ channel: "rest", peer: "127.0.0.1", headers: {} },
    ...arrival,
  });
}

const plain = { fault: null, source: "peer" };
const named = { fault: null, source: "named" };
const real = (address: string) => ({ "x-real-ip": address });
const list = (addresses: string) => ({ "x-forwarded-for": addresses });

describe("a peer that is no trusted proxy is the client, whatever it says", () => {
  test.each([real("10.0.0.5"), list("10.0.0.5"), { forwarded: "for=10.0.0.5" }, real("nonsense")])(
    "%j",
    (headers) => {
      expect(find({ peer: "203.0.113.9", headers })).toEqual({ address: "203.0.113.9", ...plain });
    },
  );

  test("but on this machine it is a proxy that nobody has named", () => {
    const one = { trust: ["127.0.0.1/32"] };
    expect(find({ peer: "::1", headers: real("10.0.0.5") }, one)).toMatchObject({
      ...{ address: "::1", fault: "untrusted" },
    });
    expect(find({ peer: "::1" }, one)).toEqual({ address: "::1", ...plain });
    expect(find({ headers: list("10.0.0.5") }, { trust: [] })).toMatchObject({ fault: "untrusted" });
  });
});

describe("a trusted proxy", () => {
  test.each([
    ["names one client", real("203.0.113.9"), "203.0.113.9"],
    ["in any spelling", real(" ::ffff:203.0.113.9"), "203.0.113.9"],
    ["and X-Real-IP wins", { ...real("203.0.113.9"), ...list("10.0.0.5") }, "203.0.113.9"],
    ["even where it names a proxy", { ...real("127.0.0.1"), ...list("10.0.0.5") }, "127.0.0.1"],
    ["appends to what the client wrote", list("10.0.0.5, 203.0.113.9"), "203.0.113.9"],
    ["behind another", list("10.0.0.5, 203.0.113.9, 10.9.1.1"), "203.0.113.9"],
    ["or itself, through and through", list("10.9.0.2, 10.9.0.1"), "10.9.0.2"],
    ["whose client wrote nonsense", list("nonsense,, 203.0.113.9"), "203.0.113.9"],
    ["Forwarded is not read", { forwarded: "for=10.0.0.5", ...real("203.0.113.9") }, "203.0.113.9"],
  ])("%s", (_, headers, address) => {
    expect(find({ headers })).toEqual({ address, ...named });
    expect(find({ headers, channel: "mobile", peer: "::ffff:127.0.0.1" })).toEqual({ address, ...named });
    expect(find({ headers, channel: "web" }, { web: true })).toEqual({ address, ...named });
  });

  test.each([{}, { "x-client-ip": "10.0.0.5", "cf-connecting-ip": "10.0.0.5" }])(
    "that says nothing speaks for itself: %j",
    (headers) => {
      expect(find({ headers })).toEqual({ address: "127.0.0.1", ...plain });
    },
  );

  test.each([
    ["", "malformed"],
    ["nonsense", "malformed"],
    ["203.0.113.9, 10.0.0.5", "malformed"],
    ['"203.0.113.9"', "malformed"],
    ["9".repeat(8192), "malformed"],
  ])("that names %j names nobody, and no other header is asked", (text, fault) => {
    expect(find({ headers: { ...real(text), ...list("10.0.0.5") } })).toMatchObject({
      ...{ address: "127.0.0.1", fault },
    });
  });

  test.each([
    [list(""), "malformed"],
    [list("203.0.113.9, "), "malformed"],
    [list("203.0.113.9, unknown"), "malformed"],
    [list("203.0.113.9, nonsense, 10.9.1.1"), "malformed"],
    [{ forwarded: "for=203.0.113.9" }, "only_forwarded"],
  ])("that sends %j", (headers, fault) => {
    expect(find({ headers })).toMatchObject({ address: "127.0.0.1", fault });
  });

  test("is not believed on the web listener, and hides its client there", () => {
    for (const headers of [{}, real("10.0.0.5"), list("10.0.0.5")]) {
      expect(find({ channel: "web", headers })).toEqual({
        ...{ address: "127.0.0.1", fault: null, source: "proxy" },
      });
    }
  });
});

test("a change of the settings counts at once", () => {
  let trust: readonly string[] = [];
  const findNow = createClientAddress(() => ({
    network: { trustedProxies: trust },
    web: { trustForwarded: false },
  }));
  const arrival = { channel: "rest", peer: "10.9.0.1", headers: real("203.0.113.9") } as const;
  expect(findNow(arrival).address).toBe("10.9.0.1");
  trust = trustedProxies;
  expect(findNow(arrival).address).toBe("203.0.113.9");
});
