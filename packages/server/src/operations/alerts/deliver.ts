import { newToken } from "../../crypto/token.ts";
import { windowOf } from "./alert-times.ts";
import { createDeliverOne, type DeliverDeps } from "./deliver-one.ts";
import { beginQuiet, claimDue, type Delivery, nextDue } from "./outbox-store.ts";

export interface Deliverer {
  /** Something may be due. */
  wake(): void;
  /** Resolves when nothing is due any more. */
  settled(): Promise<void>;
  /** Lets tries that run end for a moment, then cuts them: they are tried again at the next start. */
  stop(): Promise<void>;
}

/** At once, so that one slow try does not keep the others waiting. */
const most = 8;
const graceMs = 3_000;

/** Sends what is due on one channel, as long as there is something, and sleeps until the next is. */
export function createDeliverer(deps: DeliverDeps): Deliverer {
  const { database, channel, clock, times, log } = deps;
  const deliverOne = createDeliverOne(deps);
  const stop = new AbortController();
  let stopping = false;
  let running: Promise<void> | null = null;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  async function claim(token: string): Promise<Delivery[]> {
    const now = clock();
    return database.transaction(async (tx) => {
      const claimed = await claimDue(tx, channel, token, { now, claimMs: times.claim, most });
      for (const delivery of claimed.filter(({ newly_frozen }) => newly_frozen)) {
        const digest = delivery.due_at > delivery.created_at;
        await beginQuiet(tx, delivery, { digest, now, windows: (step) => windowOf(times, step) });
      }
      return claimed;
    });
  }

  async function round(): Promise<void> {
    while (!stopping && deps.settings().enabled) {
      const token = newToken(deps.random);
      const claimed = await claim(token);
      if (claimed.length === 0) return;
      const results = await Promise.allSettled(
        claimed.map((delivery) => deliverOne(delivery, token, stop.signal)),
      );
      const lost = results.find((result) => result.status === "rejected");
      // The database did not take down what became of it; the claim ends by itself.
      if (lost) throw lost.reason;
    }
  }

  async function sleep(): Promise<void> {
    const due = await nextDue(database, channel).catch(() => null);
    if (stopping) return;
    const wait = due === null ? times.look : Math.min(times.look, Math.max(10, due - clock()));
    clearTimeout(timer);
    timer = setTimeout(() => void wake(), wait);
    timer.unref();
  }

  function wake(): Promise<void> {
    again = true;
    running ??= (async () => {
      while (again && !stopping) {
        again = false;
        await round().catch((error) => log.warn("alerts wait for the database", { channel }, error));
      }
      running = null;
      await sleep();
    })();
    return running;
  }

  return {
    wake: () => void wake(),
    settled: wake,
    async stop() {
      stopping = true;
      clearTimeout(timer);
      const cut = setTimeout(() => stop.abort(), graceMs);
      await running;
      clearTimeout(cut);
    },
  };
}
