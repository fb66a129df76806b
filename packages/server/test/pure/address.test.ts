import { describe, expect, test } from "vitest";
import { isLoopback, limitKeyOf, parseAddress, peerAddress } from "../../src/pure/address.ts";
import { sized } from "../_support/size.ts";

/** Every line is one client, however it is spelled. */
const clients: Readonly<Record<string, readonly string[]>> = {
  "203.0.113.9": [
    "203.0.113.9",
    " 203.0.113.9\t",
    "203.0.113.9:443",
    "[::ffff:203.0.113.9]:443",
    "::ffff:203.0.113.9",
    "::FFFF:203.0.113.9",
    "::ffff:cb00:7109",
    "::ffff:CB00:7109",
    "0:0:0:0:0:ffff:203.0.113.9",
    "0000:0000:0000:0000:0000:ffff:cb00:7109",
    "::ffff:203.0.113.9%eth0",
    "::203.0.113.9",
    "::cb00:7109",
    "0::203.0.113.9",
    "0:0:0:0:0:0:203.0.113.9",
  ],
  "2001:db8::9": [
    "2001:db8::9",
    "2001:DB8::9",
    "2001:0db8:0000:0000:0000:0000:0000:0009",
    "2001:db8:0:0:0:0:0:9",
    "2001:db8:0::0:9",
    "2001:db8::0.0.0.9",
    "[2001:db8::9]",
    "[2001:db8::9]:18790",
    "2001:db8::9%eth0",
    "[2001:db8::9%eth0]:1",
  ],
  "fe80::1": ["fe80::1", "fe80::1%eth0", "FE80:0::1%2", "[fe80::1%br-0a1b2c]:80"],
  "::1": ["::1", "0:0:0:0:0:0:0:1", "::0.0.0.1", "[::1]", "[::1]:80", "0::1"],
  "::": ["::", "0::0", "::0.0.0.0"],
  "64:ff9b::cb00:7109": ["64:ff9b::203.0.113.9", "64:ff9b::cb00:7109"],
  "2001:db8:0:1:1:1:1:1": ["2001:db8:0:1:1:1:1:1"],
  "2001:db8::1:0:0:1": ["2001:db8:0:0:1:0:0:1"],
};

describe("a spelling becomes the address", () => {
  test.each(Object.entries(clients))("%s", (address, spellings) => {
    expect(spellings.map((spelling) => [spelling, parseAddress(spelling)])).toEqual(
      spellings.map((spelling) => [spelling, address]),
    );
  });

  test.each([
    "",
    " ",
    "unknown",
    "_hidden",
    "localhost",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.256",
    "01.2.3.4",
    "0x7f.0.0.1",
    "0x7f000001",
    "2130706433",
    "1.2.3.4/32",
    "1.2.3.4, 5.6.7.8",
    "1.2.3.4 5.6.7.8",
    '"1.2.3.4"',
    "for=1.2.3.4",
    "1.2.3.4:",
    "1.2.3.4:123456",
    "1.2.3.4:80:90",
    "1.2.3.4%eth0",
    "[1.2.3.4]",
    "[2001:db8::9",
    "2001:db8::9]",
    "[2001:db8::9]80",
    "[]",
    "[]:80",
    "1::2::3",
    ":::1",
    "12345::1",
    "::ffff:010.0.0.5",
    "::ffff:256.0.0.1",
    "::1.2.3",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7",
    "fe80::1%",
    "fe80::1%a%b",
    "fe80::1%e th",
    "２0３.0.113.9",
    "203.0.113.9\r\n",
    "203.0.113.9\u0000",
    "\u00a0203.0.113.9",
    "9".repeat(8192),
    "::".repeat(4096),
  ])("%j is no address", (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

test("a peer that is gone has no address", () => {
  expect(peerAddress(undefined)).toBe("");
  expect(peerAddress("::ffff:127.0.0.1")).toBe("127.0.0.1");
});

test("loopback is loopback in both families", () => {
  expect(["127.0.0.1", "127.9.9.9", "::1"].every(isLoopback)).toBe(true);
  expect(["10.0.0.1", "::2", "2001:db8::127"].some(isLoopback)).toBe(false);
});

describe("whom a limit counts", () => {
  const key = (text: string) => limitKeyOf(parseAddress(text) ?? "");

  test("a /64 is one client, its neighbours are others", () => {
    expect(key("2001:db8:1:2::1")).toBe("2001:db8:1:2::/64");
    expect(key("2001:db8:1:2:ffff:ffff:ffff:ffff")).toBe(key("2001:db8:1:2::1"));
    expect(key("2001:db8:1:3::1")).not.toBe(key("2001:db8:1:2::1"));
    expect(key("::1")).toBe("::/64");
  });

  test("IPv4 behind a translator: each address is somebody, and the rest of that network is not", () => {
    expect(key("64:ff9b::203.0.113.9")).toBe("64:ff9b::cb00:7109");
    expect(key("64:ff9b::203.0.113.10")).not.toBe(key("64:ff9b::203.0.113.9"));
    expect(key("64:ff9b::1:cb00:7109")).toBe("64:ff9b::/64");
    expect(key("64:ff9b:1::cb00:7109")).toBe("64:ff9b:1::/64");
  });

  test("IPv4 is itself, in every spelling", () => {
    expect(new Set(clients["203.0.113.9"]?.map(key))).toEqual(new Set(["203.0.113.9"]));
  });

  test("figure C4: different clients never share a key", () => {
    const count = sized(1_000, 10_000);
    const keys = new Set<string>();
    for (let index = 0; index < count; index++) {
      const [high, low] = [index >> 8, index & 255];
      keys.add(key(index % 2 ? `198.18.${high}.${low}` : `2001:db8:${index.toString(16)}::${low}`));
    }
    expect(keys.size).toBe(count);
  });
});
