import { describe, expect, test } from "vitest";
import { configure } from "./configure.ts";

const warned = (network: object, more: object = {}) =>
  configure({ network, ...more }).warnings.map(({ path, message }) => `${path} ${message}`);

describe("one family of this machine's own addresses", () => {
  test.each([
    [["127.0.0.1"], "not ::1"],
    [["::1"], "not 127.0.0.1"],
    [["127.0.0.0/8", "10.0.0.0/8"], "not ::1"],
  ])("%j", (trusted_proxies, words) => {
    expect(warned({ trusted_proxies })).toEqual([expect.stringContaining(words)]);
  });

  test.each([[["127.0.0.1", "::1"]], [["10.0.0.0/8"]], [[]]])("%j is fine", (trusted_proxies) => {
    expect(warned({ trusted_proxies })).toEqual([]);
  });
});

test("forwarded headers trusted from nobody", () => {
  expect(warned({}, { web: { trust_forwarded: true } })).toEqual([expect.stringContaining("no effect")]);
});

test("an allow-list, a proxy, and web pages that believe it not", () => {
  const network = { trusted_proxies: ["10.0.0.2"] };
  const enterprise = { ip_whitelist: ["10.0.0.0/8"] };
  expect(warned(network, { enterprise })).toEqual([expect.stringContaining("web.trust_forwarded is false")]);
  expect(warned(network, { enterprise, web: { trust_forwarded: true } })).toEqual([]);
});
