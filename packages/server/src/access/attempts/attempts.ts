import type { Call } from "../../pure/call.ts";
import type { Failure } from "../../pure/failure.ts";
import type { Wait } from "../limits/budget.ts";

/** The doors at which somebody shows a credential that can be guessed at. */
export type AttemptMethod = "password" | "link" | "claim" | "pairing" | "refresh" | "token" | "cookie";

export interface Shown {
  readonly method: AttemptMethod;
  /** What the stranger calls themselves, for the access log; null where the door asks for no name. */
  readonly user: string | null;
  /** The account that is tried, existing or not: its failures count together, wherever they come from. */
  readonly account?: string;
  /**
   * Proved before: a browser that has signed in to this account, or a live session of it. Its failures count by
   * themselves, so that strangers who guess at the account do not keep its owner out.
   */
  readonly known?: string;
}

/** Says that what was shown is wrong; a closed word why. */
export type Wrong = (reason: string) => void;

export interface Attempts {
  /** Seconds until the (normalised) address may try again; undefined: it is not locked. */
  lockedFor(address: string): Wait | undefined;
  /** Throws `rate_limited` while the call's address is locked: cheaper than everything that would follow. */
  assertOpen(call: Call, what: string): void;
  /**
   * Runs `work`, which looks at what is shown. A failure is counted before it begins, and taken back unless it says
   * `wrong`. Throws `rate_limited` instead of running while the address or the account is locked.
   */
  judge<T>(call: Call, shown: Shown, work: (wrong: Wrong) => Promise<T>): Promise<T>;
  /**
   * A bearer token or a cookie was wrong. These are looked at even while the address is locked, because who holds a
   * secret of 256 bits proves something that no neighbour could guess. Answers what to throw instead, then.
   */
  wrong(call: Call, method: "token" | "cookie", reason: string): Failure | undefined;
}
