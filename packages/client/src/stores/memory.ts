import type { CredentialStore, Credentials } from "../credentials.ts";
import type { Outbox, Outgoing } from "../outbox.ts";
import { oneAtATime } from "./one-at-a-time.ts";

/** Gone with the process. */
export function memoryStore(initial?: Credentials): CredentialStore {
  let credentials = initial;
  return {
    extractableKey: false,
    get: async () => credentials,
    async set(next) {
      credentials = next;
    },
    async clear() {
      credentials = undefined;
    },
    exclusively: oneAtATime(),
  };
}

export function memoryOutbox(initial: readonly Outgoing[] = []): Outbox {
  const messages = new Map(initial.map((message) => [message.id, message]));
  return {
    load: async () => [...messages.values()],
    async add(message) {
      messages.set(message.id, message);
    },
    async remove(id) {
      messages.delete(id);
    },
    async clear() {
      messages.clear();
    },
  };
}
