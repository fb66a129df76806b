import type { Message } from "@entobot/contract/conversations";
import { expect, test } from "vitest";
import WebSocket from "ws";
import { product } from "../_support/product.ts";
import { sized } from "../_support/size.ts";

// Figure I1: clients append while the server is killed; what was acknowledged is there once, in its place.

const server = await product();

interface Acknowledged {
  readonly id: string;
  readonly seq: number;
}

/** One phone in one conversation: writes the next message when the last one was acknowledged, and repeats after a cut. */
class Writer {
  readonly acknowledged: Acknowledged[] = [];
  readonly written: string[] = [];
  readonly #jwt: string;
  readonly conversation: string;
  #socket: WebSocket | undefined;

  constructor(jwt: string, conversation: string) {
    this.#jwt = jwt;
    this.conversation = conversation;
  }

  connect(): void {
    const socket = new WebSocket(server.websocket);
    this.#socket = socket;
    const send = (frame: object) => socket.send(JSON.stringify(frame));
    const open = () => this.written.length > this.acknowledged.length;
    const write = () => {
      if (!open()) this.written.push(`${this.conversation.slice(-6)}-${this.written.length}`);
      send({
        type: "message",
        id: this.written.at(-1),
        conversation_id: this.conversation,
        content: "who am I",
      });
    };
    socket.on("error", () => {});
    socket.on("open", () => send({ type: "auth", jwt_token: this.#jwt }));
    socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as { type: string; id?: string; seq: number };
      if (frame.type === "auth_success") write();
      if (frame.type === "ack" && frame.id === this.written.at(-1) && open()) {
        this.acknowledged.push({ id: frame.id as string, seq: frame.seq });
        write();
      }
    });
  }

  close(): void {
    this.#socket?.terminate();
  }
}

const post = async (path: string, body: object, jwt?: string) => {
  const headers = { "content-type": "application/json", ...(jwt ? { authorization: `Bearer ${jwt}` } : {}) };
  const answer = await fetch(server.api + path, { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as Record<string, string>;
};

async function pairSomebody(): Promise<string> {
  const claimed = await server.command(
    ["claim", "--email", "owner@corp.example", "--password-stdin"],
    "a long enough passphrase 1",
  );
  expect(claimed.exit).toBe(0);
  await server.command(["user", "add", "ada@corp.example"]);
  const { json } = await server.command(["pair", "--user", "ada@corp.example"]);
  const { session_id, temp_token } = json as Record<string, string>;
  const paired = await post("/api/v1/auth/pair", { session_id, temp_token, device_info: "test" });
  return paired["jwt_token"] as string;
}

async function messagesOf(conversation: string, jwt: string): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const after = all.at(-1)?.seq ?? 0;
    const path = `/api/v1/conversations/${conversation}/messages?after=${after}&limit=100`;
    const answer = await fetch(server.api + path, { headers: { authorization: `Bearer ${jwt}` } });
    expect(answer.status).toBe(200);
    const { items } = (await answer.json()) as { items: Message[] };
    if (items.length === 0) return all;
    all.push(...items);
  }
}

test("SIGKILL while phones write: nothing acknowledged is lost, doubled or out of order", {
  timeout: sized(120_000, 1_200_000),
}, async () => {
  await server.start();
  const jwt = await pairSomebody();
  const writers: Writer[] = [];
  for (let i = 0; i < 4; i++) {
    const made = await post("/api/v1/conversations", {}, jwt);
    writers.push(new Writer(jwt, made["conversation_id"] as string));
  }
  const count = () => writers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
  for (let round = 0; round < sized(3, 100); round++) {
    for (const writer of writers) writer.connect();
    const enough = count() + 5 + ((round * 7) % 23);
    await expect.poll(count, { timeout: 30_000, interval: 5 }).toBeGreaterThan(enough);
    await server.kill();
    for (const writer of writers) writer.close();
    await server.start();
  }
  for (const { conversation, acknowledged, written } of writers) {
    const messages = await messagesOf(conversation, jwt);
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
    const own = messages.filter(({ role }) => role === "user").map(({ client_id }) => client_id);
    expect(own).toEqual(written.slice(0, own.length));
    expect(own.length).toBeGreaterThanOrEqual(acknowledged.length);
    const places = new Map(messages.map(({ client_id, seq }) => [client_id, seq]));
    expect(acknowledged.filter(({ id, seq }) => places.get(id) !== seq)).toEqual([]);
  }
  const verified = await server.command(["audit", "verify"]);
  expect([verified.exit, (verified.json as { ok: boolean }).ok]).toEqual([0, true]);
});
