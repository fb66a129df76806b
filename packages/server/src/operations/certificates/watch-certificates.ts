import type { Audit } from "../../audit/index.ts";
import type { Log } from "../../log/index.ts";
import type { Call } from "../../pure/call.ts";
import type { Clock } from "../../pure/clock.ts";
import { timestamp } from "../../pure/clock.ts";
import { stageOf } from "./expiry.ts";
import type { Looked, OpenedCertificates } from "./open-certificates.ts";

export interface WatchDeps {
  readonly certificates: OpenedCertificates;
  readonly audit: Pick<Audit, "noted" | "search">;
  readonly call: () => Call;
  readonly clock: Clock;
  readonly log: Log;
  /** Between two looks. */
  readonly everyMs?: number;
}

const lookMs = 3_000;

/**
 * Looks at the files and at the calendar, and writes what happened into the record, where alerts find it. Polls: what
 * certbot replaces is a link, often on another file system, which no notification follows. Returns the end of it.
 */
export function watchCertificates(deps: WatchDeps): () => Promise<void> {
  const { certificates, audit, call, clock, log } = deps;
  /** Certificate and stage that the record is known to hold. */
  let warned = "";
  /** What the record has not taken yet. */
  const unsaid: Looked[] = [{ kind: "loaded", certificate: certificates.certificate() }];
  let running: Promise<void> | null = null;

  async function record(looked: Looked): Promise<void> {
    if (looked.kind === "loaded") {
      const { fingerprint, notAfter } = looked.certificate;
      const details = { fingerprint, not_after: timestamp(notAfter) };
      await audit.noted(call(), { event: "certificate_loaded", target: fingerprint, details });
    } else if (looked.kind === "refused") {
      const { fingerprint } = certificates.certificate();
      const details = { fault: looked.fault, still_serving: fingerprint };
      await audit.noted(call(), {
        ...{ event: "certificate_refused", outcome: "failure", severity: "error", details },
      });
    }
  }

  async function warn(): Promise<void> {
    const { fingerprint, notAfter } = certificates.certificate();
    const days = stageOf(certificates.certificate(), clock());
    const key = `${fingerprint} ${days}`;
    if (days === null || key === warned) return;
    // The record is the memory: a restart, or a second server, does not warn again.
    const query = { event: "certificate_expiring", target: fingerprint, limit: 10 } as const;
    const known = (await audit.search(query)).items.some(({ details }) => details["days"] === days);
    if (!known) {
      await audit.noted(call(), {
        event: "certificate_expiring",
        severity: days <= 1 ? "critical" : "warning",
        target: fingerprint,
        details: { days, expired: days === 0, not_after: timestamp(notAfter) },
      });
    }
    warned = key;
  }

  async function step(): Promise<void> {
    const looked = await certificates.look();
    if (looked.kind === "loaded" || looked.kind === "refused") unsaid.push(looked);
    await say();
  }

  async function say(): Promise<void> {
    for (let next = unsaid[0]; next; next = unsaid[0]) {
      await record(next);
      unsaid.shift();
    }
    await warn();
  }

  function run(work: () => Promise<void>): void {
    running ??= work()
      .catch((error: unknown) => log.error("the certificate could not be looked after", {}, error))
      .finally(() => {
        running = null;
      });
  }

  run(say);
  const timer = setInterval(() => run(step), deps.everyMs ?? lookMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
