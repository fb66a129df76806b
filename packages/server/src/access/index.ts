export type { AssertMay, Covers, Decide } from "./access.ts";
export { type AllowList, createAllowList, type Networks, wouldAdmit } from "./allow-list.ts";
export type { AttemptMethod, Attempts, Shown, Wrong } from "./attempts/attempts.ts";
export { createLockouts, type Lockout, type Lockouts } from "./attempts/lockouts.ts";
export {
  type AddressFault,
  type Arrival,
  type ClientAddress,
  createClientAddress,
  type FindClientAddress,
  type ForwardingSettings,
  isForwarded,
} from "./client-address.ts";
export { assertMay, covers, decide } from "./decide.ts";
export type { HashKey } from "./limits/hash-key.ts";
export type { Limits } from "./limits/limits.ts";
export type { Place } from "./limits/places.ts";
export { type LimitSettings, type OpenLimits, openLimits } from "./open-limits.ts";
export { createRefusals } from "./refusals/create-refusals.ts";
export { isRefusal } from "./refusals/is-refusal.ts";
export type { Refusals } from "./refusals/refusals.ts";
