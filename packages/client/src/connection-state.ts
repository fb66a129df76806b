/** Why there is no connection right now. It is tried again at `retryAt`. */
export const offlineReasons = [
  "network",
  "server_unavailable",
  "rate_limited",
  "too_slow",
  "address_refused",
  "sign_in_timeout",
] as const;
export type OfflineReason = (typeof offlineReasons)[number];

/**
 * Why there will be none until the person acts. `not_paired`: no credentials. `signed_out`: here, by `signOut`. `removed`: the session or
 * the device was ended elsewhere. `refused`: the server does not
 * accept the credentials. `expired`: they ended and cannot be prolonged. `closed`: by `close`.
 */
export type EndedReason = "not_paired" | "signed_out" | "removed" | "refused" | "expired" | "closed";

/** `retryAt` in milliseconds since the Unix epoch. */
export type ConnectionState =
  | { readonly status: "connecting"; readonly attempt: number }
  | { readonly status: "online" }
  | { readonly status: "offline"; readonly reason: OfflineReason; readonly retryAt: number }
  | { readonly status: "ended"; readonly reason: EndedReason };
