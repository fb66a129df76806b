import { expect, test } from "vitest";
import { isConfidential, parsePairingPayload } from "../src/pairing-payload.ts";

const payload = {
  session_id: "pai_1",
  websocket_url: "wss://bot.firm.test/ws",
  temp_token: "secret",
  timestamp: 1_800_000_000,
};
const json = JSON.stringify(payload);
const encoded = Buffer.from(json).toString("base64url");

test.each([
  ["the JSON", json],
  ["the JSON with room around it", `\n  ${json} \n`],
  ["the link", `https://bot.firm.test/pair#${encoded}`],
  ["the base64url alone", encoded],
])("reads %s", (_, text) => {
  expect(parsePairingPayload(text)).toEqual(payload);
});

test.each([
  ["nothing", ""],
  ["words", "hello there"],
  ["a number", "42"],
  ["an array", "[]"],
  ["another address", JSON.stringify({ ...payload, websocket_url: "https://bot.firm.test" })],
  ["a script", JSON.stringify({ ...payload, websocket_url: "javascript:alert(1)" })],
  ["an address with credentials", JSON.stringify({ ...payload, websocket_url: "wss://a:b@firm.test/" })],
  ["a missing token", JSON.stringify({ ...payload, temp_token: "" })],
  ["a fraction of a second", JSON.stringify({ ...payload, timestamp: 1.5 })],
  ["too much", JSON.stringify({ ...payload, temp_token: "x".repeat(5000) })],
  ["bytes that are no UTF-8", Buffer.from([0xff, 0xfe, 0x7b]).toString("base64url")],
])("refuses %s", (_, text) => {
  expect(parsePairingPayload(text)).toBeUndefined();
});

test("an address is confidential with TLS or on this machine", () => {
  const addresses = ["wss://firm.test/", "ws://127.0.0.1:18791/", "ws://[::1]:18791/", "ws://localhost/"];
  expect(addresses.filter((address) => !isConfidential(address))).toEqual([]);
  const open = [
    "ws://192.168.1.4:18791/",
    "ws://firm.test/",
    "ws://127.0.0.1.firm.test/",
    "ws://localhost.firm.test/",
  ];
  expect(open.filter(isConfidential)).toEqual([]);
});
