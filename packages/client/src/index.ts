/** The SDK of Entobot for browsers and Node 24. The stores for Node are in "@entobot/client/node". */

export { ApiError, type ApiErrorCode, isPassing } from "./api-error.ts";
export type { Client, ClientEvents, ConnectOptions } from "./client.ts";
export { apiUrlBeside, connect } from "./connect.ts";
export type { ConnectionState, EndedReason, OfflineReason } from "./connection-state.ts";
export type {
  ConversationState,
  ConversationView,
  Entry,
  Sending,
  SendOptions,
  Waiting,
} from "./conversation-state.ts";
export type { CredentialStore, Credentials } from "./credentials.ts";
export type { DeviceKey } from "./device-key.ts";
export type { Environment } from "./environment.ts";
export type { Acknowledged, Outbox, Outgoing } from "./outbox.ts";
export { type PairOptions, pair } from "./pair.ts";
export { isConfidential, parsePairingPayload } from "./pairing-payload.ts";
export type { Api, PageOptions, PeopleOptions } from "./rest/api.ts";
export { createApi } from "./rest/create-api.ts";
export type { RequestOptions } from "./rest/request.ts";
export { browserStores } from "./stores/indexed-db.ts";
export { memoryOutbox, memoryStore } from "./stores/memory.ts";
