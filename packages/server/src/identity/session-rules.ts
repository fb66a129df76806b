import type { EndReason } from "./identity.ts";
import { lifetimes } from "./lifetimes.ts";
import type { SessionRow } from "./session-store.ts";

type Judged = Pick<SessionRow, "device_id" | "end_reason" | "expires_at" | "last_seen_at" | "status">;

/** Why a session is not live, or undefined while it is. Unknown states never come out as live. */
export function findEnd(row: Judged, now: number): EndReason | undefined {
  if (row.end_reason !== null) return row.end_reason;
  if (row.status !== "active") return "person_disabled";
  if (now >= diesAt(row)) return "expired";
  return undefined;
}

/** The earlier of the absolute end and the end by disuse. */
export function diesAt(row: Pick<SessionRow, "device_id" | "expires_at" | "last_seen_at">): number {
  const { idle } = row.device_id === null ? lifetimes.browser : lifetimes.device;
  return Math.min(row.expires_at, row.last_seen_at + idle);
}
