import type { ConversationId, PersonId, RequestId } from "@entobot/contract/ids";
import type { Call } from "../../pure/call.ts";
import { isFailure } from "../../pure/failure.ts";
import { type Queryable, sql } from "../../store/queryable.ts";
import { appendEntry } from "../append-entry.ts";
import type { AssistantDeps } from "../deps.ts";
import { interruptedWords } from "./ending.ts";

const together = 200;

/**
 * Closes the turns that a crash cut, never runs them again. For the serving process, at its start, before it takes
 * messages. Returns how many there were.
 */
export async function closeInterruptedTurns(
  deps: Pick<AssistantDeps, "database" | "audit" | "keys" | "clock" | "newId">,
): Promise<number> {
  const call: Call = {
    principal: { kind: "system" },
    address: null,
    userAgent: null,
    channel: "internal",
    requestId: deps.newId<RequestId>("req"),
  };
  let closed = 0;
  for (;;) {
    const open = await openTurns(deps.database, together);
    if (open.length === 0) return closed;
    await Promise.all(open.map((turn) => close(deps, call, turn)));
    closed += open.length;
  }
}

interface OpenTurn {
  readonly conversation_id: ConversationId;
  readonly seq: number;
  readonly person_id: PersonId;
}

const openTurns = (db: Queryable, limit: number): Promise<OpenTurn[]> =>
  db.query(
    sql`select conversation_id, seq, person_id from turns order by conversation_id, seq limit ${limit}`,
  );

async function close(
  deps: Pick<AssistantDeps, "audit" | "keys" | "clock" | "newId">,
  call: Call,
  turn: OpenTurn,
): Promise<void> {
  try {
    await appendEntry(deps, {
      call,
      personId: turn.person_id,
      conversationId: turn.conversation_id,
      role: "assistant",
      content: interruptedWords,
      error: "interrupted",
      turn: turn.seq,
      event: {
        event: "turn_interrupted",
        outcome: "failure",
        subject: turn.person_id,
        details: { answers: turn.seq, reason: "crash" },
      },
    });
  } catch (error) {
    // Gone or closed in the meantime: nothing is left to close.
    if (!isFailure(error, "conflict") && !isFailure(error, "not_found")) throw error;
  }
}
