import type { DeviceCredentials, PairRequest } from "@entobot/contract/auth";
import type { DeviceId, SessionId } from "@entobot/contract/ids";
import { covers, type Wrong } from "../access/index.ts";
import type { Mutation } from "../audit/index.ts";
import { equalBytes } from "../crypto/constant-time.ts";
import { isDeviceKey } from "../crypto/device-proof.ts";
import { isToken, newToken } from "../crypto/token.ts";
import type { Call } from "../pure/call.ts";
import { Failure, isFailure } from "../pure/failure.ts";
import { asStranger } from "./acting.ts";
import { issueCredentials } from "./credentials.ts";
import type { Tools } from "./deps.ts";
import { describeDevice } from "./device-info.ts";
import { insertDevice } from "./device-store.ts";
import { lifetimes, pairingAttempts } from "./lifetimes.ts";
import { findRedeemFault } from "./pairing-rules.ts";
import { findPairing, lockPairing, type PairingRow, setPairingState } from "./pairing-store.ts";
import { activatePerson, lockPerson, type PersonRow } from "./people-store.ts";
import { insertRefreshToken } from "./refresh-store.ts";
import { findEnd } from "./session-rules.ts";
import { findSessions, insertSession } from "./session-store.ts";

type Made = Parameters<typeof issueCredentials>[1];
type Redeemed = { fault: "wrong_token" } | Made;

/** A device shows the one-time token and becomes the person's. Which person, and what they may, was settled before. */
export async function redeemPairing(
  tools: Tools,
  given: Call,
  request: PairRequest,
): Promise<DeviceCredentials> {
  const call = asStranger(given);
  const redeemed = await tools.attempts.judge(call, { method: "pairing", user: null }, (wrong) =>
    judge(tools, call, request, wrong),
  );
  return issueCredentials(tools, redeemed);
}

async function judge(tools: Tools, call: Call, request: PairRequest, wrong: Wrong): Promise<Made> {
  const { audit, database } = tools;

  function fail(reason: string, target: string | null = null): Failure {
    audit.note(call, {
      event: "auth_failed",
      outcome: "failure",
      severity: "warning",
      target,
      details: { method: "pairing", reason },
    });
    return new Failure("pairing_invalid");
  }

  function failWrong(reason: string): Failure {
    wrong(reason);
    return fail(reason);
  }

  if (!isToken(request.temp_token)) throw failWrong("malformed");
  if (request.public_key && !(await isDeviceKey(request.public_key))) {
    throw new Failure("invalid_request", { text: "The public key is not one of its kind." });
  }
  const known = await findPairing(database, request.session_id);
  if (!known) throw failWrong("unknown");

  let redeemed: Redeemed;
  try {
    redeemed = await audit.mutate(call, "chained", (mutation) =>
      redeem(tools, mutation, known, request, wrong),
    );
  } catch (error) {
    if (!isFailure(error, "pairing_invalid")) throw error;
    fail(error.detail ?? "refused", known.id);
    throw error;
  }
  if ("fault" in redeemed) throw new Failure("pairing_invalid");
  return redeemed;
}

async function redeem(
  tools: Tools,
  mutation: Mutation,
  known: PairingRow,
  request: PairRequest,
  wrong: Wrong,
): Promise<Redeemed> {
  const { tx } = mutation;
  const now = tools.clock();
  // The person first, as everywhere: whoever disables them kills their pairings under the same lock.
  const person = await lockPerson(tx, known.person_id);
  const pairing = await lockPairing(tx, known.session_id);
  if (!pairing) throw new Failure("pairing_invalid", { detail: "unknown" });
  const tokenMatches = equalBytes(tools.hashToken(request.temp_token), pairing.token_hash);
  const creatorStands = await findCreatorStands(mutation, pairing, person, now);
  const fault = findRedeemFault(pairing, { tokenMatches, creatorStands, person, now });
  // Whoever holds the token of a pairing that is over guesses nothing.
  if (fault && !tokenMatches) wrong(fault);
  if (fault === "wrong_token") {
    const attempts = pairing.attempts + 1;
    const state = attempts >= pairingAttempts ? "dead" : pairing.state;
    await setPairingState(tx, pairing.id, { state, attempts, device: null });
    mutation.record({
      event: "auth_failed",
      outcome: "failure",
      severity: "warning",
      target: pairing.id,
      details: { method: "pairing", reason: fault, attempts },
    });
    return { fault };
  }
  if (fault === "not_approved") {
    const text = "Invalid pairing credentials: the person has not approved this pairing yet";
    throw new Failure("pairing_invalid", { detail: fault, text });
  }
  if (fault || !person) throw new Failure("pairing_invalid", { detail: fault ?? "unknown" });
  return makeDevice(tools, mutation, pairing, person, request, now);
}

/**
 * Whoever made the pairing must still be somebody who could: their session not taken away, and they not below the person.
 * Signing out by oneself is no distrust in what one has just made.
 */
async function findCreatorStands(
  { tx }: Mutation,
  pairing: PairingRow,
  person: PersonRow | undefined,
  now: number,
): Promise<boolean> {
  if (pairing.creator_session === null) return !pairing.created_by.startsWith("usr_");
  const [session] = await findSessions(tx, [pairing.creator_session]);
  if (!session || !person || session.status !== "active") return false;
  const end = findEnd(session, now);
  if (end !== undefined && end !== "signed_out") return false;
  return session.person_id === person.id || covers(session.role, person.role);
}

async function makeDevice(
  tools: Tools,
  mutation: Mutation,
  pairing: PairingRow,
  person: PersonRow,
  request: PairRequest,
  now: number,
): Promise<Redeemed> {
  const { tx } = mutation;
  const { newId, random, hashToken } = tools;
  const { jwtExpiryMs, refreshEnabled } = tools.settings();
  const { name, platform } = describeDevice(request.device_info);
  const device = { id: newId<DeviceId>("dev"), name };
  // Without refresh the one access token is all there is.
  const life = refreshEnabled ? lifetimes.device.absolute : jwtExpiryMs;
  const session = { id: newId<SessionId>("ses"), expiresAt: now + life };
  const refreshToken = refreshEnabled ? newToken(random) : null;

  await insertDevice(tx, {
    ...{ id: device.id, person_id: person.id, name, platform, paired_at: now },
    public_key: request.public_key ?? null,
  });
  await insertSession(tx, {
    ...{ id: session.id, personId: person.id, deviceId: device.id, secretHash: null },
    ...{ now, expiresAt: session.expiresAt },
  });
  if (refreshToken) {
    const hash = hashToken(refreshToken);
    await insertRefreshToken(tx, { hash, session: session.id, generation: 0, now });
  }
  await setPairingState(tx, pairing.id, { state: "used", attempts: pairing.attempts, device: device.id });
  await activatePerson(tx, person.id);
  mutation.record({
    event: "device_paired",
    actor: person.id,
    device: device.id,
    target: device.id,
    subject: person.id,
    details: {
      pairing: pairing.id,
      session: session.id,
      created_by: pairing.created_by,
      has_key: request.public_key !== undefined,
    },
    personal: { device_name: name },
  });
  const { id, email, name: personName, role } = person;
  return { user: { id, email, name: personName, role }, device, session, refreshToken };
}
