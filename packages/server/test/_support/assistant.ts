import type { ConversationId, DeviceId, PersonId, RequestId, SessionId } from "@entobot/contract/ids";
import type { Role } from "@entobot/contract/permissions";
import { afterAll } from "vitest";
import { decide } from "../../src/access/index.ts";
import {
  type AboutServer,
  type Assistant,
  type AssistantDeps,
  type AssistantLimits,
  type ConversationFrame,
  createAssistant,
  createModels,
  createRehearsal,
  defaultLimits,
  type LanguageModel,
  type Models,
  type Subscriber,
} from "../../src/assistant/index.ts";
import type { Audit } from "../../src/audit/index.ts";
import { silentLog } from "../../src/log/index.ts";
import type { KeyRing } from "../../src/privacy/index.ts";
import type { PersonCall } from "../../src/pure/call.ts";
import type { Database } from "../../src/store/database.ts";
import { testAudit } from "./audit.ts";
import type { TestDatabase } from "./database.ts";
import { newId, testKeyRing } from "./key-ring.ts";

export interface World {
  readonly database: Database;
  readonly audit: Audit;
  readonly keys: KeyRing;
  readonly deps: AssistantDeps;
  readonly assistant: Assistant;
  /** Another server process on the same database, with the same keys and the same record. */
  again(changes?: Changes): Assistant;
}

export interface Changes {
  readonly models?: Models;
  readonly tools?: AssistantDeps["tools"];
  readonly limits?: Partial<AssistantLimits>;
  readonly sessions?: NonNullable<AssistantDeps["sessions"]>;
  readonly audit?: AssistantDeps["audit"];
}

/** The assistant over a real database, real keys and the real record. */
export async function assistantWorld(
  { open }: Pick<TestDatabase, "open">,
  changes: Changes = {},
): Promise<World> {
  const database = open();
  const keys = testKeyRing(database);
  const audit = await testAudit(database, { seal: keys });
  const made: Assistant[] = [];
  const depsFor = (own: Changes): AssistantDeps => ({
    ...{ database, audit, keys, decide, clock: Date.now, newId, log: silentLog },
    tools: [],
    models: rehearsalOnly(),
    ...own,
    limits: { ...defaultLimits, retryPauseMs: 5, ...own.limits },
  });
  const make = (own: Changes): Assistant => {
    const assistant = createAssistant(depsFor(own));
    made.push(assistant);
    return assistant;
  };
  afterAll(() => Promise.all(made.map((assistant) => assistant.drain(0))));
  return {
    ...{ database, audit, keys },
    deps: depsFor(changes),
    assistant: make(changes),
    again: (own = {}) => make({ ...changes, ...own }),
  };
}

const nobody = () => Promise.reject(new Error("not in this test"));
export const rehearsalOnly = (
  about: AboutServer = { status: nobody, devices: nobody, recordHead: nobody },
): Models =>
  createModels({
    providers: [],
    defaultModel: null,
    rehearsal: createRehearsal({ about, decide, refused: () => {} }),
    fetchFor: () => nobody,
  });

/** A model made of a function, for what only a script can do. */
export const scripted = (stream: LanguageModel["stream"], id = "test/scripted"): Models => ({
  find: () => ({ id, stream }),
  list: () => [{ id, provider: "test", default: true }],
  defaultId: id,
});

export function caller(role: Role = "member", withDevice = true): PersonCall {
  return {
    principal: {
      kind: "person",
      personId: newId<PersonId>("usr"),
      email: "ada@example.com",
      name: "Ada",
      role,
      sessionId: newId<SessionId>("ses"),
      deviceId: withDevice ? newId<DeviceId>("dev") : null,
      deviceName: withDevice ? "phone" : null,
    },
    address: "198.51.100.7",
    userAgent: "test",
    channel: "mobile",
    requestId: newId<RequestId>("req"),
  };
}

/** The same person on another device. */
export function otherDevice(call: PersonCall): PersonCall {
  const { principal } = caller();
  const { sessionId, deviceId } = principal;
  return { ...call, principal: { ...call.principal, sessionId, deviceId } };
}

/** A subscriber that keeps everything and can be waited on. */
export class Listener implements Subscriber {
  readonly frames: ConversationFrame[] = [];
  readonly #waiting = new Set<() => void>();

  push(frame: ConversationFrame): void {
    this.frames.push(frame);
    for (const check of [...this.#waiting]) check();
  }

  get text(): string {
    return this.frames.map((frame) => (frame.type === "delta" ? frame.text : "")).join("");
  }

  get entries(): readonly Exclude<ConversationFrame, { type: "delta" | "error" }>[] {
    return this.frames.filter((frame) => frame.type === "message" || frame.type === "tool");
  }

  get answers() {
    return this.frames.flatMap((frame) =>
      frame.type === "message" && frame.role === "assistant" ? [frame] : [],
    );
  }

  async until(ready: (listener: Listener) => boolean, ms = 10_000): Promise<void> {
    if (ready(this)) return;
    await new Promise<void>((resolve, reject) => {
      const check = () => {
        if (!ready(this)) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`not in time: ${JSON.stringify(this.frames).slice(0, 2000)}`));
      }, ms);
      this.#waiting.add(check);
    });
  }

  answered = (count = 1): Promise<void> => this.until(({ answers }) => answers.length >= count);
}

export const allMessages = async (assistant: Assistant, call: PersonCall, id: ConversationId) => {
  const items = [];
  for (let after = 0; ; ) {
    const page = await assistant.conversations.messages(call, id, { after, limit: 100 });
    items.push(...page.items);
    if (page.next === null) return items;
    after = Number(page.next);
  }
};
