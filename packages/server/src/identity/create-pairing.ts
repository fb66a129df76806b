import type { Pairing, PairingPayload } from "@entobot/contract/auth";
import { type PairingId, PersonId } from "@entobot/contract/ids";
import { assertMay } from "../access/index.ts";
import { newToken } from "../crypto/token.ts";
import type { Call } from "../pure/call.ts";
import { unixSeconds } from "../pure/clock.ts";
import { Failure } from "../pure/failure.ts";
import { actorOf } from "../pure/principal.ts";
import { refuse } from "./acting.ts";
import type { IdentitySettings, Tools } from "./deps.ts";
import { everHadDevice } from "./device-store.ts";
import { lifetimes, openPairings } from "./lifetimes.ts";
import { decidePairing } from "./pairing-rules.ts";
import { dropOldestPairings, insertPairing } from "./pairing-store.ts";
import { findPerson, findPersonByEmail, lockPerson, type PersonRow } from "./people-store.ts";

export async function createPairing(tools: Tools, call: Call, request: { user?: string }): Promise<Pairing> {
  const { audit, clock, newId, random, hashToken } = tools;
  const { principal } = call;
  const chosen = await findChosen(tools, call, request.user);
  const createdBy = actorOf(principal);
  const token = newToken(random);
  const sessionId = random(16).toString("base64url");

  return audit.mutate(call, "chained", async ({ tx, record }) => {
    const person = await lockPerson(tx, chosen.id);
    if (!person || person.status === "disabled") {
      throw new Failure("conflict", { text: "This person is disabled. Enable them first." });
    }
    const state = decidePairing(principal, person, await everHadDevice(tx, person.id));
    if (state === "refused") throw refuse(audit, call, "pairing.create", person.id);
    const now = clock();
    const expires_at = now + lifetimes.pairing;
    const id = newId<PairingId>("pai");
    await insertPairing(tx, {
      ...{ id, session_id: sessionId, token_hash: hashToken(token), person_id: person.id, state },
      ...{ created_by: createdBy, creator_session: principal.kind === "person" ? principal.sessionId : null },
      ...{ created_at: now, expires_at },
    });
    await dropOldestPairings(tx, person.id, createdBy, openPairings);
    record({
      event: "pairing_created",
      target: id,
      subject: person.id,
      details: { person: person.id, state, for_other: createdBy !== person.id },
    });
    const payload: PairingPayload = {
      session_id: sessionId,
      websocket_url: tools.settings().websocketUrl,
      temp_token: token,
      timestamp: unixSeconds(now),
    };
    return {
      ...payload,
      ...howToReach(tools.settings(), payload, state),
      expires_at: unixSeconds(expires_at),
      user_id: person.id,
    };
  });
}

/** Oneself, or whoever is named. That somebody exists is told only to those who may pair for others. */
async function findChosen(tools: Tools, call: Call, user: string | undefined): Promise<PersonRow> {
  const { principal } = call;
  const named = user?.trim().toLowerCase();
  const own = principal.kind === "person" ? principal : undefined;
  const self = own && (named === undefined || named === own.personId || named === own.email);
  if (self) assertMay(principal, "devices.own");
  else assertMay(principal, "devices.pair_others");
  const wanted = self ? own.personId : named;
  if (wanted === undefined) {
    throw new Failure("invalid_request", { text: "Say for whom: pair --user EMAIL." });
  }
  const person = PersonId.safeParse(wanted).success
    ? await findPerson(tools.database, wanted)
    : await findPersonByEmail(tools.database, wanted);
  if (!person) throw new Failure("not_found", { text: "There is no person with this address." });
  return person;
}

/** A phone's camera opens the link; browsers give a page cameras and keys over https only. */
function howToReach(
  { publicUrl }: IdentitySettings,
  payload: PairingPayload,
  state: "waiting" | "awaiting_approval",
): Pick<Pairing, "link" | "hint"> {
  const secure = publicUrl?.startsWith("https://") ?? false;
  const link = secure
    ? `${publicUrl?.replace(/\/+$/, "")}/pair#${Buffer.from(JSON.stringify(payload)).toString("base64url")}`
    : null;
  const hints: string[] = [];
  if (state === "awaiting_approval") {
    hints.push("The person has used this server before and must approve this pairing first.");
  }
  if (!secure) {
    hints.push("A phone needs an https address: set network.public_url. Until then pair on this machine.");
  }
  return { link, hint: hints.length > 0 ? hints.join(" ") : null };
}
