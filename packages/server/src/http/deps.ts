import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { EdgeView } from "@entobot/contract/edge";
import type { Status } from "@entobot/contract/health";
import type { IdPrefix, RequestId } from "@entobot/contract/ids";
import type { AllowList, Attempts, FindClientAddress, Limits, Lockouts, Refusals } from "../access/index.ts";
import type { Assistant } from "../assistant/index.ts";
import type { Audit } from "../audit/index.ts";
import type { Entry } from "../entry/index.ts";
import type { Identity } from "../identity/index.ts";
import type { AccessLog, Log } from "../log/index.ts";
import type { HouseSettings } from "../operations/index.ts";
import type { Call } from "../pure/call.ts";
import type { Clock } from "../pure/clock.ts";
import type { Digest } from "./checks/input.ts";
import type { RoomSize } from "./connection-room.ts";
import type { Patience } from "./listener.ts";
import type { Channel, HttpSettings } from "./settings.ts";
import type { TlsSource } from "./tls-server.ts";

/** A handshake that passed the door; whoever takes the sockets answers it. */
export interface Handshake {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly address: string;
  readonly userAgent: string | null;
  readonly channel: Channel;
  readonly requestId: RequestId;
  /** Calls `refused` as soon as the allow-list does not admit the client any more. Returns how to stop watching. */
  whileAdmitted(refused: () => void): () => void;
  /** Refuses the handshake with a problem, in place of a socket. */
  refuse(error: unknown): void;
}

export interface HttpDeps {
  readonly settings: HttpSettings;
  readonly findClientAddress: FindClientAddress;
  readonly allowList: AllowList;
  readonly attempts: Attempts;
  readonly limits: Limits;
  readonly lockouts: Lockouts;
  readonly refusals: Pick<Refusals, "note">;
  readonly edge: (call: Call) => EdgeView;
  readonly entry: Entry;
  readonly identity: Identity;
  readonly assistant: Assistant;
  readonly audit: Audit;
  readonly status: () => Promise<Status>;
  readonly connections: () => number;
  readonly houseSettings: HouseSettings;
  /** Asked at each use: the console may change it. */
  readonly organizationName: () => string;
  /** Takes handshakes of the mobile listener (any path) and of `/ws` on the web listener. */
  readonly upgrade: (handshake: Handshake) => void;
  /** Folder of the built web app. */
  readonly webRoot: string;
  readonly digest: Digest;
  readonly clock: Clock;
  readonly newId: <Id extends string>(prefix: IdPrefix) => Id;
  readonly log: Log;
  readonly accessLog: AccessLog;
  readonly patience?: Patience;
  /** A trusted proxy: it may bring as many connections and handshakes as it likes, one for each of its clients' requests, perhaps. */
  readonly isProxy: (address: string) => boolean;
  readonly roomSize: () => RoomSize;
  /** Needed where a listener speaks TLS. */
  readonly tls?: TlsSource;
}
