import type { SessionId } from "@entobot/contract/ids";
import type { Decide } from "../access/index.ts";
import type { Audit } from "../audit/index.ts";
import type { NewId } from "../crypto/new-id.ts";
import type { Log } from "../log/index.ts";
import type { KeyRing } from "../privacy/index.ts";
import type { Clock } from "../pure/clock.ts";
import type { Database } from "../store/database.ts";
import type { Models } from "./models/models.ts";
import type { Tool } from "./tools/tool.ts";

export interface AssistantDeps {
  readonly database: Database;
  readonly audit: Pick<Audit, "mutate" | "submit" | "note" | "noted">;
  readonly keys: KeyRing;
  readonly decide: Decide;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly models: Models;
  readonly tools: readonly Tool[];
  readonly limits: AssistantLimits;
  /** A turn ends with the session that began it. */
  readonly sessions?: {
    isLive(id: SessionId): Promise<boolean>;
    watch(id: SessionId, ended: () => void): () => void;
  };
}

export interface AssistantLimits {
  /** Turns that run at once, in the whole server. */
  readonly running: number;
  /** Turns that may wait, in the whole server and in one conversation. */
  readonly waiting: number;
  readonly waitingPerConversation: number;
  /** Rounds of tool calls in one turn. */
  readonly toolRounds: number;
  readonly maxTokens: number | null;
  readonly temperature: number | null;
  readonly turnMs: number;
  /** A model that says nothing for this long has failed. */
  readonly silenceMs: number;
  /** How long a turn may go on trying a provider that is not available. */
  readonly retryMs: number;
  /** First pause before another try; it doubles. */
  readonly retryPauseMs: number;
  readonly historyMessages: number;
  readonly historyCharacters: number;
  readonly answerCharacters: number;
}

export const defaultLimits: AssistantLimits = {
  running: 256,
  waiting: 1024,
  waitingPerConversation: 20,
  toolRounds: 20,
  maxTokens: null,
  temperature: null,
  turnMs: 600_000,
  silenceMs: 60_000,
  retryMs: 120_000,
  retryPauseMs: 500,
  historyMessages: 50,
  historyCharacters: 200_000,
  answerCharacters: 1_000_000,
};
