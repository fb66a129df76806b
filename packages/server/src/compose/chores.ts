import type { Audit } from "../audit/index.ts";
import type { Identity } from "../identity/index.ts";
import type { Log } from "../log/index.ts";
import type { Alerts } from "../operations/index.ts";
import type { Call } from "../pure/call.ts";

const hourMs = 3_600_000;

/** What the server does by itself, apart from what people ask of it. Returns the end of it. */
export function startChores({
  identity,
  alerts,
  audit,
  system,
  log,
}: {
  identity: Pick<Identity, "sweep">;
  alerts: Pick<Alerts, "sweep">;
  audit: Pick<Audit, "verify" | "noted">;
  system: () => Call;
  log: Log;
}): () => void {
  const stopped = new AbortController();
  const every = (ms: number, name: string, chore: () => Promise<unknown>) => {
    const run = () => void chore().catch((error) => log.error("a chore failed", { name }, error));
    const timer = setInterval(run, ms);
    timer.unref();
    stopped.signal.addEventListener("abort", () => clearInterval(timer));
  };
  every(hourMs, "sweep", () => identity.sweep());
  every(hourMs, "sweep alerts", () => alerts.sweep());
  every(24 * hourMs, "verify the record", async () => {
    const { ok, checked, fault } = await audit.verify({ signal: stopped.signal });
    // What verifies is no news; what does not must reach somebody, and alerts follow the record.
    if (ok) return;
    const details = { checked, fault_seq: fault?.seq ?? null };
    const draft = { event: "record_verified", outcome: "failure", severity: "critical", details } as const;
    await audit.noted(system(), draft);
  });
  return () => stopped.abort();
}
