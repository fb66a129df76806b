import type { OfflineReason } from "@entobot/client/connection-state";

/** What happened to the connection, and what one can do. It is tried again by itself in any case. */
export const offlineWords: Readonly<Record<OfflineReason, string>> = {
  network: "No connection. Check this device’s network.",
  server_unavailable: "The server is not ready. If it lasts, tell your administrator.",
  rate_limited: "Too many requests. Wait a moment.",
  too_slow: "The connection is too slow. Look for a better one.",
  address_refused:
    "This network may not use Entobot. Connect to the company’s network or ask your administrator.",
  sign_in_timeout: "Signing in took too long. Check this device’s network.",
};
