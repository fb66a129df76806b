import type { ConversationId } from "@entobot/contract/ids";
import type { PersonCall } from "../../pure/call.ts";
import type { LanguageModel } from "../models/model.ts";

/** Why a turn was stopped from outside. */
export type StopReason = "cancelled" | "interrupted" | "out_of_time";

/** The answer to one message of a person. */
export interface Turn {
  readonly call: PersonCall;
  readonly conversationId: ConversationId;
  /** Of the person's message. */
  readonly seq: number;
  readonly content: string;
  readonly model: LanguageModel;
  /** Aborted with a StopReason. */
  readonly stop: AbortController;
}

export const turnKey = ({ conversationId, seq }: Pick<Turn, "conversationId" | "seq">): string =>
  `${conversationId}:${seq}`;
