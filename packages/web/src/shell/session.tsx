import { ApiError } from "@entobot/client/api-error";
import type { Api } from "@entobot/client/rest/api";
import { createApi } from "@entobot/client/rest/create-api";
import type { SessionView } from "@entobot/contract/auth";
import { useSyncExternalStore } from "react";
import { earlyFetch } from "./early.ts";
import { homeOf } from "./home-of.ts";
import { navigate } from "./router.tsx";

/** The browser's session: a cookie that no script can read, and what the server says about it. */
export interface SessionState {
  readonly view: SessionView | null;
  /** False until the server was asked once. */
  readonly known: boolean;
  /** It ended while it was in use: by time, or by somebody. */
  readonly ended: boolean;
  /** The server could not be asked. */
  readonly error: unknown;
}

let state: SessionState = { view: null, known: false, ended: false, error: null };
let asking: Promise<void> | undefined;
const listeners = new Set<() => void>();

function change(next: Partial<SessionState>) {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

/** Any answer that the session is over ends it here too, whoever asked. */
const watchedFetch: typeof fetch = async (input, init) => {
  const response = await earlyFetch(input, init);
  if (response.status === 401 && state.view && !(await isWrongPassword(response.clone()))) {
    change({ view: null, ended: true });
  }
  return response;
};

/** Who changes a password and mistypes the old one gets 401 too, and stays signed in. */
const isWrongPassword = (response: Response): Promise<boolean> =>
  response.json().then(
    (problem: { code?: unknown } | null) => problem?.code === "invalid_credentials",
    () => false,
  );

const api: Api = createApi({ baseUrl: "", fetch: watchedFetch });

export const useCookieApi = (): Api => api;

/** Asks the server once who this browser is; later calls wait for the same answer. */
export function askSession(): Promise<void> {
  asking ??= api.auth
    .session()
    .then((view) => change({ view, known: true, error: null }))
    .catch((error: unknown) => {
      const nobody = error instanceof ApiError && error.status === 401;
      if (!nobody) asking = undefined;
      change(nobody ? { known: true, error: null } : { error });
    });
  return asking;
}

/** What the session shows of the server may have changed: its organisation's name. */
export async function refreshSession(): Promise<void> {
  const view = await api.auth.session();
  change(view ? { view } : { view, ended: true });
}

export function signedIn(view: SessionView): void {
  asking = Promise.resolve();
  change({ view, known: true, ended: false, error: null });
  navigate(homeOf(view), { replace: true });
}

/** Ends the browser's session, if it has one. Only the server can take the cookie back: fails where it is not reached. */
export async function endSession(): Promise<void> {
  await askSession();
  if (state.error) throw state.error;
  if (state.view) await api.auth.signOut().catch(unlessOver);
  change({ view: null, ended: false });
}

function unlessOver(error: unknown) {
  if (!(error instanceof ApiError && error.status === 401)) throw error;
}

export async function signOut(): Promise<void> {
  await endSession();
  navigate("/sign-in", { replace: true });
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useSession = () => useSyncExternalStore(subscribe, () => state);
