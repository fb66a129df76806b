import type { Status } from "@entobot/contract/health";

const words: Record<Status["status"], string> = {
  ok: "Everything works.",
  degraded: "It works, but not everything is as it should be.",
  starting: "The server is starting.",
  stopping: "The server is stopping.",
};

/** One sentence about the whole. Good news only when the record was found good or not yet judged. */
export function verdictOf(status: Status | undefined): { good: boolean; words: string } {
  if (!status) return { good: false, words: "Asking the server…" };
  if (status.record.last_verified_ok === false)
    return { good: false, words: "The record needs your attention." };
  return { good: status.status === "ok", words: words[status.status] };
}
