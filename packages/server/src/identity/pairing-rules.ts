import type { PairingState } from "@entobot/contract/auth";
import type { Principal } from "../pure/principal.ts";
import { standsAbove } from "./acting.ts";
import { pairingAttempts } from "./lifetimes.ts";
import type { PairingRow } from "./pairing-store.ts";
import type { PersonRow } from "./people-store.ts";

/**
 * For oneself at once. For somebody else only without more rights than one's own, and at once only while there is nothing
 * of theirs to reach: once they have had a password or a device, they decide themselves (threat D3).
 */
export function decidePairing(
  principal: Principal,
  person: PersonRow,
  hadDevice: boolean,
): "waiting" | "awaiting_approval" | "refused" {
  if (principal.kind === "person" && principal.personId === person.id) return "waiting";
  if (!standsAbove(principal, person.role)) return "refused";
  return person.password !== null || hadDevice ? "awaiting_approval" : "waiting";
}

export type RedeemFault =
  | "wrong_token"
  | "used"
  | "dead"
  | "expired"
  | "not_approved"
  | "creator_ended"
  | "person_disabled";

/** The token is judged before the state: whoever does not hold it learns nothing about the pairing. */
export function findRedeemFault(
  pairing: PairingRow,
  facts: { tokenMatches: boolean; creatorStands: boolean; person: PersonRow | undefined; now: number },
): RedeemFault | undefined {
  if (pairing.state === "used") return "used";
  if (pairing.state === "dead" || pairing.attempts >= pairingAttempts) return "dead";
  if (facts.now >= pairing.expires_at) return "expired";
  if (!facts.tokenMatches) return "wrong_token";
  if (pairing.state !== "waiting") return "not_approved";
  if (!facts.creatorStands) return "creator_ended";
  if (!facts.person || facts.person.status === "disabled") return "person_disabled";
  return undefined;
}

export function shownState(pairing: PairingRow, now: number): PairingState["state"] {
  if (pairing.state === "used") return "used";
  if (pairing.state === "dead" || now >= pairing.expires_at) return "expired";
  return pairing.state;
}
