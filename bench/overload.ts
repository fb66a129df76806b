/**
 * W13: messages at twice what the server can answer for ten seconds, then at half of it. Open loop: every message is sent
 * at its time, whatever came of the one before. Goodput is what was answered meanwhile, beside the capacity just measured;
 * what is refused must be told so (`busy` or `rate_limited`, each with when to come again); normal is when answers
 * take no more than twice what they took at half the capacity before the flood.
 * Server with PostgreSQL on core 0, phones on core 1. `node bench/overload.ts [--phones 200] [--rounds 3]`
 * `--offer 1500`: so many a second instead, where other work makes the capacity small; only the cost of a refusal means something then.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { median, quantile, spread } from "./figures.ts";
import { claim } from "./owner.ts";
import { type Frame, Phone } from "./phone.ts";
import { processorTime } from "./processor-time.ts";
import { createProgram, pinGenerator } from "./program.ts";
import { prove } from "./prove.ts";

const { values } = parseArgs({
  options: {
    phones: { type: "string", default: "200" },
    rounds: { type: "string", default: "3" },
    offer: { type: "string" },
  },
});
const [count, rounds] = [values.phones, values.rounds].map(Number) as [number, number];
const [floodMs, restMs, settleMs] = [10_000, 5_000, 1_000];
const content = "How is the weather in Lisbon today, and shall I take an umbrella with me?";

/** One phone with what it still waits for, in order: turns of one conversation are answered in order. */
interface Talker {
  readonly phone: Phone;
  readonly asked: Map<string, number>;
}

interface Seen {
  readonly sentAt: number;
  readonly took: number;
  readonly refused: string | null;
  readonly retryAfter: unknown;
}
let seen: Seen[] = [];
let serial = 0;

function listen(talker: Talker): void {
  const accepted: string[] = [];
  talker.phone.onFrame = (frame: Frame) => {
    const id = String(frame["id"] ?? "");
    if (frame.type === "ack") accepted.push(id);
    else if (frame.type === "error") settle(talker, id, String(frame["code"]), frame["retry_after"]);
    else if (frame.type === "message" && frame["role"] !== "user")
      settle(talker, accepted.shift() ?? "", null);
  };
}

function settle({ asked }: Talker, id: string, refused: string | null, retryAfter?: unknown): void {
  const sentAt = asked.get(id);
  if (sentAt === undefined) return;
  asked.delete(id);
  seen.push({ sentAt, took: performance.now() - sentAt, refused, retryAfter });
}

function say({ phone, asked }: Talker, at: number): void {
  const id = `m${serial++}`;
  asked.set(id, at);
  phone.say({ type: "message", id, content });
}

/** `perSecond` messages, each at its time, over all phones in turn. */
async function offer(talkers: readonly Talker[], perSecond: number, ms: number): Promise<Seen[]> {
  seen = [];
  const began = performance.now();
  for (let sent = 0; ; ) {
    const now = performance.now() - began;
    if (now >= ms) break;
    for (; sent < (now / 1000) * perSecond; sent++) {
      say(talkers[sent % talkers.length] as Talker, began + (sent / perSecond) * 1000);
    }
    await sleep(2);
  }
  return seen;
}

/** What all phones together get when each says the next message with the answer to the last. */
async function capacity(talkers: readonly Talker[]): Promise<number> {
  seen = [];
  const ms = 4_000;
  const began = performance.now();
  while (performance.now() - began < ms) {
    for (const talker of talkers) if (talker.asked.size === 0) say(talker, performance.now());
    await sleep(1);
  }
  return (seen.filter(({ refused }) => refused === null).length / ms) * 1000;
}

async function quiet(talkers: readonly Talker[]): Promise<void> {
  while (talkers.some(({ asked }) => asked.size > 0)) await sleep(20);
}

const answered = (all: readonly Seen[]) => all.filter(({ refused }) => refused === null);

pinGenerator();
const program = await createProgram();
try {
  await program.start();
  const owner = await claim(program);
  await prove(program, owner, await owner.pair());
  const talkers: Talker[] = [];
  for (let i = 0; i < count; i++) {
    const talker = { phone: await Phone.signIn(program.mobile, await owner.pair()), asked: new Map() };
    listen(talker);
    talkers.push(talker);
  }
  await capacity(talkers);
  await quiet(talkers);
  const goodput: number[] = [];
  const normal: number[] = [];
  const costs: number[] = [];
  const postmaster = Number.parseInt(readFileSync(join(program.home, "db/postmaster.pid"), "utf8"), 10);
  const spent = () => processorTime([program.pid(), postmaster]);
  for (let round = 0; round < rounds; round++) {
    const unloaded = spent();
    const most = await capacity(talkers);
    await quiet(talkers);
    const each = (spent() - unloaded) / seen.length;
    const before = median(answered(await offer(talkers, most / 2, restMs)).map(({ took }) => took));
    await quiet(talkers);
    const cpu = process.cpuUsage();
    const calm = spent();
    const flood = await offer(talkers, Number(values.offer ?? most * 2), floodMs);
    const { user, system } = process.cpuUsage(cpu);
    const turned = flood.filter(({ refused }) => refused !== null).length;
    const refusedCost = (spent() - calm - answered(flood).length * each) / turned / each;
    const generator = (user + system) / 1000 / floodMs;
    const refusals = new Map<string, number>();
    for (const { refused } of flood) if (refused) refusals.set(refused, (refusals.get(refused) ?? 0) + 1);
    const untold = flood.filter(
      ({ refused, retryAfter }) => refused && typeof retryAfter !== "number",
    ).length;
    const part = answered(flood).length / (floodMs / 1000) / most;
    const flooded = median(answered(flood).map(({ took }) => took));
    const began = performance.now();
    const after = answered(await offer(talkers, most / 2, restMs)).filter(
      ({ sentAt }) => sentAt >= began + settleMs,
    );
    await quiet(talkers);
    const back = median(after.map(({ took }) => took)) / before;
    goodput.push(part);
    costs.push(refusedCost);
    normal.push(back);
    console.log(
      `round ${round + 1}: capacity ${most.toFixed(0)}/s; at twice that ${(part * 100).toFixed(0)} % of it answered after ${flooded.toFixed(0)} ms (generator busy ${generator.toFixed(2)}), ` +
        `refused ${[...refusals].map(([code, n]) => `${code} ${n}`).join(", ") || "none"} (${untold} without a time to come again), each for ${refusedCost.toFixed(2)} of an answered one's ${each.toFixed(2)} ms of processor; ` +
        `one second after it, at half: ${back.toFixed(2)} x the ${before.toFixed(1)} ms of before, p99 ${quantile(
          after.map(({ took }) => took),
          0.99,
        ).toFixed(0)} ms`,
    );
  }
  const cost = median(costs);
  console.log(
    `a refused one takes ${spread(costs)} of the processor time of an answered one, PostgreSQL included: on a machine without other work that leaves ${((1 - 2 * cost) / (1 - cost)).toFixed(2)} of the capacity at twice the load`,
  );
  console.log(
    `W13 goodput ${spread(goodput)} of the capacity, goal 0.9; after the flood ${spread(normal)} x, goal: normal within 1 s`,
  );
  for (const { phone } of talkers) phone.close();
} finally {
  await program.remove();
}
