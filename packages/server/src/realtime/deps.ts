import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { IdPrefix, RequestId } from "@entobot/contract/ids";
import type { Attempts, Limits, Refusals } from "../access/index.ts";
import type { Assistant } from "../assistant/index.ts";
import type { Audit } from "../audit/index.ts";
import type { Entry } from "../entry/index.ts";
import type { Identity } from "../identity/index.ts";
import type { AccessLog, Log } from "../log/index.ts";
import type { Clock } from "../pure/clock.ts";

/** A handshake that has passed the door of its listener. */
export interface Handshake {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly address: string;
  readonly userAgent: string | null;
  readonly requestId: RequestId;
  /** Calls `refused` as soon as the allow-list does not admit the client any more. Returns how to stop watching. */
  whileAdmitted(refused: () => void): () => void;
  refuse(error: unknown): void;
}

export interface RealtimeSettings {
  /** Asked at each use. */
  readonly maxConnections: () => number;
  /** Sockets of one address that have not proved anybody yet. */
  readonly strangersPerAddress: number;
  readonly heartbeatMs: number;
}

export interface RealtimeDeps {
  readonly settings: RealtimeSettings;
  readonly entry: Entry;
  readonly limits: Limits;
  readonly refusals: Pick<Refusals, "note">;
  readonly attempts: Pick<Attempts, "assertOpen">;
  readonly identity: Pick<Identity, "pairing" | "sessions">;
  readonly assistant: Assistant;
  readonly audit: Pick<Audit, "note" | "noted">;
  readonly clock: Clock;
  readonly newId: <Id extends string>(prefix: IdPrefix) => Id;
  readonly log: Log;
  readonly accessLog: Pick<AccessLog, "request">;
}
