import type { AuditHead, AuditQuery, AuditRecord, VerifyReport } from "@entobot/contract/audit";
import type { ClaimRequest, Pairing, PairingState, SessionView, SignInRequest } from "@entobot/contract/auth";
import type { Conversation, Message, Model } from "@entobot/contract/conversations";
import type { Device, Session } from "@entobot/contract/devices";
import type { EdgeView, LockoutView } from "@entobot/contract/edge";
import type { Health, Status } from "@entobot/contract/health";
import type { ConversationId, DeviceId, PersonId, SessionId } from "@entobot/contract/ids";
import type { Page } from "@entobot/contract/pages";
import type { AddPerson, ChangePerson, Invitation, Person } from "@entobot/contract/people";
import type {
  ChangeSettings,
  ProviderTested,
  SettingsChanged,
  SettingsView,
  TestProvider,
} from "@entobot/contract/settings";

export interface PageOptions {
  readonly cursor?: string;
  readonly limit?: number;
}
export interface PeopleOptions extends PageOptions {
  /** Everybody's, with the permission for it. */
  readonly all?: boolean;
  readonly user?: PersonId;
}
export type ChangeSettingsRequest = Omit<ChangeSettings, "dry_run"> & { readonly dry_run?: boolean };
type Partly<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** The REST routes, typed. Every call may throw ApiError. */
export interface Api {
  health(): Promise<Health>;
  status(): Promise<Status>;
  models(): Promise<readonly Model[]>;
  readonly auth: {
    claimState(): Promise<{ claimed: boolean }>;
    claim(request: ClaimRequest): Promise<SessionView>;
    signIn(request: SignInRequest): Promise<SessionView>;
    setPassword(request: { token: string; password: string }): Promise<SessionView>;
    changePassword(request: { current_password: string; new_password: string }): Promise<void>;
    /** null: nobody is signed in here. */
    session(): Promise<SessionView | null>;
    signOut(): Promise<void>;
  };
  readonly pairing: {
    create(request?: { user?: string }): Promise<Pairing>;
    state(sessionId: string): Promise<PairingState>;
    approve(sessionId: string): Promise<void>;
  };
  readonly devices: {
    list(options?: PeopleOptions): Promise<Page<Device>>;
    /** With `browsers` its person is signed out of every browser in the same act, but the one that asks. */
    remove(id: DeviceId, options?: { browsers?: boolean }): Promise<void>;
    rename(id: DeviceId, name: string): Promise<void>;
  };
  readonly sessions: {
    list(options?: PeopleOptions): Promise<Page<Session>>;
    revoke(id: SessionId): Promise<void>;
  };
  readonly people: {
    list(options?: PageOptions): Promise<Page<Person>>;
    get(id: PersonId): Promise<Person>;
    add(request: Partly<AddPerson> & { email: string }): Promise<Invitation>;
    invite(id: PersonId): Promise<Invitation>;
    change(id: PersonId, change: ChangePerson): Promise<Person>;
  };
  readonly conversations: {
    list(options?: PageOptions): Promise<Page<Conversation>>;
    create(request?: { title?: string }): Promise<Conversation>;
    get(id: ConversationId): Promise<Conversation>;
    rename(id: ConversationId, title: string): Promise<Conversation>;
    remove(id: ConversationId): Promise<void>;
    messages(
      id: ConversationId,
      options?: { before?: number; after?: number; limit?: number },
    ): Promise<Page<Message>>;
  };
  readonly audit: {
    search(query?: Partly<AuditQuery>): Promise<Page<AuditRecord>>;
    head(): Promise<AuditHead>;
    verify(request?: { head?: string }): Promise<VerifyReport>;
    /** The whole record, one JSON object a line. */
    export(): Promise<ReadableStream<Uint8Array>>;
  };
  /** Effective settings with where each was set; secrets only as set or not set. */
  settings(): Promise<SettingsView>;
  /** Names the version it was made on; ApiError `conflict` when somebody else was first. */
  changeSettings(change: ChangeSettingsRequest): Promise<SettingsChanged>;
  /** One live question to a provider, or to a draft of one. Answers after half a minute at most. */
  testProvider(request: TestProvider): Promise<ProviderTested>;
  /** What the doors refused in the last hour, and what guards them. */
  edge(): Promise<EdgeView>;
  readonly lockouts: {
    list(): Promise<readonly LockoutView[]>;
    /** Its failures are forgotten within a second. ApiError `not_found` when it is over already. */
    release(id: string): Promise<LockoutView>;
  };
  /** For routes that have no function here: JSON in, JSON out, with this client's credential. */
  request<T>(method: string, path: string, body?: unknown): Promise<T>;
}
