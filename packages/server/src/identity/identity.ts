import type {
  ClaimRequest,
  DeviceCredentials,
  Pairing,
  PairingState,
  PairRequest,
  RefreshRequest,
} from "@entobot/contract/auth";
import type { Device, Session } from "@entobot/contract/devices";
import type { DeviceId, PersonId, SessionId } from "@entobot/contract/ids";
import type { Page, PageQuery } from "@entobot/contract/pages";
import type { AddPerson, ChangePerson, Invitation, Person, Self } from "@entobot/contract/people";
import type { Call, PersonCall } from "../pure/call.ts";
import type { PersonPrincipal } from "../pure/principal.ts";

/** A new browser session. `secret` goes into the cookie and is stored as a hash only. Times in ms since the epoch. */
export interface SignedIn {
  readonly principal: PersonPrincipal;
  readonly secret: string;
  readonly csrfToken: string;
  readonly expiresAt: number;
  /** By which this browser is known from now on, whoever else guesses at the account; no credential. */
  readonly known: { readonly mark: string; readonly expiresAt: number };
}

/** A live session, proved. `csrfToken` is null for token sessions, which no browser sends by itself. */
export interface Authenticated {
  readonly principal: PersonPrincipal;
  readonly csrfToken: string | null;
  readonly expiresAt: number;
}

export type EndReason =
  | "signed_out"
  | "revoked"
  | "device_removed"
  | "person_disabled"
  | "password_changed"
  | "token_reused"
  | "expired";

export interface Identity {
  readonly claims: {
    hasOwner(): Promise<boolean>;
    /** A new one-time link; the old one dies. 15 minutes. Throws already_claimed. */
    create(call: Call): Promise<{ token: string; expiresAt: number }>;
    claim(call: Call, request: ClaimRequest): Promise<SignedIn>;
  };
  readonly passwords: {
    /** `mark`: what an earlier sign-in of this browser left. A wrong one is as good as none. */
    signIn(call: Call, request: { email: string; password: string }, mark?: string): Promise<SignedIn>;
    setByLink(call: Call, request: { token: string; password: string }): Promise<SignedIn>;
    change(call: PersonCall, request: { current_password: string; new_password: string }): Promise<void>;
  };
  readonly people: {
    add(call: Call, request: AddPerson): Promise<Invitation>;
    /** A new link for somebody who lost theirs or their password; the old link dies. */
    invite(call: Call, id: PersonId): Promise<Invitation>;
    list(call: Call, query: PageQuery): Promise<Page<Person>>;
    get(call: Call, id: PersonId): Promise<Person>;
    /** By id or e-mail; undefined when there is none. For the command line and pairing. */
    find(idOrEmail: string): Promise<Person | undefined>;
    change(call: Call, id: PersonId, change: ChangePerson): Promise<Person>;
    self(call: PersonCall): Promise<Self>;
    /** Who was only ever paired has none. */
    hasPassword(call: PersonCall): Promise<boolean>;
    count(): Promise<number>;
  };
  readonly devices: {
    /** One's own, or everybody's with `devices.read_all` and `all`. */
    list(call: Call, query: PageQuery & { all?: boolean; user?: PersonId }): Promise<Page<Device>>;
    /** With `browsers` its person's browser sessions end in the same act, but the one that asks. */
    remove(call: Call, id: DeviceId, also?: { browsers: boolean }): Promise<void>;
    rename(call: Call, id: DeviceId, name: string): Promise<void>;
    count(): Promise<number>;
  };
  readonly sessions: {
    list(call: Call, query: PageQuery & { all?: boolean; user?: PersonId }): Promise<Page<Session>>;
    revoke(call: Call, id: SessionId): Promise<void>;
    /** Ends the caller's own session (cookie or device): sign-out, "forget this device". */
    end(call: PersonCall): Promise<void>;
    /** `ended` is called once, at most a second after the session ended anywhere. Returns the unwatch. */
    watch(id: SessionId, ended: (reason: EndReason) => void): () => void;
    /** Cheap, in memory: still live right now? Asked per frame. Falls back to the database when notifications are down. */
    isLive(id: SessionId): Promise<boolean>;
  };
  readonly pairing: {
    /** For oneself, or with devices.pair_others for `user` (id or e-mail) under surface.md's rules. */
    create(call: Call, request: { user?: string }): Promise<Pairing>;
    state(call: Call, sessionId: string): Promise<PairingState>;
    /** Pairings that others made for this person and that wait for their yes. */
    awaiting(call: PersonCall): Promise<PairingState[]>;
    /** The person says yes to a device that somebody else made a pairing for. */
    approve(call: PersonCall, sessionId: string): Promise<void>;
    redeem(call: Call, request: PairRequest): Promise<DeviceCredentials>;
    refresh(call: Call, request: RefreshRequest): Promise<DeviceCredentials>;
  };
  readonly authenticate: {
    /** Throws invalid_credentials (wrong), session_ended (was right once); `detail` is a closed word why. `not_authenticated` is the caller's word for none at all. */
    cookie(secret: string): Promise<Authenticated>;
    accessToken(jwt: string): Promise<Authenticated>;
  };
  /** Takes out credentials that have been dead for long. Called hourly. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}
