import { Failure } from "../pure/failure.ts";

/**
 * What a proxy and a server could read differently is refused before routing: dot segments, doubled or encoded
 * slashes, encoded dots, backslashes, NUL, control characters, bytes outside ASCII, a fragment, an absolute form.
 */
const ambiguous = /^[^/]|\/\/|\\|#|%(?:2f|5c|2e|00)|[^\x21-\x7e]|(?:^|\/)\.{1,2}(?:\/|$)|%(?![0-9a-f]{2})/i;

const longest = 4096;

/** Splits a request target into path and query; throws invalid_path. */
export function splitTarget(target: string): { path: string; query: string } {
  const mark = target.indexOf("?");
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = mark === -1 ? "" : target.slice(mark + 1);
  if (target.length > longest || ambiguous.test(path) || /[^\x21-\x7e]|#/.test(query)) {
    throw new Failure("invalid_path");
  }
  return { path, query };
}
