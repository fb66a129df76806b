import type { Audit } from "../audit/index.ts";
import type { Identity } from "../identity/index.ts";
import type { Log } from "../log/index.ts";

const hourMs = 3_600_000;

/** What the server does by itself, apart from what people ask of it. Returns the end of it. */
export function startChores({
  identity,
  audit,
  log,
}: {
  identity: Pick<Identity, "sweep">;
  audit: Pick<Audit, "verify">;
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
  every(24 * hourMs, "verify the record", () => audit.verify({ signal: stopped.signal }));
  return () => stopped.abort();
}
