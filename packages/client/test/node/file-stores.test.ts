import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Credentials } from "../../src/credentials.ts";
import { generateDeviceKey, proveRefresh } from "../../src/device-key.ts";
import { fileStores } from "../../src/node/file-stores.ts";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "entobot-test-device-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return join(path, "entobot");
}

const credentials = async (): Promise<Credentials> =>
  ({
    ...{
      websocketUrl: "wss://firm.test/ws",
      accessToken: "a",
      refreshToken: "r",
      expiresAt: 2,
      obtainedAt: 1,
    },
    ...{ deviceId: "dev_0", deviceName: "Desk", user: { email: "ada@firm.test" } },
    key: await generateDeviceKey(true),
  }) as unknown as Credentials;

const outgoing = (id: string) => ({ id, content: `text ${id}`, writtenAt: 1 });

test("credentials come back with a key that signs, from a file that only the owner reads", async () => {
  const path = await folder();
  const { store } = fileStores(path);
  expect(await store.get()).toBeUndefined();
  const given = await credentials();
  await store.set(given);
  const read = await fileStores(path).store.get();
  expect(read).toMatchObject({ accessToken: "a", refreshToken: "r" });
  expect(read?.key.publicKey).toEqual(given.key.publicKey);
  expect((await proveRefresh((read as Credentials).key, "r")).split(".")).toHaveLength(3);
  expect((await stat(join(path, "device.json"))).mode & 0o777).toBe(0o600);
  expect((await stat(path)).mode & 0o777).toBe(0o700);
  await store.clear();
  expect(await store.get()).toBeUndefined();
});

test("the queue keeps its order through a restart, and what is removed is gone", async () => {
  const path = await folder();
  const { outbox } = fileStores(path);
  for (const id of ["z", "a", "m", "b"]) await outbox.add(outgoing(id));
  await outbox.add(outgoing("a"));
  await outbox.remove("m");
  expect((await fileStores(path).outbox.load()).map(({ id }) => id)).toEqual(["z", "a", "b"]);
  for (const name of await readdir(join(path, "outbox"))) {
    expect((await stat(join(path, "outbox", name))).mode & 0o777).toBe(0o600);
  }
  await outbox.clear();
  expect(await outbox.load()).toEqual([]);
});

test("two programs that share the folder take turns", async () => {
  const path = await folder();
  const holders = [fileStores(path).store, fileStores(path).store];
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 10 }, (_, index) => holders[index % 2]?.exclusively(work)));
  expect(most).toBe(1);
});

test("a lock that a killed program left behind is taken over", async () => {
  const path = await folder();
  const { store } = fileStores(path);
  await store.set(await credentials());
  // No process has this number (PID_MAX_LIMIT is 2^22).
  await writeFile(join(path, "device.lock"), "99999999");
  expect(await store.exclusively(async () => "done")).toBe("done");
});
