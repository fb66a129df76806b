import { onTestFinished } from "vitest";
import type { Client, ConnectOptions } from "../../src/client.ts";
import { connect } from "../../src/connect.ts";
import type { Credentials } from "../../src/credentials.ts";
import { generateDeviceKey } from "../../src/device-key.ts";
import { type Environment, platform } from "../../src/environment.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { type FakeServer, startFakeServer } from "./fake-server.ts";

const hurry = 50;
const began = Date.now();

/** A clock that runs fifty times as fast. Everything else is the platform's own. */
export const hasty: Pick<Environment, "now" | "setTimer"> = {
  now: () => began + (Date.now() - began) * hurry,
  setTimer: (work, ms) => platform.setTimer(work, ms / hurry),
};

export async function fakeServer(): Promise<FakeServer> {
  const server = await startFakeServer();
  onTestFinished(() => server.stop());
  return server;
}

export async function credentialsFor(
  server: FakeServer,
  more: Partial<Credentials> = {},
): Promise<Credentials> {
  const now = Math.floor(hasty.now() / 1000);
  return {
    websocketUrl: server.url,
    accessToken: server.tokens.access,
    refreshToken: server.tokens.refresh,
    expiresAt: now + 36_000,
    obtainedAt: now,
    deviceId: "dev_00000000000000000000000000" as Credentials["deviceId"],
    deviceName: "Test device",
    user: {
      id: "usr_00000000000000000000000000",
      email: "ada@firm.test",
      name: "Ada",
      role: "member",
    } as never,
    key: await generateDeviceKey(false),
    ...more,
  };
}

export async function device(server: FakeServer, options: Partial<ConnectOptions> = {}): Promise<Client> {
  const client = connect({
    store: options.store ?? memoryStore(await credentialsFor(server)),
    environment: hasty,
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

/** Resolves when `question` is true, asked again whenever something may have changed. */
export async function until(question: () => boolean, what: string, ms = 10_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!question()) {
    if (Date.now() > deadline) throw new Error(`never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
