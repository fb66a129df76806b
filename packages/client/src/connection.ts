import type { ServerFrame } from "@entobot/contract/frames";
import { ApiError, isPassing } from "./api-error.ts";
import { backOff } from "./back-off.ts";
import { type Channel, type Closed, openChannel } from "./channel.ts";
import { reasonOfClose, reasonOfError } from "./close-reasons.ts";
import type { ConnectionState, EndedReason, OfflineReason } from "./connection-state.ts";
import type { CredentialStore, Credentials } from "./credentials.ts";
import type { Environment } from "./environment.ts";
import { isFresh } from "./is-fresh.ts";
import { keepAlive } from "./keep-alive.ts";
import { answerTimeoutMs, refresh, refreshAt } from "./refresh.ts";

export interface ConnectionOptions {
  readonly store: CredentialStore;
  readonly websocketUrl: string | undefined;
  readonly environment: Environment;
  readonly onState: (state: ConnectionState) => void;
  readonly onCredentials: (credentials: Credentials) => void;
  readonly onFrame: (frame: ServerFrame) => void;
  /** Authenticated: `channel` is good until its `closed`. */
  readonly onOnline: (channel: Channel) => void;
}

export interface Connection {
  readonly state: () => ConnectionState;
  readonly credentials: () => Credentials | undefined;
  readonly retryNow: () => void;
  end(reason: EndedReason): void;
}

type Outcome =
  | { readonly kind: "ended"; readonly reason: EndedReason }
  | {
      readonly kind: "again";
      readonly reason: OfflineReason;
      readonly wasOnline: boolean;
      /** Seconds that the server asked for; else the back-off alone decides. */
      readonly retryAfter?: number | undefined;
      readonly atOnce?: boolean;
    };

/** A connection that lived so long starts the back-off anew; a server that lets in and drops does not get a storm. */
const steadyMs = 5_000;
const refreshRetryMs = 30_000;
const nothing = () => {};

export function createConnection(options: ConnectionOptions): Connection {
  const { store, environment } = options;
  let state: ConnectionState = { status: "connecting", attempt: 1 };
  let credentials: Credentials | undefined;
  let channel: Channel | undefined;
  /** The server refused the access token once: the next attempt refreshes first, and a second refusal is final. */
  let mustRefresh = false;
  let ended: EndedReason | undefined;
  let wake: () => void = nothing;
  /** Told to hurry while an attempt was under way: if that one fails, the next begins at once. */
  let hurried = false;
  /** A browser is not told why a handshake is refused: what the last socket was closed for still holds. */
  let shutOut = false;
  /** Who was told to come later is not let in earlier, and must not ask. */
  let heldUntil = 0;

  function become(next: ConnectionState): void {
    state = next;
    options.onState(next);
  }

  function adopt(next: Credentials): void {
    credentials = next;
    options.onCredentials(next);
  }

  async function run(): Promise<void> {
    for (let attempt = 1; ended === undefined; attempt++) {
      become({ status: "connecting", attempt });
      const outcome = await live().catch(() => again("network"));
      if (ended !== undefined) break;
      if (outcome.kind === "ended") {
        ended = outcome.reason;
        break;
      }
      if (outcome.wasOnline) attempt = 0;
      if (outcome.atOnce) continue;
      if (hurried && outcome.retryAfter === undefined) {
        hurried = false;
        attempt = 0;
        continue;
      }
      const { reason, retryAfter } = outcome;
      const retryAt = environment.now() + backOff(attempt + 1, environment.random, retryAfter);
      heldUntil = reason === "rate_limited" && retryAfter !== undefined ? retryAt : 0;
      become({ status: "offline", reason, retryAt });
      await new Promise<void>((resume) => {
        const cancel = environment.setTimer(resume, retryAt - environment.now());
        wake = () => {
          cancel();
          resume();
        };
      });
      wake = nothing;
    }
    for (const stop of stopListening) stop();
    become({ status: "ended", reason: ended ?? "closed" });
  }

  /** One socket from opening to its end. */
  async function live(): Promise<Outcome> {
    const stored = await store.get();
    if (stored === undefined) return { kind: "ended", reason: credentials ? "signed_out" : "not_paired" };
    if (stored.accessToken !== credentials?.accessToken) adopt(stored);
    try {
      channel = await openChannel(options.websocketUrl ?? stored.websocketUrl, environment, options.onFrame);
    } catch {
      return again(shutOut ? "address_refused" : "network");
    }
    const own = channel;
    if (ended !== undefined) own.abandon();
    try {
      await authenticate(own, stored);
    } catch (error) {
      own.abandon();
      channel = undefined;
      // No answer: how the socket ended says more, if the server ended it.
      const unanswered = error instanceof ApiError && error.code === "unreachable";
      return unanswered ? judge(await own.closed, false) : refused(error);
    }
    mustRefresh = false;
    shutOut = false;
    hurried = false;
    const since = environment.now();
    become({ status: "online" });
    const stop = [keepAlive(own, environment), keepFresh(own)];
    options.onOnline(own);
    const closed = await own.closed;
    for (const each of stop) each();
    channel = undefined;
    return judge(closed, environment.now() - since >= steadyMs);
  }

  async function authenticate(own: Channel, stored: Credentials): Promise<void> {
    let current = stored;
    if (mustRefresh || (environment.now() >= refreshAt(stored) && stored.refreshToken !== null)) {
      try {
        current = await refresh(store, stored, own, environment.now);
        adopt(current);
      } catch (error) {
        const usable = !mustRefresh && environment.now() < stored.expiresAt * 1000;
        if (!(error instanceof ApiError && isPassing(error) && error.code !== "unreachable" && usable))
          throw error;
      }
    }
    await own.request({ type: "auth", jwt_token: current.accessToken }, answerTimeoutMs);
  }

  /** Refreshes before the token ends, on the open socket, for as long as the socket lives. */
  function keepFresh(own: Channel): () => void {
    let cancel = () => {};
    function plan(atMs: number): void {
      cancel = environment.setTimer(async () => {
        const current = credentials;
        if (current === undefined) return;
        if (environment.now() < atMs) return plan(atMs);
        try {
          const renewed = await refresh(store, current, own, environment.now);
          adopt(renewed);
          await own.request({ type: "auth", jwt_token: renewed.accessToken }, answerTimeoutMs);
          if (channel === own) plan(refreshAt(renewed));
        } catch (error) {
          if (channel !== own) return;
          if (error instanceof ApiError && isPassing(error)) {
            const told = backOff(1, environment.random, error.retryAfter);
            return plan(environment.now() + Math.max(refreshRetryMs, told));
          }
          // Not accepted: the next attempt finds out for good, in one place.
          mustRefresh = true;
          own.abandon();
        }
      }, atMs - environment.now());
    }
    if (credentials && credentials.refreshToken !== null) {
      const spread = environment.random() * 0.05 * (credentials.expiresAt - credentials.obtainedAt) * 1000;
      plan(Math.max(refreshAt(credentials) - spread, environment.now() + 1000));
    }
    return () => cancel();
  }

  function refused(error: unknown): Outcome {
    if (!(error instanceof ApiError)) return again("network");
    switch (error.code) {
      case "invalid_credentials":
      case "not_authenticated":
      case "refresh_invalid":
      case "session_ended":
        return unwanted(error.code === "session_ended" ? "removed" : "refused");
      default:
        return again(reasonOfError(error.code), { retryAfter: error.retryAfter });
    }
  }

  /** The word against these credentials is final unless a refresh has not been tried for it. */
  function unwanted(reason: EndedReason): Outcome {
    if (!mustRefresh && credentials?.refreshToken) {
      mustRefresh = true;
      return { ...again("network"), atOnce: true };
    }
    const over = credentials !== undefined && environment.now() >= credentials.expiresAt * 1000;
    return { kind: "ended", reason: over && credentials?.refreshToken === null ? "expired" : reason };
  }

  function judge({ code, error }: Closed, wasOnline: boolean): Outcome {
    const nearItsEnd = credentials !== undefined && !isFresh(credentials, environment.now());
    const reason = reasonOfClose(code);
    shutOut = reason === "address_refused";
    switch (reason) {
      case "refused":
        return unwanted("refused");
      case "removed":
        return nearItsEnd ? unwanted("removed") : { kind: "ended", reason: "removed" };
      case "rate_limited":
        return again(reason, { wasOnline, retryAfter: error?.retryAfter ?? 5 });
      case "server_unavailable":
        return again(reason, { wasOnline, retryAfter: error?.retryAfter });
      default:
        return again(reason, { wasOnline });
    }
  }

  const hurry = () => {
    if (environment.now() < heldUntil) return;
    hurried = wake === nothing && state.status === "connecting";
    wake();
  };
  /** The platform knows before any heartbeat does. Where it is wrong (a server on this machine), the next attempt finds out. */
  const lose = () => {
    shutOut = false;
    channel?.abandon();
  };
  const stopListening = [environment.onWake(hurry), environment.onLost(lose)];
  const connection: Connection = {
    state: () => state,
    credentials: () => credentials,
    retryNow: hurry,
    end(reason) {
      if (ended !== undefined) return;
      ended = reason;
      channel?.abandon();
      wake();
    },
  };
  // The first state is told after the caller has had the chance to listen.
  queueMicrotask(() => void run());
  return connection;
}

function again(
  reason: OfflineReason,
  more: { readonly wasOnline?: boolean; readonly retryAfter?: number | undefined } = {},
): Extract<Outcome, { kind: "again" }> {
  return { kind: "again", reason, wasOnline: more.wasOnline ?? false, retryAfter: more.retryAfter };
}
