import type { SessionId } from "@entobot/contract/ids";
import type { Mutation } from "../audit/index.ts";
import { csrfTokenFor, newToken } from "../crypto/token.ts";
import type { Tools } from "./deps.ts";
import type { SignedIn } from "./identity.ts";
import { lifetimes } from "./lifetimes.ts";
import type { PersonRow } from "./people-store.ts";
import { insertSession } from "./session-store.ts";

/** A new browser session with a secret of its own: nothing that was known before signing in lives on (ASVS 5.0 V7.2.4). */
export async function startBrowserSession(
  { clock, newId, random, hashToken, knownBrowsers }: Tools,
  mutation: Mutation,
  person: PersonRow,
  method: "password" | "link" | "claim",
): Promise<SignedIn> {
  const now = clock();
  const secret = newToken(random);
  const sessionId = newId<SessionId>("ses");
  const expiresAt = now + lifetimes.browser.absolute;
  const knownUntil = now + lifetimes.knownBrowser;
  await insertSession(mutation.tx, {
    id: sessionId,
    personId: person.id,
    deviceId: null,
    secretHash: hashToken(secret),
    now,
    expiresAt,
  });
  mutation.record({
    event: "auth_succeeded",
    actor: person.id,
    subject: person.id,
    target: sessionId,
    details: { method },
  });
  return {
    principal: {
      kind: "person",
      personId: person.id,
      email: person.email,
      name: person.name,
      role: person.role,
      sessionId,
      deviceId: null,
      deviceName: null,
    },
    secret,
    csrfToken: csrfTokenFor(secret),
    expiresAt,
    known: { mark: knownBrowsers.issue(person.email, knownUntil), expiresAt: knownUntil },
  };
}
