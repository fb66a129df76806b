import { z } from "zod";
import { limits } from "./limits.ts";

/**
 * Control characters, bidirectional overrides and line separators: what can break a log line or make
 * a name show as something else (Unicode TR36 §3). Names and titles refuse them.
 */
const unsafeInLine = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !unsafeInLine.test(text), "control characters are not allowed here");

export const Email = z
  .string()
  .trim()
  .max(limits.emailCharacters)
  .pipe(z.email("expected an e-mail address"))
  .transform((text) => text.toLowerCase());

export const Password = z
  .string()
  .min(limits.passwordCharactersMin, `use at least ${limits.passwordCharactersMin} characters`)
  .max(limits.passwordCharactersMax);

/** Chosen by the client, unique per session: the same id with the same content is the same act. */
export const ClientId = z.string().regex(/^[\x21-\x7e]{1,64}$/, "1 to 64 printable ASCII characters");

/** RFC 3339 in UTC. */
export const Timestamp = z.iso.datetime();
/** Whole seconds since the Unix epoch, as the original pairing and token frames count. */
export const UnixSeconds = z.int().nonnegative();

/** Replaces what `line` would refuse; for names that a device gives itself, which must not make pairing fail. */
export function cleanLine(text: string, max: number, fallback: string): string {
  const cleaned = text.replace(new RegExp(unsafeInLine.source, "gu"), " ").replace(/\s+/g, " ").trim();
  return [...cleaned].slice(0, max).join("").trim() || fallback;
}
