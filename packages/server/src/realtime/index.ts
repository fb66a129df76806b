export type { Handshake, RealtimeDeps, RealtimeSettings } from "./deps.ts";
export { createRealtime, type Realtime } from "./realtime.ts";
