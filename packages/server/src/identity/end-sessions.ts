import type { PersonId, SessionId } from "@entobot/contract/ids";
import type { Mutation } from "../audit/index.ts";
import type { EndReason } from "./identity.ts";
import { killPairings } from "./pairing-store.ts";
import { announce, type EndedSession, endBrowsersOf, endSession, endSessionsOf } from "./session-store.ts";

/** Ends one session. Empty when it had ended already. */
export async function endOne(
  mutation: Mutation,
  id: SessionId,
  reason: EndReason,
  now: number,
): Promise<SessionId[]> {
  return told(mutation, await endSession(mutation.tx, id, reason, now), reason);
}

/** Ends everything that a person holds, but `except`; pairings that wait would bring it back, so they die too. */
export async function endAll(
  mutation: Mutation,
  person: PersonId,
  except: SessionId | null,
  reason: EndReason,
  now: number,
): Promise<SessionId[]> {
  await killPairings(mutation.tx, person);
  return told(mutation, await endSessionsOf(mutation.tx, person, except, reason, now), reason);
}

/** Ends a person's browser sessions but `except`, and the pairings that one of them may have prepared. */
export async function endBrowsers(
  mutation: Mutation,
  person: PersonId,
  except: SessionId | null,
  reason: EndReason,
  now: number,
): Promise<SessionId[]> {
  await killPairings(mutation.tx, person);
  return told(mutation, await endBrowsersOf(mutation.tx, person, except, reason, now), reason);
}

async function told(mutation: Mutation, ended: EndedSession[], reason: EndReason): Promise<SessionId[]> {
  for (const { id, person_id, device_id } of ended) {
    mutation.record({
      event: "session_revoked",
      target: id,
      subject: person_id,
      details: { person: person_id, device: device_id, reason },
    });
    if (device_id === null) continue;
    mutation.record({
      event: "device_removed",
      target: device_id,
      subject: person_id,
      details: { person: person_id, session: id, reason },
    });
  }
  const ids = ended.map(({ id }) => id);
  await announce(mutation.tx, ids);
  return ids;
}
