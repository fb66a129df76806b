import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { CredentialStore, Credentials } from "../credentials.ts";
import type { DeviceKey } from "../device-key.ts";
import type { Outbox, Outgoing } from "../outbox.ts";
import { oneAtATime } from "../stores/one-at-a-time.ts";
import { withFileLock } from "./file-lock.ts";
import { isMissing, writePrivateFile } from "./write-file.ts";

type Stored = Omit<Credentials, "key"> & { readonly key: JsonWebKey };

/** Credentials in `<folder>/device.json` and the queue in `<folder>/outbox/`, all 0600 below a 0700 folder. */
export function fileStores(folder: string): { store: CredentialStore; outbox: Outbox } {
  const deviceFile = join(folder, "device.json");
  const queueFolder = join(folder, "outbox");
  const inThisProcess = oneAtATime();

  const store: CredentialStore = {
    extractableKey: true,
    async get() {
      let text: string;
      try {
        text = await readFile(deviceFile, "utf8");
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
      const { key, ...rest } = JSON.parse(text) as Stored;
      return { ...rest, key: await importKey(key) };
    },
    async set({ key, ...rest }) {
      const jwk = await crypto.subtle.exportKey("jwk", key.privateKey);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writePrivateFile(deviceFile, `${JSON.stringify({ ...rest, key: jwk } satisfies Stored)}\n`);
    },
    clear: () => rm(deviceFile, { force: true }),
    async exclusively(work) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return inThisProcess(() => withFileLock(join(folder, "device.lock"), work));
    },
  };

  /** One file a message; the name's number keeps the order. Two programs may share the folder: ids stay apart. */
  let last = 0;
  const nameOf = async (id: string) => (await names()).find((name) => name.endsWith(`-${id}.json`));
  async function names(): Promise<string[]> {
    try {
      return (await readdir(queueFolder)).filter((name) => /^\d{16}-[\w-]+\.json$/.test(name)).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }
  const outbox: Outbox = {
    async load() {
      const texts = (await names()).map((name) =>
        readFile(join(queueFolder, name), "utf8").catch((error) => {
          if (isMissing(error)) return null;
          throw error;
        }),
      );
      const present = (await Promise.all(texts)).filter((text) => text !== null);
      return present.map((text) => JSON.parse(text) as Outgoing);
    },
    async add(message) {
      if (await nameOf(message.id)) return;
      await mkdir(queueFolder, { recursive: true, mode: 0o700 });
      last = Math.max(last + 1, Date.now());
      const name = `${String(last).padStart(16, "0")}-${message.id}.json`;
      await writePrivateFile(join(queueFolder, name), JSON.stringify(message));
    },
    async remove(id) {
      const name = await nameOf(id);
      if (name) await rm(join(queueFolder, name), { force: true });
    },
    clear: () => rm(queueFolder, { recursive: true, force: true }),
  };
  return { store, outbox };
}

async function importKey(jwk: JsonWebKey): Promise<DeviceKey> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const privateKey = await crypto.subtle.importKey("jwk", jwk, algorithm, true, ["sign"]);
  const { x, y } = jwk;
  return { publicKey: { kty: "EC", crv: "P-256", x: x as string, y: y as string }, privateKey };
}
