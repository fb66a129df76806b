import { sha256Hex } from "../../crypto/hash.ts";
import type { Block } from "./plain.ts";

/** How a file begins a comment, and ends it where that is needed. */
export type Comment = "#" | "--" | "<!--";

const words =
  'Written by "entobot harden". Change the configuration and write it again, not this file. Checksum';
const line = /^(?:#|--|<!--) Written by "entobot harden"\.[^\n]* ([0-9a-f]{16})(?: -->)?\n/m;

/** The text with a line that tells its later reader, and us, whether it still is what we wrote. */
export function stamp(text: Block, comment: Comment): string {
  const mark = `${comment} ${words} ${checksum(text)}${comment === "<!--" ? " -->" : ""}\n`;
  // The first line of a script says who runs it.
  return text.startsWith("#!") ? text.replace("\n", `\n${mark}`) : mark + text;
}

/** Ours and unchanged: nobody loses anything when it is replaced. */
export function isOurs(text: string): boolean {
  const found = line.exec(text);
  return found?.[1] !== undefined && checksum(text.replace(found[0], "")) === found[1];
}

/** Not against forgery: it only tells an edited file from one of ours. */
const checksum = (text: string): string => sha256Hex(text).slice(0, 16);
