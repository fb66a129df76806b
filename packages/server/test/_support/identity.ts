import type { DeviceCredentials } from "@entobot/contract/auth";
import type { PersonId, RequestId } from "@entobot/contract/ids";
import type { Role } from "@entobot/contract/permissions";
import { afterAll } from "vitest";
import type { Audit } from "../../src/audit/index.ts";
import { createPasswords } from "../../src/crypto/password.ts";
import { systemRandom } from "../../src/crypto/random.ts";
import {
  createIdentity,
  type Identity,
  type IdentityDeps,
  type IdentitySettings,
} from "../../src/identity/index.ts";
import { silentLog } from "../../src/log/index.ts";
import type { Call, PersonCall } from "../../src/pure/call.ts";
import type { PersonPrincipal, Principal } from "../../src/pure/principal.ts";
import type { Database } from "../../src/store/database.ts";
import { testAudit } from "./audit.ts";
import { newId, testKeyRing } from "./key-ring.ts";
import { unlimited } from "./limits.ts";

/** Time that a test moves; starts at the machine's own. */
export function movingClock() {
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  return Object.assign(clock, {
    advance(ms: number) {
      ahead += ms;
    },
  });
}

export const jwtSecret = new Uint8Array(64).fill(7);
/** Real argon2id at a cost that lets a test sign in hundreds of times. */
export const cheapPasswords = () => createPasswords(systemRandom, { memory: 64, passes: 1 });
export const goodPassword = "correct horse battery staple";

const settings: IdentitySettings = {
  jwtExpiryMs: 3_600_000,
  refreshEnabled: true,
  organizationName: "Example Works",
  publicUrl: "https://ento.example",
  websocketUrl: "wss://ento.example/ws",
  webUrl: "http://127.0.0.1:8080",
};

export interface TestIdentity {
  readonly identity: Identity;
  readonly audit: Audit;
  readonly clock: ReturnType<typeof movingClock>;
  readonly settings: { -readonly [Key in keyof IdentitySettings]: IdentitySettings[Key] };
}

/** A process of its own, as far as anybody can tell: its own memory, its own LISTEN, over the given database. */
export async function testIdentity(
  database: Database,
  deps: Partial<IdentityDeps> & { clock?: ReturnType<typeof movingClock> } = {},
): Promise<TestIdentity> {
  const keys = testKeyRing(database, Buffer.alloc(32, 5));
  const clock = deps.clock ?? movingClock();
  const audit = deps.audit ?? (await testAudit(database, { seal: keys }));
  const own = { ...settings };
  const identity = await createIdentity({
    ...{ database, audit, newId, random: systemRandom, jwtSecret, log: silentLog },
    attempts: unlimited.attempts,
    settings: () => own,
    prepareKey: keys.prepare,
    passwords: cheapPasswords(),
    ...deps,
    clock,
  });
  afterAll(() => identity.stop());
  return { identity, audit, clock, settings: own };
}

export function callAs<Who extends Principal>(principal: Who): Call<Who> {
  return {
    principal,
    address: "198.51.100.7",
    userAgent: null,
    channel: "rest",
    requestId: newId<RequestId>("req"),
  };
}
export const stranger = () => callAs({ kind: "stranger" });
export const operator = () => callAs({ kind: "operator", uid: 1000 });

export interface TestPerson {
  readonly id: PersonId;
  readonly email: string;
  readonly call: PersonCall;
  readonly cookie: string;
}

const signedIn = (email: string, { principal, secret }: { principal: PersonPrincipal; secret: string }) => ({
  id: principal.personId,
  email,
  call: callAs(principal),
  cookie: secret,
});

export async function claimOwner(
  { identity }: TestIdentity,
  email = "owner@example.com",
): Promise<TestPerson> {
  const { token } = await identity.claims.create(operator());
  return signedIn(email, await identity.claims.claim(stranger(), { token, email, password: goodPassword }));
}

/** Somebody with a password and a browser session. Owners and admins are made by the operator. */
export async function addPerson(
  { identity }: TestIdentity,
  role: Role = "member",
  email = `p${Math.random().toString(36).slice(2)}@example.com`,
): Promise<TestPerson> {
  const link = await identity.people.add(operator(), { email, role });
  const token = link.set_password_url.split("#")[1] ?? "";
  return signedIn(email, await identity.passwords.setByLink(stranger(), { token, password: goodPassword }));
}

export async function pairDevice(
  { identity }: TestIdentity,
  call: PersonCall,
  more: Partial<Parameters<Identity["pairing"]["redeem"]>[1]> = {},
): Promise<DeviceCredentials> {
  const { session_id, temp_token } = await identity.pairing.create(call, {});
  const device_info = { device_name: "phone", platform: "test" };
  return identity.pairing.redeem(stranger(), { session_id, temp_token, device_info, ...more });
}

/** The code of the failure that the promise ends with; "none" when it does not fail. */
export async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return "none";
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
