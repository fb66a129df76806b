/**
 * W4: durable `ack` on the socket beside a bare `ws` echo, interleaved in one run. Server with PostgreSQL on core 0, or the
 * echo there; sockets on core 1. Every message is a whole one: sealed, stored, recorded, acknowledged, answered by the
 * built-in model, and the answer stored and recorded too. Two figures:
 * held: each connection says the next when its answer has come (acks a second, answers included);
 * burst: 1,000 messages at once over all connections, until the last ack (answers run beside and after).
 * `node bench/ack.ts [--connections 100] [--seconds 3] [--rounds 5]`
 */
import { parseArgs } from "node:util";
import { WebSocket } from "ws";
import { median, quantile, spread } from "./figures.ts";
import { claim } from "./owner.ts";
import { Phone } from "./phone.ts";
import { createProgram, peer, pinGenerator } from "./program.ts";
import { prove } from "./prove.ts";

const { values } = parseArgs({
  options: {
    connections: { type: "string", default: "100" },
    seconds: { type: "string", default: "3" },
    rounds: { type: "string", default: "5" },
  },
});
const [connections, seconds, rounds] = [values.connections, values.seconds, values.rounds].map(Number) as [
  number,
  number,
  number,
];
const content = "How is the weather in Lisbon today, and shall I take an umbrella with me?";

interface Rate {
  readonly perSecond: number;
  /** Part of the time that the generator's process was busy: near 1 the figure is its own ceiling. */
  readonly generator: number;
}

/** Counts what `begin` reports until the time is over, then stops. */
async function rate(begin: (count: () => void) => Promise<void>): Promise<Rate> {
  let done = 0;
  const cpu = process.cpuUsage();
  const started = performance.now();
  const running = begin(() => done++);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const took = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const measured = { perSecond: (done / took) * 1000, generator: (user + system) / 1000 / took };
  over = true;
  await running;
  over = false;
  return measured;
}
let over = false;

async function openEcho(port: number): Promise<WebSocket[]> {
  return Promise.all(
    Array.from({ length: connections }, async () => {
      const ws = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
      await new Promise((resolve) => ws.once("open", resolve));
      return ws;
    }),
  );
}

const frame = { type: "message", content };
const echo = (sockets: readonly WebSocket[], count: () => void): Promise<void> =>
  Promise.all(
    sockets.map(
      (ws) =>
        new Promise<void>((resolve) => {
          ws.removeAllListeners("message");
          ws.on("message", (data) => {
            JSON.parse(String(data));
            count();
            if (over) resolve();
            else ws.send(JSON.stringify(frame));
          });
          ws.send(JSON.stringify(frame));
        }),
    ),
  ).then(() => {});

const latencies: number[] = [];
const held = (phones: readonly Phone[], count: () => void): Promise<void> =>
  Promise.all(
    phones.map(
      (phone) =>
        new Promise<void>((resolve, reject) => {
          let sentAt = performance.now();
          phone.onFrame = ({ type, code }) => {
            if (type === "error") reject(new Error(`refused: ${String(code)}`));
            if (type === "ack") {
              latencies.push(performance.now() - sentAt);
              count();
            }
            if (type !== "message") return;
            if (over) return resolve();
            sentAt = performance.now();
            phone.say(frame);
          };
          phone.say(frame);
        }),
    ),
  ).then(() => {});

/** Acks a second of 1,000 messages at once; resolves when the answers have come too. */
async function burst(phones: readonly Phone[]): Promise<number> {
  const each = Math.max(1, Math.floor(1000 / connections));
  const all = each * phones.length;
  let [acks, answers] = [0, 0];
  let perSecond = 0;
  const started = performance.now();
  await new Promise<void>((resolve, reject) => {
    for (const phone of phones) {
      phone.onFrame = ({ type, code }) => {
        if (type === "error") reject(new Error(`refused: ${String(code)}`));
        if (type === "ack" && ++acks === all) perSecond = (all / (performance.now() - started)) * 1000;
        if (type === "message" && ++answers === all) resolve();
      };
      for (let i = 0; i < each; i++) phone.say(frame);
    }
  });
  return perSecond;
}

pinGenerator();
const program = await createProgram();
const bare = await peer("echo-server.ts", 0);
try {
  await program.start();
  const owner = await claim(program);
  await prove(program, owner, await owner.pair());
  const sockets = await openEcho(bare.port);
  const phones: Phone[] = [];
  for (let i = 0; i < connections; i++) phones.push(await Phone.signIn(program.mobile, await owner.pair()));

  const measured: { echo: Rate; held: Rate; burst: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    const one = {
      echo: await rate((count) => echo(sockets, count)),
      held: await rate((count) => held(phones, count)),
      burst: await burst(phones),
    };
    // The first warms up.
    if (round < 0) {
      latencies.length = 0;
      continue;
    }
    measured.push(one);
    console.log(
      `round ${round + 1}: echo ${one.echo.perSecond.toFixed(0)}/s (generator busy ${one.echo.generator.toFixed(2)}), ` +
        `held ${one.held.perSecond.toFixed(0)}/s (${one.held.generator.toFixed(2)}), burst ${one.burst.toFixed(0)}/s`,
    );
  }
  const ceiling = median(measured.map((one) => one.echo.generator)) > 0.9;
  console.log(
    `W4 ${connections} connections: echo ${spread(
      measured.map((one) => one.echo.perSecond),
      0,
    )}/s${ceiling ? " [the generator's own ceiling: the peer may be faster]" : ""}`,
  );
  console.log(
    `held: ${spread(
      measured.map((one) => one.held.perSecond),
      0,
    )}/s, ratio ${spread(
      measured.map((one) => one.held.perSecond / one.echo.perSecond),
      3,
    )}, ack after ${median(latencies).toFixed(0)} ms (p99 ${quantile(latencies, 0.99).toFixed(0)}, saturated); goal 0.25`,
  );
  console.log(
    `burst: ${spread(
      measured.map((one) => one.burst),
      0,
    )}/s, ratio ${spread(
      measured.map((one) => one.burst / one.echo.perSecond),
      3,
    )}; goal 0.25`,
  );
  for (const ws of sockets) ws.terminate();
  for (const phone of phones) phone.close();
} finally {
  bare.stop();
  await program.remove();
}
