import type { DeviceId, PersonId, SessionId } from "@entobot/contract/ids";
import type { Role } from "@entobot/contract/permissions";

/** A person proved by a live session. */
export interface PersonPrincipal {
  readonly kind: "person";
  readonly personId: PersonId;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly sessionId: SessionId;
  /** Present on sessions that a pairing made. */
  readonly deviceId: DeviceId | null;
  readonly deviceName: string | null;
}

/** Whoever can open the home folder: may run every command, and reads no content. */
export interface OperatorPrincipal {
  readonly kind: "operator";
  readonly uid: number;
}

/** The server itself: start, stop, sweeping, closing interrupted turns. */
export interface SystemPrincipal {
  readonly kind: "system";
}

/** Somebody who has proved nothing (yet). */
export interface StrangerPrincipal {
  readonly kind: "stranger";
}

export type Principal = PersonPrincipal | OperatorPrincipal | SystemPrincipal | StrangerPrincipal;

/** The opaque name under which the record knows an actor. */
export function actorOf(principal: Principal): string {
  switch (principal.kind) {
    case "person":
      return principal.personId;
    case "operator":
      return `cli:${principal.uid}`;
    case "system":
      return "system";
    case "stranger":
      return "stranger";
  }
}
