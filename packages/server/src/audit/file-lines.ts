import { createReadStream } from "node:fs";

/** Longer than any line that is written. */
export const maxLineBytes = 1024 * 1024;

/** A line without its end, or what is wrong with it. */
export type FileLine = { readonly text: string } | { readonly wrong: string };

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Lines end at LF alone: every other line separator is part of a line, whatever the text says. */
export async function* linesOf(path: string): AsyncGenerator<FileLine, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let bytes = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      yield decode(bytes.subarray(0, end));
      bytes = bytes.subarray(end + 1);
    }
    rest = bytes;
    if (rest.length > maxLineBytes) {
      yield { wrong: "The line is longer than any that is written." };
      return;
    }
  }
  if (rest.length > 0) yield { wrong: "The last line is cut." };
}

function decode(bytes: Buffer): FileLine {
  try {
    return { text: decoder.decode(bytes) };
  } catch {
    return { wrong: "The line is not UTF-8." };
  }
}
