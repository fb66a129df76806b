import type { DescribedError } from "./describe-error.ts";

export const levels = ["debug", "info", "warn", "error"] as const;
export type Level = (typeof levels)[number];

/** What a caller may tell. Nothing is redacted by magic: never pass a secret, content or an exception's words. */
export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface LogEntry {
  readonly time: string;
  readonly level: Level;
  readonly message: string;
  readonly fields: Fields;
  readonly error?: DescribedError;
}
