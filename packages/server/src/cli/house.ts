import type { Lockouts } from "../access/index.ts";
import type { Audit } from "../audit/index.ts";
import type { Identity } from "../identity/index.ts";
import type { Alerts } from "../operations/index.ts";
import type { Call } from "../pure/call.ts";
import type { OperatorPrincipal } from "../pure/principal.ts";

/** The use cases in this process, on the running server's database or on one started for the moment. */
export interface House {
  readonly identity: Pick<Identity, "claims" | "passwords" | "people" | "devices" | "sessions" | "pairing">;
  readonly audit: Pick<Audit, "search" | "head" | "verify" | "verifyFile" | "read" | "noted">;
  readonly lockouts: Lockouts;
  readonly alerts: Pick<Alerts, "test" | "status">;
  readonly addresses: Addresses;
  /** A new call of the operator, with a request id of its own. */
  readonly call: () => Call<OperatorPrincipal>;
  /** Stops what was started for this command. */
  close(): Promise<void>;
}

/** Where the server of this home listens, as its configuration says. */
export interface Addresses {
  /** Origin of the REST API. */
  readonly api: string;
  readonly websocket: string;
  /** Origin of console and phone app: `network.public_url` or the web listener. */
  readonly web: string;
}
