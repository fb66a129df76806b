import type { Credentials } from "./credentials.ts";

/** Clocks of phones are a little wrong; a token this near to its end may be over on the server. */
export const skewMs = 120_000;

/** The access token may be used at once: one near its end is renewed on the socket first, for a refused one counts as a wrong credential. */
export const isFresh = ({ expiresAt }: Pick<Credentials, "expiresAt">, nowMs: number): boolean =>
  nowMs < expiresAt * 1000 - skewMs;
