import { limits } from "@entobot/contract/limits";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long each credential lives at most, and how long without use (ASVS 5.0 V7.1.1, V7.3). */
export const lifetimes = {
  claimLink: limits.claimLifeMs,
  invitation: limits.invitationLifeMs,
  pairing: limits.pairingLifeMs,
  browser: { absolute: 24 * hour, idle: 2 * hour },
  /** How long a browser that signed in is told from strangers. */
  knownBrowser: 90 * day,
  device: { absolute: 90 * day, idle: 30 * day },
  /** How long an ended or expired session is remembered as such. */
  remembered: 30 * day,
} as const;

/** Wrong tokens until a pairing is dead. */
export const pairingAttempts = 10;
/** Open pairings one creator may have for one person; a further one replaces the oldest. */
export const openPairings = 5;
/** `last_seen_at` is written at most this often. */
export const seenEveryMs = minute;
