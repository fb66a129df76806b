/**
 * W14: one phone in a hundred asks for a long past and stops reading. How long the answers of the others take then,
 * beside how long they take while all read, in turns; and what the server's process holds for each that does not read.
 * Then, with nothing else going on, what the process holds for many sockets that stop reading beside the same sockets
 * while they are idle: many, so that garbage counts for little.
 * Open loop at a quarter of the capacity. Server with PostgreSQL on core 0, phones on core 1.
 * `node bench/stalled.ts [--phones 300] [--seconds 8] [--rounds 5] [--held 200]`
 */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { quantile, spread } from "./figures.ts";
import { claim } from "./owner.ts";
import { type Frame, Phone } from "./phone.ts";
import { createProgram, pinGenerator } from "./program.ts";
import { prove } from "./prove.ts";

const { values } = parseArgs({
  options: {
    phones: { type: "string", default: "300" },
    seconds: { type: "string", default: "8" },
    rounds: { type: "string", default: "5" },
    held: { type: "string", default: "200" },
  },
});
const [count, seconds, rounds] = [values.phones, values.seconds, values.rounds].map(Number) as [
  number,
  number,
  number,
];
const stalledCount = Math.max(1, Math.round(count / 100));
const content = "How is the weather in Lisbon today, and shall I take an umbrella with me?";

/** From the time a message was due to the end of its answer, ms; one message of each phone at a time. */
async function offer(phones: readonly Phone[], perSecond: number, ms: number): Promise<number[]> {
  const times: number[] = [];
  const waiting = new Map<Phone, number>();
  for (const phone of phones) {
    phone.onFrame = (frame: Frame) => {
      const due = waiting.get(phone);
      if (frame.type === "error") throw new Error(`refused: ${String(frame["code"])}`);
      if (frame.type !== "message" || due === undefined) return;
      waiting.delete(phone);
      times.push(performance.now() - due);
    };
  }
  const began = performance.now();
  for (let sent = 0; ; ) {
    const now = performance.now() - began;
    if (now >= ms) break;
    for (; sent < (now / 1000) * perSecond; sent++) {
      const phone = phones[sent % phones.length] as Phone;
      if (waiting.has(phone)) continue;
      waiting.set(phone, began + (sent / perSecond) * 1000);
      phone.say({ type: "message", content });
    }
    await sleep(2);
  }
  while (waiting.size > 0) await sleep(10);
  return times;
}

async function capacity(phones: readonly Phone[]): Promise<number> {
  const ms = 4_000;
  let done = 0;
  const end = performance.now() + ms;
  await Promise.all(
    phones.map(async (phone) => {
      while (performance.now() < end) {
        await phone.answer(content);
        done++;
      }
    }),
  );
  return (done / ms) * 1000;
}

/** A conversation that fills what a socket, its kernel buffers included, can take: 12 MB. */
async function longPast(phone: Phone, conversation: string): Promise<void> {
  const words = "x".repeat(80_000);
  for (let i = 0; i < 150; i++) await phone.answer(words, conversation);
}

const resident = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);

/** The least of some looks: what is garbage goes when the server is idle. */
async function restingSize(pid: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 30; look++) {
    await sleep(500);
    least = Math.min(least, resident(pid));
  }
  return least;
}

interface Server {
  readonly pid: number;
  readonly conversation: string;
  signIn(): Promise<Phone>;
  /** Sockets, as the server counts them. */
  sockets(): Promise<number>;
}

/** KB of the process for each of `many` sockets that asked for a long past and do not read it. */
async function heldEach(many: number, { pid, conversation, signIn, sockets }: Server): Promise<number> {
  const phones: Phone[] = [];
  while (phones.length < many) phones.push(await signIn());
  const idle = await restingSize(pid);
  const before = await sockets();
  for (const phone of phones) {
    phone.stopReading();
    phone.say({ type: "resume", conversation_id: conversation, after: 0 });
    await sleep(20);
  }
  const stalled = await restingSize(pid);
  const gone = before - (await sockets());
  for (const phone of phones) phone.close();
  if (gone > 0) throw new Error(`${gone} of those that stalled were let go: what is held is not seen`);
  return (stalled - idle) / many;
}

pinGenerator();
const program = await createProgram();
try {
  await program.start();
  const owner = await claim(program);
  const first = await owner.pair();
  await prove(program, owner, first);
  const tokens = [first];
  while (tokens.length < count + 2 * stalledCount) tokens.push(await owner.pair());
  const phones: Phone[] = [];
  for (const token of tokens.slice(0, count)) phones.push(await Phone.signIn(program.mobile, token));
  const conversation = String((await owner.ask("POST", "/api/v1/conversations", {}))["conversation_id"]);
  await longPast(phones[0] as Phone, conversation);
  await capacity(phones);
  const quarter = (await capacity(phones)) / 4;
  console.log(`${count} phones, ${quarter.toFixed(0)} messages a second, ${stalledCount} that stop reading`);

  const ratios: number[] = [];
  const held: number[] = [];
  await offer(phones, quarter, seconds * 1000);
  for (let round = 0; round < rounds; round++) {
    const all = await offer(phones, quarter, seconds * 1000);
    const before = resident(program.pid());
    const stalled: Phone[] = [];
    for (const token of tokens.slice(count, count + stalledCount)) {
      const phone = await Phone.signIn(program.mobile, token);
      phone.stopReading();
      phone.say({ type: "resume", conversation_id: conversation, after: 0 });
      stalled.push(phone);
    }
    // Reading the past for them costs what it costs; what is asked here is what their silence costs.
    await sleep(2_000);
    const with_ = await offer(phones, quarter, seconds * 1000);
    const each = (resident(program.pid()) - before) / stalledCount;
    const [a, b] = [quantile(all, 0.99), quantile(with_, 0.99)];
    ratios.push(b / a);
    held.push(each);
    console.log(
      `round ${round + 1}: p99 ${a.toFixed(1)} ms while all read, ${b.toFixed(1)} ms with ${stalledCount} that do not (${all.length} and ${with_.length} answers); ` +
        `the process grew by ${each.toFixed(0)} KB for each`,
    );
    for (const phone of stalled) phone.close();
    await sleep(500);
  }
  console.log(
    `W14 the others' p99 ${spread(ratios)} x, goal 1.1; grown by ${spread(held, 0)} KB for each that stopped, everything else included; goal 256`,
  );
  for (const phone of phones) phone.close();
  const many = Number(values.held);
  const server: Server = {
    ...{ pid: program.pid(), conversation },
    signIn: async () => Phone.signIn(program.mobile, await owner.pair()),
    sockets: async () => Number((await owner.ask("GET", "/api/v1/status"))["connections"]),
  };
  const each: number[] = [];
  for (let round = 0; round < 3; round++) each.push(await heldEach(many, server));
  console.log(`W14 held for each of ${many} that stopped: ${spread(each, 0)} KB of the process; goal 256`);
} finally {
  await program.remove();
}
