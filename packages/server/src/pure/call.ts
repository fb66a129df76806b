import type { RequestId } from "@entobot/contract/ids";
import { Failure } from "./failure.ts";
import type { PersonPrincipal, Principal } from "./principal.ts";

/** One admitted request, frame or command: who, from where, and under which name it may be repeated. */
export interface Call<Who extends Principal = Principal> {
  readonly principal: Who;
  /** Normalised client address; null inside the process and on the command line. */
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly channel: "rest" | "mobile" | "web" | "cli" | "internal";
  readonly requestId: RequestId;
  readonly idempotency?: Idempotency;
}

/** `key` is the client's; `fingerprint` is SHA-256 (hex) over what was asked, so that the same key with other content is an error. */
export interface Idempotency {
  readonly key: string;
  readonly fingerprint: string;
}

export type PersonCall = Call<PersonPrincipal>;

/** Use cases that only a signed-in person can mean. */
export function assertPerson(call: Call): asserts call is PersonCall {
  if (call.principal.kind !== "person") throw new Failure("not_authenticated");
}
