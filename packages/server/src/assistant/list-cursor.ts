import { ConversationId } from "@entobot/contract/ids";
import { Failure } from "../pure/failure.ts";

/** Where a list of conversations goes on: the time and the id of the last one shown. */
export const cursorOf = (updatedAt: number, id: ConversationId): string =>
  Buffer.from(`${updatedAt}.${id}`).toString("base64url");

export function parseCursor(text: string): { updatedAt: number; id: ConversationId } {
  const [time, id] = Buffer.from(text, "base64url").toString("utf8").split(".");
  const parsed = ConversationId.safeParse(id);
  if (!/^\d{1,15}$/.test(time ?? "") || !parsed.success) {
    throw new Failure("invalid_request", { text: "This cursor is not one that this list gave out." });
  }
  return { updatedAt: Number(time), id: parsed.data };
}
