import type { AuditRecord } from "@entobot/contract/audit";
import type { SessionView } from "@entobot/contract/auth";
import type { Conversation, Message } from "@entobot/contract/conversations";
import type { Device, Session } from "@entobot/contract/devices";
import type { Status } from "@entobot/contract/health";
import type { Person } from "@entobot/contract/people";
import { type Role, rolePermissions } from "@entobot/contract/permissions";
import type { SettingsView } from "@entobot/contract/settings";
import { answers } from "./answers.ts";
import { settingsOfNordwind } from "./stand-in-settings.ts";

/** What the stand-in server knows. Deterministic; times are relative to `now`. */
export interface World {
  readonly now: number;
  claimed: boolean;
  signedIn: boolean;
  role: Role;
  people: Person[];
  devices: Device[];
  sessions: Session[];
  conversations: Conversation[];
  messages: Map<string, Message[]>;
  settings: SettingsView;
  /** Made when they are asked for: nobody holds a hundred thousand of them. */
  readonly recordCount: number;
  /** What is sent in place of an answer or a frame. `about` names it. */
  rewrite(value: unknown, about: string): unknown;
  /** While set, everything but signing in is refused with it. */
  refusal: { status: number; code: string } | undefined;
}

const letters = "0123456789abcdefghjkmnpqrstvwxyz";

/** An id of the right form, the same for the same number. */
export function idOf<Id extends string>(prefix: string, number: number): Id {
  let rest = number;
  let text = "";
  for (let index = 0; index < 26; index++) {
    text = letters[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return `${prefix}_${text}` as Id;
}

export function createWorld({ messages = 0, records = 240, now = Date.now() } = {}): World {
  const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
  const people: Person[] = (
    [
      ["Ada Lindqvist", "ada@nordwind.example", "owner", "active", 2],
      ["Björn Aalto", "bjorn@nordwind.example", "admin", "active", 61],
      ["Chiara Conti", "chiara@nordwind.example", "auditor", "active", 1500],
      ["Daniel Okafor", "daniel@nordwind.example", "member", "active", 9],
      ["Emre Yılmaz", "emre@nordwind.example", "member", "invited", null],
      ["Fiona Walsh", "fiona@nordwind.example", "member", "disabled", 40_000],
    ] as const
  ).map(([name, email, role, status, seen], index) => ({
    id: idOf("usr", index + 1),
    name,
    email,
    role,
    status,
    created_at: ago(50_000 - index * 1000),
    last_seen_at: seen === null ? null : ago(seen),
  }));
  const person = (index: number) => people[index] as Person;
  const devices: Device[] = (
    [
      ["Ada's phone", "iPhone", 0, true, 1],
      ["Chrome on Linux", "Linux", 0, false, 700],
      ["Daniel's Pixel", "Android", 3, true, 0],
      ["Safari on Mac", "Mac", 1, false, 3000],
    ] as const
  ).map(([device_name, platform, owner, connected, seen], index) => ({
    device_id: idOf("dev", index + 1),
    device_name,
    platform,
    user_id: person(owner).id,
    user_email: person(owner).email,
    has_key: true,
    paired_at: ago(9000 - index * 500),
    last_seen_at: ago(seen),
    connected,
  }));
  const world: World = {
    now,
    claimed: true,
    signedIn: false,
    role: "owner",
    people,
    devices,
    sessions: [],
    conversations: [],
    messages: new Map(),
    settings: settingsOfNordwind(),
    recordCount: records,
    rewrite: (value) => value,
    refusal: undefined,
  };
  for (const [index, { title, turns }] of answers.entries()) {
    const id: Conversation["conversation_id"] = idOf("cnv", index + 1);
    const list: Message[] = [];
    const many = index === 0 ? messages : 0;
    for (let number = 0; number < many; number++) {
      add(
        list,
        number % 2 === 0 ? "user" : "assistant",
        `Message number ${number + 1}. ${"Some words. ".repeat(number % 7)}`,
      );
    }
    for (const turn of turns) add(list, turn.role, turn.content, turn.tool ?? null);
    world.messages.set(id, list);
    world.conversations.push({
      conversation_id: id,
      title,
      last_seq: list.length,
      busy: false,
      created_at: ago(index * 900 + 5),
      updated_at: ago(index * 900 + 1),
    });
    function add(to: Message[], role: Message["role"], content: string, tool: Message["tool"] = null) {
      const seq = to.length + 1;
      to.push({
        conversation_id: id,
        message_id: idOf("msg", index * 100_000 + seq),
        seq,
        role,
        content,
        model: role === "assistant" ? "builtin/rehearsal" : null,
        usage: null,
        tool,
        error: null,
        client_id: null,
        created_at: ago(100),
      });
    }
  }
  return world;
}

const events = [
  ["server_started", "success", "info", "system", null],
  ["owner_claimed", "success", "info", 0, null],
  ["person_added", "success", "info", 0, 3],
  ["pairing_created", "success", "info", 0, 3],
  ["device_paired", "success", "info", 3, "device"],
  ["auth_failed", "failure", "warning", "stranger", null],
  ["message_received", "success", "info", 3, "conversation"],
  ["tool_called", "success", "info", 3, "conversation"],
  ["message_sent", "success", "info", 3, "conversation"],
  ["access_denied", "denied", "warning", 2, null],
  ["config_changed", "success", "warning", 1, null],
] as const;

/** One of `recordCount`, the same for the same number. */
export function recordOf(world: World, seq: number): AuditRecord {
  const [event, outcome, severity, who, what] = events[(seq * 7) % events.length] as (typeof events)[number];
  const person = (index: number) => world.people[index]?.id ?? "";
  const target = { device: world.devices[2]?.device_id ?? null, conversation: idOf("cnv", 1) };
  return {
    v: 1,
    ts: new Date(world.now - (world.recordCount - seq) * 180_000).toISOString(),
    seq,
    event,
    outcome,
    severity,
    actor: typeof who === "number" ? person(who) : who,
    device: seq % 3 === 0 ? idOf("dev", 3) : null,
    ip: "c:6Qx0m3rY5c2kP8yqf7Rr1w",
    target: what === null ? null : typeof what === "number" ? person(what) : target[what],
    details: { channel: "web" },
    prev: `${seq - 1}`.padStart(64, "a"),
    personal: { ip: { value: "192.0.2.17", salt: "c2FsdA" } },
    hash: `${seq}`.padStart(64, "a"),
  };
}

export function sessionOf(world: World): SessionView {
  const { id, email, name, role } = world.people.find((person) => person.role === world.role) as Person;
  return {
    user: { id, email, name, role },
    session_id: idOf("ses", 1),
    device_id: null,
    permissions: [...rolePermissions[role]],
    csrf_token: "csrf",
    expires_at: new Date(world.now + 8 * 3_600_000).toISOString(),
    organization_name: "Nordwind GmbH",
    has_password: true,
  };
}

export function statusOf(world: World): Status {
  return {
    status: "ok",
    service: "entobot",
    version: "0.1.0",
    started_at: new Date(world.now - 86_400_000).toISOString(),
    database: { kind: "embedded", version: "18.1", record_protection: "append-only by grant and trigger" },
    connections: 2,
    turns_running: 1,
    people: world.people.length,
    devices: world.devices.length,
    record: {
      head: `${world.recordCount}:aaaa`,
      last_verified_at: new Date(world.now - 3_600_000).toISOString(),
      last_verified_ok: true,
    },
    default_model: world.settings.default_model,
    notices: [
      {
        level: "warning",
        code: "master_key_generated",
        text: "The master key is a generated file in the home folder. Set ENTOBOT_MASTER_KEY to keep it elsewhere.",
      },
    ],
  };
}
