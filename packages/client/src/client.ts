import type { ConversationId } from "@entobot/contract/ids";
import type { ApiError } from "./api-error.ts";
import type { ConnectionState } from "./connection-state.ts";
import type { ConversationView } from "./conversation-state.ts";
import type { CredentialStore, Credentials } from "./credentials.ts";
import type { Environment } from "./environment.ts";
import type { Outbox, Outgoing } from "./outbox.ts";
import type { Api } from "./rest/api.ts";

export interface ConnectOptions {
  readonly store: CredentialStore;
  /** Default: in memory, lost with the page. */
  readonly outbox?: Outbox;
  /** Default: where the device was paired. An app served by the server itself gives its own origin's `/ws`. */
  readonly websocketUrl?: string;
  /** Origin of the REST API, without `/api`. Default: the origin of `websocketUrl` where its path is `/ws`; else REST is not used. */
  readonly apiUrl?: string;
  /** Entries to load when a conversation is opened; needs REST, else all are. */
  readonly history?: number;
  readonly environment?: Partial<Environment>;
}

export interface ClientEvents {
  state: ConnectionState;
  /** Messages that wait, in order. */
  queue: readonly Outgoing[];
  /** New credentials: after start and every refresh. */
  credentials: Credentials;
  /** Something the server said that answers no request. */
  notice: ApiError;
}

export interface Client {
  readonly state: () => ConnectionState;
  readonly queue: () => readonly Outgoing[];
  readonly credentials: () => Credentials | undefined;
  on<Name extends keyof ClientEvents>(name: Name, listener: (value: ClientEvents[Name]) => void): () => void;
  /** Without an id: the device's default conversation. Close the view when it is shown no more. */
  conversation(id?: ConversationId): ConversationView;
  /** REST as this device; undefined where no REST address is known. */
  readonly api: Api | undefined;
  /** Do not wait for the next attempt. */
  retryNow(): void;
  /** Ends the session on the server when it can be reached, and forgets the credentials and the queue here in any case. */
  signOut(): Promise<{ readonly serverTold: boolean }>;
  /** Lets go of the connection; credentials and queue stay. */
  close(): void;
}
