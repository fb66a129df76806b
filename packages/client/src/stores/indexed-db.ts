import type { CredentialStore, Credentials } from "../credentials.ts";
import type { Outbox, Outgoing } from "../outbox.ts";
import { oneAtATime } from "./one-at-a-time.ts";

/**
 * The browser's own database. The device key is kept as a CryptoKey that cannot be exported: a script may use it while
 * the page is open, and can carry it nowhere. Tabs share the device and take turns by Web Locks.
 */
export function browserStores(name = "entobot"): { store: CredentialStore; outbox: Outbox } {
  let opened: Promise<IDBDatabase> | undefined;
  const database = () => {
    opened ??= openDatabase(name);
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  async function run<T>(
    table: string,
    mode: IDBTransactionMode,
    work: (rows: IDBObjectStore) => IDBRequest<T>,
  ) {
    const transaction = (await database()).transaction(table, mode);
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
    const request = work(transaction.objectStore(table));
    await done;
    return request.result;
  }

  const inThisPage = oneAtATime();
  const store: CredentialStore = {
    extractableKey: false,
    get: () => run<Credentials | undefined>("device", "readonly", (rows) => rows.get("credentials")),
    async set(credentials) {
      await run("device", "readwrite", (rows) => rows.put(credentials, "credentials"));
    },
    async clear() {
      await run("device", "readwrite", (rows) => rows.clear());
    },
    exclusively: (work) =>
      navigator.locks ? (navigator.locks.request(`${name}-device`, work) as never) : inThisPage(work),
  };
  const outbox: Outbox = {
    async load() {
      const rows = await run<{ message: Outgoing }[]>("outbox", "readonly", (table) => table.getAll());
      return rows.map((row) => row.message);
    },
    async add(message) {
      // The key counts up by itself and so keeps the order; a message that is there already keeps its place.
      const known = await run("outbox", "readonly", (rows) => rows.index("id").getKey(message.id));
      if (known === undefined)
        await run("outbox", "readwrite", (rows) => rows.add({ id: message.id, message }));
    },
    async remove(id) {
      const key = await run("outbox", "readonly", (rows) => rows.index("id").getKey(id));
      if (key !== undefined) await run("outbox", "readwrite", (rows) => rows.delete(key));
    },
    async clear() {
      await run("outbox", "readwrite", (rows) => rows.clear());
    },
  };
  return { store, outbox };
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("device");
      const outbox = request.result.createObjectStore("outbox", { autoIncrement: true });
      outbox.createIndex("id", "id", { unique: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
