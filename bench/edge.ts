/**
 * What the edge costs: the same request of a signed-in device, one in flight, through a server with all of the edge on
 * (an allow-list of 200 networks, a proxy whose header is read, limits, lockouts) and one with all of it off, in turns;
 * and the ways of being refused beside being accepted, with what each costs the server's process. A bare Fastify beside,
 * for scale (W8). Both servers on core 0, the asker on core 1.
 * `node bench/edge.ts [--seconds 3] [--rounds 5]`
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Client } from "undici";
import { median, quantile, spread } from "./figures.ts";
import { claim } from "./owner.ts";
import { createProgram, type Program, peer, pinGenerator } from "./program.ts";
import { prove } from "./prove.ts";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "3" }, rounds: { type: "string", default: "5" } },
});
const [seconds, rounds] = [values.seconds, values.rounds].map(Number) as [number, number];
const path = "/api/v1/auth/session";
const forwarded = "203.0.113.7";
const networks = Array.from({ length: 198 }, (_, i) => `10.${i}.0.0/16`);
const edge = {
  enterprise: {
    rate_limit_requests: 1_000_000,
    ip_whitelist: ["127.0.0.1/32", "203.0.113.0/24", ...networks],
  },
  network: { trusted_proxies: ["127.0.0.1/32"] },
};
const bareEdge = { enterprise: { rate_limit_enabled: false } };

interface Way {
  readonly name: string;
  readonly client: Client;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly status: number;
  /** Whose processor time counts; none for the peer. */
  readonly of: Program | null;
  readonly before?: (client: Client) => Promise<void>;
}

interface Cost {
  /** ms */
  readonly p50: number;
  /** Microseconds of the server's process a request. */
  readonly processor: number;
}

/** Ticks of 10 ms (USER_HZ is 100 on Linux). */
function processorTime(program: Program | null): number {
  if (!program) return 0;
  const fields = readFileSync(`/proc/${program.pid()}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

async function measure({ client, path, headers, status, of }: Way): Promise<Cost> {
  const times: number[] = [];
  const before = processorTime(of);
  for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
    const began = performance.now();
    const answer = await client.request({ method: "GET", path, headers });
    await answer.body.text();
    times.push(performance.now() - began);
    if (answer.statusCode !== status) throw new Error(`${path}: ${answer.statusCode}, not ${status}`);
  }
  return { p50: median(times), processor: (processorTime(of) - before) / times.length };
}

pinGenerator();
const hello = await peer("hello-server.ts", 0);
const guarded = await createProgram(edge);
const open = await createProgram(bareEdge);
const clients: Client[] = [];
const clientOf = (port: number, localAddress = "127.0.0.1") => {
  const client = new Client(`http://127.0.0.1:${port}`, { localAddress });
  clients.push(client);
  return client;
};
try {
  const tokens: string[] = [];
  for (const program of [guarded, open]) {
    await program.start();
    const owner = await claim(program);
    tokens.push(await owner.pair());
    await prove(program, owner, tokens.at(-1) as string);
  }
  const bearer = (token = "") => ({ authorization: `Bearer ${token}` });
  const proxied = { ...bearer(tokens[0]), "x-real-ip": forwarded, "x-forwarded-for": forwarded };
  const way = (
    name: string,
    of: Program,
    headers: Record<string, string>,
    status: number,
    from?: string,
  ) => ({
    ...{ name, of, headers, status, path },
    client: clientOf(of.rest, from),
  });
  const forged = `${tokens[0]?.slice(0, -6)}AAAAAA`;
  const guesser = { ...bearer(forged), "x-real-ip": "203.0.113.66", "x-forwarded-for": "203.0.113.66" };
  const guessUntilLocked = async (client: Client) => {
    for (let status = 0; status !== 429; ) {
      const answer = await client.request({ method: "GET", path, headers: guesser });
      await answer.body.text();
      status = answer.statusCode;
    }
  };
  const accepted = way("accepted, the edge on", guarded, proxied, 200);
  const ways: Way[] = [
    accepted,
    way("accepted, the edge off", open, bearer(tokens[1]), 200),
    way("refused by the allow-list", guarded, bearer(tokens[0]), 403, "127.0.0.9"),
    { ...way("refused while locked out", guarded, guesser, 429), before: guessUntilLocked },
    { ...way("refused without a credential", open, {}, 401), path: "/api/v1/devices" },
    { ...accepted, name: "bare Fastify", of: null, path: "/", headers: {}, client: clientOf(hello.port) },
  ];
  const costs = new Map<string, Cost[]>(ways.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const one of ways) {
      await one.before?.(one.client);
      const cost = await measure(one);
      // The first warms up.
      if (round >= 0) costs.get(one.name)?.push(cost);
    }
  }
  const of = (name: string, part: keyof Cost) => (costs.get(name) ?? []).map((cost) => cost[part]);
  for (const { name } of ways) {
    const processor = median(of(name, "processor"));
    console.log(
      `${name}: p50 ${spread(of(name, "p50"), 3)} ms${processor > 0 ? `, ${spread(of(name, "processor"), 0)} µs of the process` : ""}`,
    );
  }
  const [on, off] = ["accepted, the edge on", "accepted, the edge off"] as const;
  const added = of(on, "p50").map((time, round) => (time - (of(off, "p50")[round] ?? 0)) * 1000);
  console.log(`the edge adds ${spread(added, 0)} µs at p50; goal 150`);
  for (const { name } of ways.filter(({ name }) => name.startsWith("refused"))) {
    const ratio = (part: keyof Cost) =>
      of(name, part).map((cost, i) => cost / (of(on, part)[i] ?? Number.NaN));
    console.log(
      `${name} against accepted: time ${spread(ratio("p50"))}, processor ${spread(ratio("processor"))}; goal below 1`,
    );
  }
  const scale = of("bare Fastify", "p50").map((time, i) => time / (of(on, "p50")[i] ?? Number.NaN));
  console.log(`W8, as time: bare Fastify takes ${spread(scale)} of ours`);
  console.log(`slowest of the rounds' medians: ${quantile(of(on, "p50"), 1).toFixed(3)} ms`);
} finally {
  await Promise.all(clients.map((client) => client.close()));
  hello.stop();
  await guarded.remove();
  await open.remove();
}
