import { PassThrough } from "node:stream";
import type { AuditRecord, VerifyReport } from "@entobot/contract/audit";
import type { Device, Session } from "@entobot/contract/devices";
import type { Person } from "@entobot/contract/people";
import type { Lockout } from "../../src/access/index.ts";
import type { EventDraft } from "../../src/audit/index.ts";
import type { House } from "../../src/cli/house.ts";
import type { Io } from "../../src/cli/io.ts";
import { runCommand } from "../../src/cli/run-command.ts";
import type { World } from "../../src/cli/world.ts";
import { Failure } from "../../src/pure/failure.ts";

/** A house of cards: what commands read from it can be set, what they did to it can be read. */
export interface FakeHouse extends House {
  readonly noted: EventDraft[];
  readonly did: { readonly what: string; readonly input: unknown }[];
  people: Person[];
  devices: Device[];
  sessions: Session[];
  locked: Lockout[];
  records: AuditRecord[];
  report: VerifyReport;
  owner: boolean;
  recordWorks: boolean;
  closed: number;
}

export const ids = {
  person: "usr_00000000000000000000000001" as Person["id"],
  device: "dev_00000000000000000000000001" as Device["device_id"],
  session: "ses_00000000000000000000000001" as Session["session_id"],
  pairing: "pai_00000000000000000000000001",
};
const at = "2026-11-24T04:05:06.000Z";
const hash = "a".repeat(64);

export const person = (more: Partial<Person> = {}): Person => ({
  id: ids.person,
  email: "ada@firm.test",
  name: "Ada",
  role: "owner",
  status: "active",
  created_at: at,
  last_seen_at: at,
  ...more,
});

export const record = (seq: number, more: Partial<AuditRecord> = {}): AuditRecord => ({
  v: 1,
  ts: at,
  seq,
  event: "auth_succeeded",
  outcome: "success",
  severity: "info",
  actor: ids.person,
  device: null,
  ip: null,
  target: null,
  details: {},
  prev: hash,
  hash,
  ...more,
});

const page = <Item>(items: Item[]) => Promise.resolve({ items, next: null });

export function fakeHouse(): FakeHouse {
  const act = <T>(what: string, input: unknown, output: T): Promise<T> => {
    house.did.push({ what, input });
    return Promise.resolve(output);
  };
  const invitation = (email: string, role: Person["role"]) => ({
    ...{ id: ids.person, email, role, expires_at: at },
    set_password_url: "http://localhost:8080/set-password#secret",
  });
  const house = {
    noted: [],
    did: [],
    people: [person()],
    devices: [],
    sessions: [],
    locked: [] as Lockout[],
    records: [],
    report: {
      ...{ ok: true, checked: 3, first: 1, head: `3:${hash}`, fault: null, not_checked: [], took_ms: 1, at },
    },
    owner: true,
    recordWorks: true,
    closed: 0,
    addresses: { api: "http://127.0.0.1:1", websocket: "ws://127.0.0.1:1", web: "http://localhost:8080" },
    call: () => ({
      principal: { kind: "operator", uid: 1000 },
      ...{ address: null, userAgent: null, channel: "cli", requestId: "req_0" },
    }),
    async close() {
      house.closed += 1;
    },
    identity: {
      claims: {
        hasOwner: async () => house.owner,
        create: (_: unknown) =>
          act("claims.create", null, { token: "claim-token", expiresAt: Date.parse(at) }),
        claim: (_: unknown, request: unknown) => act("claims.claim", request, {}),
      },
      passwords: {
        signIn: (_: unknown, request: unknown) => act("signIn", request, { principal: { kind: "person" } }),
      },
      people: {
        list: (_: unknown, { limit }: { limit: number }) => page(house.people.slice(0, limit)),
        find: async (wanted: string) =>
          house.people.find(({ id, email }) => id === wanted || email === wanted),
        add: (_: unknown, request: { email: string; role: Person["role"] }) =>
          act("people.add", request, invitation(request.email, request.role)),
        invite: (_: unknown, id: string) => act("people.invite", id, invitation("ada@firm.test", "owner")),
        change: (_: unknown, id: string, change: unknown) => act("people.change", { id, change }, person()),
      },
      devices: {
        list: () => page(house.devices),
        remove: (_: unknown, id: string, also: { browsers: boolean }) =>
          act("devices.remove", also.browsers ? { id, ...also } : id, undefined),
      },
      sessions: {
        list: () => page(house.sessions),
        revoke: (_: unknown, id: string) => act("sessions.revoke", id, undefined),
        end: () => act("sessions.end", null, undefined),
      },
      pairing: {
        create: (_: unknown, request: unknown) =>
          act("pairing.create", request, {
            ...{ session_id: ids.pairing, websocket_url: "ws://localhost:18791", temp_token: "temp" },
            ...{ timestamp: 1_795_492_800, expires_at: 1_795_493_100, link: null, user_id: ids.person },
            hint: "set network.public_url",
          }),
      },
    },
    lockouts: {
      list: async () => house.locked,
      release: (_: unknown, which: string) => act("lockouts.release", which, house.locked[0] as Lockout),
    },
    audit: {
      async noted(_: unknown, draft: EventDraft) {
        if (!house.recordWorks) throw new Failure("record_unavailable");
        house.noted.push(draft);
      },
      search: async () => ({ items: house.records, next: null }),
      head: async () => ({ seq: 3, hash, head: `3:${hash}` }),
      verify: async () => house.report,
      verifyFile: async () => house.report,
      async *read({ after }: { after: number }) {
        const left = house.records.filter(({ seq }) => seq > after);
        for (let from = 0; from < left.length; from += 2) yield left.slice(from, from + 2);
      },
    },
  } as unknown as FakeHouse;
  return house;
}

export interface FakeTerminal {
  readonly out: () => string;
  readonly err: () => string;
  readonly stop: () => void;
}

export interface FakeWorldOptions {
  readonly house?: FakeHouse;
  /** What the person types at questions, in order. */
  readonly answers?: readonly string[];
  readonly stdin?: string;
  readonly io?: Partial<Io>;
  readonly world?: Partial<World>;
}

export function fakeWorld(options: FakeWorldOptions = {}): { world: World; terminal: FakeTerminal } {
  let out = "";
  let err = "";
  const stop = new AbortController();
  const answers = [...(options.answers ?? [])];
  const answer = async () => answers.shift() ?? null;
  const io: Io = {
    async write(text) {
      out += text;
    },
    complain(text) {
      err += text;
    },
    outTerminal: false,
    inTerminal: answers.length > 0,
    colour: false,
    columns: () => 80,
    rows: () => 24,
    ask: answer,
    askHidden: answer,
    readAll: async () => options.stdin ?? "",
    stopped: stop.signal,
    input: new PassThrough() as unknown as NodeJS.ReadStream,
    ...options.io,
  };
  const house = options.house ?? fakeHouse();
  const world: World = {
    io,
    version: "0.1.0",
    now: () => 1_795_492_800_000,
    openHouse: async () => house,
    migrate: async () => ({ applied: ["0010_record"], protection: "grant", version: "18.4" }),
    checkConfiguration: async () => ({
      ...{
        ok: true,
        file: null,
        errors: [],
        warnings: [],
        not_supported_yet: [],
        not_yet_enforced: [],
        set: {},
      },
    }),
    addresses: async () => house.addresses,
    hardening: async () => {
      throw new Failure("not_supported");
    },
    deviceFolder: "/nonexistent",
    hostName: "desk",
    reportInternal: () => {},
    ...options.world,
  };
  return { world, terminal: { out: () => out, err: () => err, stop: () => stop.abort() } };
}

/** One command line in a world of its own. */
export async function run(line: string, options: FakeWorldOptions = {}) {
  const { world, terminal } = fakeWorld(options);
  const exit = await runCommand(line.split(" ").filter(Boolean), world);
  return { exit, out: terminal.out(), err: terminal.err() };
}
