import { securityHeaders } from "../../../server/src/http/security-headers.ts";
import { full } from "../../../server/test/_support/size.ts";
import { type Hostile, hostileNames, marked } from "./hostile-text.ts";
import { idOf, type World } from "./world.ts";

/** The real headers but the policy: what is left then is what the pages themselves do. */
export const withoutPolicy: typeof securityHeaders = (...given) => {
  const { "content-security-policy": _, ...rest } = securityHeaders(...given);
  return rest;
};

/** At full size all of them, else one in so many. */
export const few = <T>(all: readonly T[], every: number): T[] =>
  all.filter((_, index) => full || index % every === 0);

/** As many rows of each kind as there are payloads. */
export function fill(world: World): void {
  const clones = <T extends object>(rows: readonly T[], idName: string, prefix: string): T[] =>
    hostileNames.map((_, index) => ({
      ...(rows[index % rows.length] as T),
      [idName]: idOf(prefix, 2_000 + index),
    }));
  world.people = [world.people[0] as World["people"][number], ...clones(world.people, "id", "usr")];
  world.devices = clones(world.devices, "device_id", "dev");
  world.conversations = clones(world.conversations, "conversation_id", "cnv");
}

/** A conversation in which everybody says it: the person, a tool, the assistant. */
export function tell(world: World, number: number, corpus: readonly Hostile[]): string {
  const id = idOf<World["conversations"][number]["conversation_id"]>("cnv", 2_000 + number);
  const rest = { conversation_id: id, model: null, usage: null, error: null, client_id: null } as const;
  const created_at = new Date(world.now).toISOString();
  const messages = corpus.flatMap(({ id, text, markdown }) => [
    { ...rest, role: "user" as const, content: marked(text, "message", id), tool: null },
    {
      ...rest,
      role: "tool" as const,
      content: "",
      tool: { name: "read", arguments: { [text]: text }, outcome: "executed" as const, result: text },
    },
    { ...rest, role: "assistant" as const, content: endMarked(text, "answer", id, markdown), tool: null },
  ]);
  world.messages.set(
    id,
    messages.map((message, index) => ({
      ...{ ...message, created_at },
      seq: index + 1,
      message_id: idOf<never>("msg", 3_000_000 + number * 1_000 + index),
    })),
  );
  return id;
}

/** Blocks need a line of their own after them. */
export const endMarked = (text: string, field: string, id: number, own: boolean) =>
  own ? `${text}\n\n⟦${field}:${id}⟧` : marked(text, field, id);
