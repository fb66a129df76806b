/**
 * W11: a start in a home that was used before, until the first authenticated and recorded answer of the built-in model has
 * come over the socket; and what the server's process holds when idle. Beside a bare node:http until its first answer.
 * The built program, PostgreSQL's start included, all on core 0; the one who waits on core 1 looks every 5 ms.
 * `node bench/start.ts [--rounds 7] [--idle 5]`
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { median, spread } from "./figures.ts";
import { claim } from "./owner.ts";
import { Phone } from "./phone.ts";
import { createProgram, freePort, pinGenerator, pinned } from "./program.ts";
import { prove } from "./prove.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "7" }, idle: { type: "string", default: "5" } },
});
const [rounds, idle] = [values.rounds, values.idle].map(Number) as [number, number];

async function until<T>(attempt: () => Promise<T>): Promise<T> {
  for (const deadline = performance.now() + 30_000; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(5);
    }
  }
}

async function bareStart(): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const script = join(import.meta.dirname, "bare-http.ts");
  const child = pinned(0, [process.execPath, script, String(port)], {});
  await until(async () => (await fetch(`http://127.0.0.1:${port}/`)).text());
  const took = performance.now() - started;
  child.kill();
  return took;
}

const megabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

pinGenerator();
const program = await createProgram();
try {
  await program.start();
  const owner = await claim(program);
  const token = await owner.pair();
  await prove(program, owner, token);
  await program.stop("SIGTERM");

  const measured: { bare: number; ours: number; resident: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const bare = await bareStart();
    const started = performance.now();
    program.spawn();
    const phone = await until(() => Phone.open(program.mobile));
    const signedIn = phone.next(["auth_success", "error"]);
    phone.say({ type: "auth", jwt_token: token });
    if ((await signedIn).type !== "auth_success") throw new Error("the token was refused");
    await phone.answer("Hello");
    const ours = performance.now() - started;
    phone.close();
    await sleep(idle * 1000);
    const resident = megabytes(program.pid());
    await program.stop("SIGTERM");
    measured.push({ bare, ours, resident });
    console.log(
      `round ${round + 1}: bare ${bare.toFixed(0)} ms, Entobot ${ours.toFixed(0)} ms, idle ${resident.toFixed(0)} MB`,
    );
  }
  const of = (name: "bare" | "ours" | "resident") => measured.map((one) => one[name]);
  const times = median(measured.map((one) => one.ours / one.bare));
  console.log(
    `W11 warm start to the first recorded answer: ${spread(of("ours"), 0)} ms, bare node:http ${spread(of("bare"), 0)} ms (${times.toFixed(1)} x); ` +
      `idle ${spread(of("resident"), 0)} MB; goal 1000 ms and 130 MB`,
  );
} finally {
  await program.remove();
}
