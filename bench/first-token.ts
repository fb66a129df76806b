/**
 * W2: what Entobot adds to the time to the first token, one message in flight: our server, asked over its socket, in front
 * of a mock model, beside the mock asked directly (undici). The mock answers with 64 deltas at once. Server with
 * PostgreSQL on core 0; the mock and the asker share core 1 (with one in flight they seldom want it together).
 * Conversations are begun anew every 20 messages, so the history that a turn reads is that of an ordinary one.
 * `node bench/first-token.ts [--seconds 3] [--rounds 7]`
 */
import { parseArgs } from "node:util";
import { Client } from "undici";
import { quantile, spread } from "./figures.ts";
import { claim, type Owner } from "./owner.ts";
import { Phone } from "./phone.ts";
import { createProgram, peer, pinGenerator } from "./program.ts";
import { prove } from "./prove.ts";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "3" }, rounds: { type: "string", default: "7" } },
});
const [seconds, rounds] = [values.seconds, values.rounds].map(Number) as [number, number];
const content = "How is the weather in Lisbon today?";
const expected = Array.from({ length: 64 }, (_, i) => `word${i} `).join("");

async function direct(client: Client): Promise<number> {
  const started = performance.now();
  const { body } = await client.request({
    method: "POST",
    path: "/v1/chat/completions",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "burst", stream: true, messages: [{ role: "user", content }] }),
  });
  let text = "";
  let first = 0;
  for await (const chunk of body) {
    text += String(chunk);
    if (first === 0 && text.includes('"content"')) first = performance.now() - started;
  }
  return first;
}

/** From sending to `ack`: sealed, stored and recorded, one commit. */
let acks: number[] = [];

function through(phone: Phone, conversation: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = "";
    let first = 0;
    const started = performance.now();
    phone.onFrame = (frame) => {
      if (frame.type === "error") reject(new Error(`refused: ${String(frame["code"])}`));
      if (frame.type === "ack") acks.push(performance.now() - started);
      if (frame.type === "delta") {
        if (first === 0) first = performance.now() - started;
        text += String(frame["text"]);
      }
      if (frame.type !== "message") return;
      // Every delta, in order, exact; and the answer is the same.
      if (text === expected && frame["content"] === expected) resolve(first);
      else reject(new Error("the answer is not what the model said"));
    };
    phone.say({ type: "message", content, conversation_id: conversation });
  });
}

async function forSeconds(one: (i: number) => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) times.push(await one(times.length));
  return times;
}

async function ours(owner: Owner, phone: Phone): Promise<number[]> {
  let conversation = "";
  return forSeconds(async (i) => {
    if (i % 20 === 0)
      conversation = String((await owner.ask("POST", "/api/v1/conversations", {}))["conversation_id"]);
    return through(phone, conversation);
  });
}

pinGenerator();
const mock = await peer("mock-model.ts", 1);
const program = await createProgram({
  providers: { mock: { api_base: `http://127.0.0.1:${mock.port}/v1`, models: ["burst"] } },
  agents: { defaults: { model: "mock/burst" } },
});
try {
  await program.start();
  const owner = await claim(program);
  const token = await owner.pair();
  await prove(program, owner, token);
  const phone = await Phone.signIn(program.mobile, token);
  const client = new Client(`http://127.0.0.1:${mock.port}`);
  const measured: { p50: number; p99: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    const a = await forSeconds(() => direct(client));
    acks = [];
    const b = await ours(owner, phone);
    // The first warms up.
    if (round < 0) continue;
    const added = (part: number) => quantile(b, part) - quantile(a, part);
    measured.push({ p50: added(0.5), p99: added(0.99) });
    const shown = (times: readonly number[]) =>
      `p50 ${quantile(times, 0.5).toFixed(2)} p99 ${quantile(times, 0.99).toFixed(2)} ms (${times.length})`;
    console.log(
      `round ${round + 1}: direct ${shown(a)}, Entobot ${shown(b)}, of it until ack ${shown(acks)}`,
    );
  }
  console.log(
    `W2 one in flight, added: p50 ${spread(measured.map(({ p50 }) => p50))} ms, p99 ${spread(measured.map(({ p99 }) => p99))} ms; goal 2 and 6`,
  );
  phone.close();
  await client.close();
} finally {
  mock.stop();
  await program.remove();
}
