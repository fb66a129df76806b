import type { Audit } from "../audit/index.ts";

/** One line a record, a batch at a time: the next is read only when the client has taken the last. */
export async function* recordLines(
  audit: Pick<Audit, "read">,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  for await (const records of audit.read({ after, signal })) {
    if (signal.aborted) return;
    yield `${records.map((record) => JSON.stringify(record)).join("\n")}\n`;
  }
}
