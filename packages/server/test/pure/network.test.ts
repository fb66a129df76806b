import { describe, expect, test } from "vitest";
import { networkMatcher, parseNetwork } from "../../src/pure/network.ts";

test.each([
  ["10.0.0.0/8", "10.0.0.0/8"],
  ["192.0.2.7", "192.0.2.7/32"],
  ["2001:DB8::/32", "2001:db8::/32"],
  ["2001:db8::9", "2001:db8::9/128"],
  ["::ffff:10.0.0.0/104", "10.0.0.0/8"],
  ["::10.0.0.0/104", "10.0.0.0/8"],
  ["::ffff:a00:5", "10.0.0.5/32"],
  ["0.0.0.0/0", "0.0.0.0/0"],
  ["::/0", "::/0"],
])("%s is written %s", (text, network) => {
  expect(parseNetwork(text)).toBe(network);
});

test.each([
  ["10.0.0.0/33", "not_a_network"],
  ["10.0.0.0/", "not_a_network"],
  ["10.0.0.0/8/8", "not_a_network"],
  ["10.0.0.0/+8", "not_a_network"],
  ["10.0.0.0:80", "not_a_network"],
  ["010.0.0.0/8", "not_a_network"],
  ["[::1]/128", "not_a_network"],
  ["fe80::1%eth0", "not_a_network"],
  ["example.com", "not_a_network"],
  ["", "not_a_network"],
  ["10.0.0.7/8", "has_host_bits"],
  ["2001:db8::1/64", "has_host_bits"],
  ["::ffff:10.0.0.0/40", "mixes_families"],
])("%s is refused: %s", (text, fault) => {
  expect(parseNetwork(text)).toMatchObject({ fault });
});

describe("a matcher", () => {
  const holds = networkMatcher(["10.0.0.0/8", "198.51.100.128/25", "192.0.2.7/32", "2001:db8::/33"]);

  test.each([
    ["10.0.0.0", true],
    ["10.255.255.255", true],
    ["9.255.255.255", false],
    ["11.0.0.0", false],
    ["198.51.100.127", false],
    ["198.51.100.128", true],
    ["192.0.2.7", true],
    ["192.0.2.8", false],
    ["2001:db8:7fff::1", true],
    ["2001:db8:8000::1", false],
    ["::1", false],
    ["", false],
    ["nonsense", false],
  ])("%s: %s", (address, expected) => {
    expect(holds(address)).toBe(expected);
  });

  test("everybody and nobody", () => {
    expect(networkMatcher(["0.0.0.0/0"])("255.1.2.3")).toBe(true);
    expect(networkMatcher(["0.0.0.0/0"])("::1")).toBe(false);
    expect(networkMatcher(["::/0"])("2001:db8::1")).toBe(true);
    expect(networkMatcher(["::/0"])("10.0.0.1")).toBe(false);
    expect(networkMatcher([])("10.0.0.1")).toBe(false);
  });
});
