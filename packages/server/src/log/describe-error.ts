/** An error without its words: they may quote a query, a header or what somebody wrote. */
export interface DescribedError {
  readonly name: string;
  readonly code?: string;
  /** Frames of the stack: function and place in our own code, nothing a caller controls. */
  readonly at: readonly string[];
  readonly cause?: DescribedError;
}

const frames = 6;
const depth = 4;

export function describeError(error: unknown, level = 0): DescribedError {
  if (!(error instanceof Error)) return { name: `thrown ${typeof error}`, at: [] };
  const code = (error as { code?: unknown }).code;
  const described: DescribedError = {
    name: error.name,
    ...(isCode(code) ? { code } : {}),
    at: stackFrames(error),
  };
  if (error.cause === undefined || level >= depth) return described;
  return { ...described, cause: describeError(error.cause, level + 1) };
}

/** Codes are short names such as ECONNREFUSED, 57P01 or `not_found`; anything longer is text in disguise. */
function isCode(code: unknown): code is string {
  return typeof code === "string" && /^[A-Za-z0-9_]{1,48}$/.test(code);
}

/** The message stands before the frames and may contain lines that look like frames: it is cut off by its length. */
function stackFrames(error: Error): string[] {
  const stack = error.stack ?? "";
  const at = stack.indexOf(error.message);
  const rest = at < 0 ? stack : stack.slice(at + error.message.length);
  const lines = rest.split("\n").filter((line) => /^\s+at /.test(line));
  return lines.slice(0, frames).map((line) => line.trim().slice(3, 243));
}
