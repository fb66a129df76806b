import { isFresh } from "@entobot/client/is-fresh";
import { browserStores } from "@entobot/client/stores/indexed-db";
import type { SessionView } from "@entobot/contract/auth";
import { listenEarly, takeEvents } from "./early-events.ts";

/**
 * What the first page reads is asked for while its code still travels and is read. Each answer is given once, to whoever
 * asks for the same as the same device or session, soon. Nothing here is more than a request that was sent earlier.
 */
const answers = new Map<string, Promise<Response>>();
/** What nobody asked for by then is old. */
const keptMs = 10_000;
let over = false;

const keyOf = (path: string, authorization = "") => `${authorization} ${path}`;

function ask(path: string, authorization?: string): Promise<Response> {
  const answer = fetch(path, {
    headers: { accept: "application/json", ...(authorization && { authorization }) },
    credentials: authorization ? "omit" : "same-origin",
    redirect: "error",
    cache: "no-store",
  });
  answer.catch(() => {});
  answers.set(keyOf(path, authorization), answer);
  return answer;
}

async function readAsDevice(conversation: string | undefined): Promise<void> {
  const credentials = await browserStores().store.get();
  if (over || !credentials || !isFresh(credentials, Date.now())) return;
  const authorization = `Bearer ${credentials.accessToken}`;
  if (conversation) void ask(firstMessages(conversation), authorization);
  void ask(firstConversations, authorization);
}

/** Only what the session may: a stranger's page makes the one request that it always made. */
async function readAsPerson(home: boolean): Promise<void> {
  const answer = await ask("/api/v1/auth/session");
  if (!answer.ok) return;
  const view = (await answer.clone().json()) as SessionView | null;
  if (over || !view || view.user.role === "member" || !view.permissions.includes("status.read")) return;
  listenEarly();
  if (!home) return;
  void ask("/api/v1/status");
  if (view.permissions.includes("settings.write")) void ask("/api/v1/settings");
}

/** How many messages a conversation shows at first. */
export const history = 60;
const firstConversations = "/api/v1/conversations?limit=100";
const firstMessages = (id: string) => `/api/v1/conversations/${id}/messages?limit=${history}`;

/** Resolves when the first requests are on their way. */
export async function startEarly(path: string): Promise<void> {
  const [, world, part, id] = path.split("/");
  setTimeout(forget, keptMs);
  // Whatever goes wrong here is met again, and spoken about, by the page itself.
  const later = () => {};
  if (world === "console") readAsPerson(part === undefined || part === "").catch(later);
  if (world === "app") await readAsDevice(part === "c" ? id : undefined).catch(later);
}

function forget(): void {
  over = true;
  answers.clear();
  takeEvents()?.source.close();
}

/** As `fetch`; what was asked for early is not asked for again. */
export const earlyFetch: typeof fetch = async (input, init) => {
  // After any change the answers may be those of before it, or another person's.
  if (init?.method !== "GET") forget();
  else {
    const { pathname, search } = new URL(String(input), location.origin);
    const key = keyOf(pathname + search, new Headers(init.headers).get("authorization") ?? undefined);
    const early = answers.get(key);
    answers.delete(key);
    const answer = await early?.catch(() => undefined);
    if (answer) return answer;
  }
  return fetch(input, init);
};
