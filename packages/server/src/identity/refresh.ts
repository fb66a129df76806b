import type { DeviceCredentials, RefreshRequest } from "@entobot/contract/auth";
import type { SessionId } from "@entobot/contract/ids";
import type { Wrong } from "../access/index.ts";
import type { Mutation } from "../audit/index.ts";
import { provesRefresh } from "../crypto/device-proof.ts";
import { isToken, newToken } from "../crypto/token.ts";
import { openUnderToken, sealUnderToken } from "../crypto/token-seal.ts";
import type { Call } from "../pure/call.ts";
import { Failure } from "../pure/failure.ts";
import { asStranger } from "./acting.ts";
import { issueCredentials } from "./credentials.ts";
import type { Tools } from "./deps.ts";
import { endOne } from "./end-sessions.ts";
import { decideRefresh } from "./refresh-rules.ts";
import {
  findNewestGeneration,
  findRefreshToken,
  insertRefreshToken,
  markUsed,
  type RefreshRow,
} from "./refresh-store.ts";
import { findEnd } from "./session-rules.ts";
import { findSessions, lockSession, type SessionRow } from "./session-store.ts";

type Outcome = { child: string; session: SessionRow } | { reused: SessionId[] };

/** A refresh token is exchanged for its one child and a new access token. The family is the device's session. */
export async function refresh(
  tools: Tools,
  given: Call,
  request: RefreshRequest,
): Promise<DeviceCredentials> {
  const { audit, live } = tools;
  const call = asStranger(given);
  const token = request.refresh_token;
  if (!tools.settings().refreshEnabled) {
    throw new Failure("refresh_invalid", {
      text: "Invalid token: refreshing is turned off on this server. Pair again.",
    });
  }
  const hash = await tools.attempts.judge(call, { method: "refresh", user: null }, (wrong) =>
    prove(tools, call, request, wrong),
  );
  const outcome = await audit.mutate(call, "chained", (mutation) => exchange(tools, mutation, token, hash));
  if ("reused" in outcome) {
    await live.changed(outcome.reused);
    throw new Failure("refresh_invalid");
  }
  const { person_id, email, name, role, device_id, device_name, id, expires_at } = outcome.session;
  if (device_id === null || device_name === null) throw new Failure("internal");
  return issueCredentials(tools, {
    user: { id: person_id, email, name, role },
    device: { id: device_id, name: device_name },
    session: { id, expiresAt: expires_at },
    refreshToken: outcome.child,
  });
}

/** The token's hash, when it is one of ours and comes with the device's proof. Whether it may still be used is not asked. */
async function prove(tools: Tools, call: Call, request: RefreshRequest, wrong: Wrong): Promise<Buffer> {
  const { audit, database, clock } = tools;
  const token = request.refresh_token;

  function fail(reason: string, session?: SessionRow): void {
    audit.note(call, {
      event: "auth_failed",
      outcome: "failure",
      severity: reason === "ended" ? "info" : "warning",
      target: session?.id ?? null,
      subject: session?.person_id ?? null,
      details: { method: "refresh", reason },
    });
  }

  const hash = isToken(token) ? tools.hashToken(token) : undefined;
  const known = hash && (await findRefreshToken(database, hash));
  const [session] = known ? await findSessions(database, [known.session_id]) : [];
  if (!hash || !known || !session) {
    wrong("unknown");
    fail("unknown");
    throw new Failure("refresh_invalid");
  }
  if (findEnd(session, clock())) {
    fail("ended", session);
    throw new Failure("session_ended");
  }
  // Before anything is decided: a stolen token alone must not even be able to end the family.
  const { public_key } = session;
  if (public_key && !(await provesRefresh(public_key, token, request.proof ?? ""))) {
    wrong("device_proof");
    fail("device_proof", session);
    throw new Failure("refresh_invalid");
  }
  return hash;
}

/** Under the session's row lock: of fifty at once one makes the child, the others are given the same one. */
async function exchange(tools: Tools, mutation: Mutation, token: string, hash: Buffer): Promise<Outcome> {
  const { tx } = mutation;
  const now = tools.clock();
  const before = await findRefreshToken(tx, hash);
  if (!before) throw new Failure("refresh_invalid");
  await lockSession(tx, before.session_id);
  const row = await findRefreshToken(tx, hash);
  const [session] = await findSessions(tx, [before.session_id]);
  if (!row || !session) throw new Failure("refresh_invalid");
  if (findEnd(session, now)) throw new Failure("session_ended");

  const decision = decideRefresh(row, await findNewestGeneration(tx, row.session_id), now);
  if (decision === "reuse") {
    const { id, device_id, person_id } = session;
    mutation.record({
      event: "token_reused",
      outcome: "denied",
      severity: "critical",
      device: device_id,
      target: id,
      subject: person_id,
      details: { person: person_id, generation: row.generation },
    });
    return { reused: await endOne(mutation, id, "token_reused", now) };
  }
  const child =
    decision === "rotate"
      ? await makeChild(tools, mutation, row, token, now)
      : row.child && openUnderToken(token, row.child);
  if (!child) throw new Failure("internal", { detail: "the sealed child of a refresh token did not open" });
  mutation.record({
    event: "token_refreshed",
    actor: session.person_id,
    device: session.device_id,
    target: session.id,
    subject: session.person_id,
    details: { generation: row.generation + 1, repeated: decision === "repeat" },
  });
  return { child, session };
}

async function makeChild(
  { random, hashToken }: Tools,
  { tx }: Mutation,
  row: RefreshRow,
  token: string,
  now: number,
): Promise<string> {
  const child = newToken(random);
  const generation = row.generation + 1;
  await insertRefreshToken(tx, { hash: hashToken(child), session: row.session_id, generation, now });
  await markUsed(tx, row, sealUnderToken(token, child, random), now);
  return child;
}
