import type { AuditHead } from "@entobot/contract/audit";
import type { Device } from "@entobot/contract/devices";
import type { Status } from "@entobot/contract/health";
import type { Permission } from "@entobot/contract/permissions";
import type { Decide } from "../../access/index.ts";
import type { PersonCall } from "../../pure/call.ts";
import type { ModelRequest, ToolCall } from "./model.ts";

/** What the built-in model may ask this server. Every question is decided as the person's own. */
export interface AboutServer {
  status(call: PersonCall): Promise<Status>;
  devices(call: PersonCall): Promise<readonly Device[]>;
  recordHead(call: PersonCall): Promise<AuditHead>;
}

export interface RehearsalDeps {
  readonly about: AboutServer;
  readonly decide: Decide;
  /** Records that the person was refused. */
  readonly refused: (call: PersonCall, permission: Permission) => void;
}

export interface RehearsalReply {
  readonly text: string;
  readonly calls: readonly ToolCall[];
}

const honest =
  "I am the built-in rehearsal, not a language model: I repeat and I look things up, I do not think.";

const help = `${honest}

Say one of these:
- \`status\`: how this server is doing
- \`devices\`: the devices that are paired to you
- \`record\`: where the record stands
- \`who am I\`: as whom you are signed in
- \`list files\`: your workspace, through a tool
- \`call NAME {"argument": "value"}\`: any tool, as a model would call it

For real answers, an administrator sets a provider's key (docs/guide/models.md).`;

export async function rehearsalReply(deps: RehearsalDeps, request: ModelRequest): Promise<RehearsalReply> {
  const last = request.messages.at(-1);
  if (last?.role === "tool") return say(`The tool \`${last.call.name}\` answered:\n\n${last.result}`);
  const text = last?.role === "user" ? last.text.trim() : "";
  const call = request.messages.length;
  const asked = text
    .toLowerCase()
    .replace(/[?!.\s]+$/, "")
    .replace(/\s+/g, " ");
  const told = /^call ([\w.-]{1,64})(?:\s+(\{[\s\S]*\}))?$/.exec(text);
  if (told) return tellTool(told[1] as string, told[2] ?? "{}", call);
  if (/^(list|show)( my)? (files|workspace)$/.test(asked))
    return tellTool("list_workspace", '{"path":"."}', call);
  if (/^(help|what can you do)$/.test(asked)) return say(help);
  if (/^who am i$/.test(asked)) return say(whoAmI(request.call));
  if (/^(status|how are you)$/.test(asked))
    return ask("status.read", async () => status(await deps.about.status(request.call)));
  if (/^(my )?devices$/.test(asked))
    return ask("devices.own", async () => devices(await deps.about.devices(request.call)));
  if (/^(the )?record$/.test(asked))
    return ask("audit.read", async () => record(await deps.about.recordHead(request.call)));
  return say(`${honest} You wrote: “${shortened(text)}”. Say \`help\` for what I can do.`);

  async function ask(permission: Permission, answer: () => Promise<string>): Promise<RehearsalReply> {
    if (deps.decide(request.call.principal, permission)) return say(await answer());
    deps.refused(request.call, permission);
    return say(`You may not see this: it needs the permission \`${permission}\`. Ask an administrator.`);
  }
}

const say = (text: string): RehearsalReply => ({ text, calls: [] });

function tellTool(name: string, json: string, position: number): RehearsalReply {
  let input: unknown;
  try {
    input = JSON.parse(json);
  } catch {
    return say('The arguments are not JSON. Write, for example, `call list_workspace {"path":"."}`.');
  }
  return { text: "", calls: [{ id: `call_${position}`, name, input }] };
}

const shortened = (text: string): string => (text.length <= 200 ? text : `${text.slice(0, 199)}…`);

const whoAmI = ({ principal }: PersonCall): string =>
  `You are ${principal.name} (${principal.email}), role ${principal.role}` +
  (principal.deviceName ? `, on the device “${principal.deviceName}”.` : ".");

const status = (now: Status): string =>
  [
    `The server is **${now.status}** (version ${now.version}, since ${now.started_at}).`,
    `- people ${now.people}, devices ${now.devices}, connections ${now.connections}, answers running ${now.turns_running}`,
    `- database: ${now.database.kind} PostgreSQL ${now.database.version}, the record is ${now.database.record_protection}`,
    `- model by default: ${now.default_model}`,
    ...now.notices.map(({ level, text }) => `- ${level}: ${text}`),
  ].join("\n");

const devices = (own: readonly Device[]): string =>
  own.length === 0
    ? "No device is paired to you."
    : own
        .map(({ device_name, last_seen_at }) => `- ${device_name}, last seen ${last_seen_at ?? "never"}`)
        .join("\n");

const record = ({ seq, head }: AuditHead): string =>
  `The record holds ${seq} entries. Its head is \`${head}\`: keep it, and \`entobot audit verify --head …\` shows whether anything before it was changed.`;
