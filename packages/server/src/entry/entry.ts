import type { RequestId } from "@entobot/contract/ids";
import type { Permission } from "@entobot/contract/permissions";
import type { Call, PersonCall } from "../pure/call.ts";

/**
 * `public` must be said aloud, and looks at no credential; `optional` is for everybody too, but a credential that is
 * presented must be right; `session` is any live session; else the permission that is needed.
 */
export type Access = "public" | "optional" | "session" | Permission;

/** What the wire says about the caller, before anybody believes it. */
export interface Presented {
  readonly channel: "rest" | "mobile" | "web";
  readonly address: string;
  readonly userAgent: string | null;
  /** The one that the answer will carry, so that record and answer name the same request. */
  readonly requestId?: RequestId;
  /** `Authorization: Bearer`, or the `jwt_token` of an `auth` frame. */
  readonly bearer?: string;
  /** Value of the session cookie. Never taken on sockets. */
  readonly cookie?: string;
}

export interface Entry {
  /** Credential → Principal → Call. No credential → a stranger's call. A wrong one throws and is recorded as auth_failed. */
  admit(presented: Presented): Promise<{ call: Call; csrfToken: string | null; expiresAt: number | null }>;
  /** Throws access_denied / not_authenticated and records access_denied with the name of the route or frame. */
  may(call: Call, access: Access, what: string): void;
  person(call: Call): PersonCall;
}
