import { printable } from "../log/index.ts";

/**
 * Text of others on its way to a terminal (CWE-150): escape sequences could move the cursor, rename the window or
 * type. `clean` is for one line; `cleanLines` keeps line ends.
 */
export const clean = printable;

export const cleanLines = (text: string): string =>
  text
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .map((line) => clean(line.replaceAll("\t", "    ")))
    .join("\n");
