import type { ConnectionState, EndedReason, Entry, OfflineReason } from "@entobot/client";

const endings: Readonly<Record<EndedReason, string>> = {
  not_paired: "This terminal is not paired.",
  signed_out: "This terminal was signed out.",
  removed: "This terminal was removed, or its session was ended. Pair it again with `entobot chat --pair`.",
  refused: "The server does not accept this terminal any more. Pair it again with `entobot chat --pair`.",
  expired: "The session is over. Pair this terminal again with `entobot chat --pair`.",
  closed: "",
};

const reasons = {
  network: "no connection to the server",
  server_unavailable: "the server is restarting or not available",
  rate_limited: "too many requests",
  too_slow: "the connection was too slow",
  address_refused:
    "this network is not on the server's allow-list; use the company's, or ask your administrator",
  sign_in_timeout: "signing in took too long",
} as const satisfies Record<OfflineReason, string>;

/** The connection as it is, in words; empty while there is nothing to say. */
export function describeConnection(state: ConnectionState, now: number): string {
  switch (state.status) {
    case "online":
    case "connecting":
      return "";
    case "offline": {
      const seconds = Math.max(1, Math.ceil((state.retryAt - now) / 1000));
      return `Offline: ${reasons[state.reason]}. Trying again in ${seconds} s; what you write waits and is sent once.`;
    }
    case "ended":
      return endings[state.reason];
  }
}

/** Why an answer is not whole. */
export function describeError(error: NonNullable<Entry["error"]>): string {
  const words = {
    cancelled: "(stopped)",
    interrupted: "(cut off by a restart of the server; send the message again)",
    provider_unavailable: "(the model's provider is not available right now)",
    provider_refused: "(the model's provider refused the request; an administrator can check its settings)",
    internal: "(something went wrong on the server)",
  } as const;
  return words[error] ?? words.internal;
}

export const chatHelp: readonly string[] = [
  "/conversations   your conversations",
  "/open NUMBER     go on with one of them",
  "/new             begin another",
  "/help            this",
  "/quit            leave",
  "Esc or Ctrl-C stops a running answer; Ctrl-C again leaves.",
];
