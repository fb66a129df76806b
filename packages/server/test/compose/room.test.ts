import { expect, test } from "vitest";
import type { LiveConfiguration } from "../../src/compose/live-configuration.ts";
import { composeRoom } from "../../src/compose/room.ts";
import { mostOpenFiles } from "../../src/host/open-files.ts";

const settings = { mobile: { maxConnections: 10_000 }, network: { trustedProxies: ["10.0.0.1/32"] } };
const open = (files: number | null) => composeRoom({ settings } as unknown as LiveConfiguration, files);

test("connections get what sockets and the rest leave of the open files, within bounds", () => {
  expect(open(null).listeners.roomSize().inAll).toBe(4_096);
  expect(open(1_000_000).listeners.roomSize().inAll).toBe(4_096);
  expect(open(12_000).listeners.roomSize().inAll).toBe(12_000 - 10_000 - 512);
  expect(open(1_024).listeners.roomSize().inAll).toBe(256);
});

test("too few open files are said, with what would be enough", () => {
  expect(open(null).notices()).toEqual([]);
  expect(open(10_768).notices()).toEqual([]);
  const [notice] = open(1_024).notices();
  expect(notice?.text).toContain(
    "may open 1024 files, too few for channels.mobile.max_connections (10000). Allow 10768 ",
  );
});

test("the system says how many this process may open", () => {
  expect(mostOpenFiles()).toBeGreaterThan(255);
});

test("proxies are those in force now", () => {
  const { isProxy } = open(null).listeners;
  expect([isProxy("10.0.0.1"), isProxy("10.0.0.2")]).toEqual([true, false]);
  settings.network = { trustedProxies: ["10.0.0.2/32"] };
  expect([isProxy("10.0.0.1"), isProxy("10.0.0.2")]).toEqual([false, true]);
});
