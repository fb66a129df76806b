import { open, rename, rm } from "node:fs/promises";
import { Failure } from "../../pure/failure.ts";
import type { Context, Result } from "../command.ts";
import type { House } from "../house.ts";
import { usage } from "../usage.ts";

/** To stdout as a stream, or into a file that appears complete or not at all. Recorded before the first byte. */
export async function exportRecord({ house, world, arguments: given }: Context): Promise<Result | undefined> {
  const after = Number(given.text("after") ?? "0");
  if (!Number.isSafeInteger(after) || after < 0) throw usage("--after takes the number of a record.");
  const opened = await house();
  const out = given.text("out");
  await opened.audit.noted(opened.call(), {
    event: "data_exported",
    details: { what: "record", after, to: out === undefined ? "stdout" : "file" },
  });
  if (out === undefined) {
    await stream(opened, after, world.io.stopped, (text) => world.io.write(text));
    return undefined;
  }
  const records = await intoFile(out, (write) => stream(opened, after, world.io.stopped, write));
  return { json: { file: out, records }, text: `${records} records are in ${out}.\n` };
}

async function stream(
  { audit }: House,
  after: number,
  signal: AbortSignal,
  write: (text: string) => Promise<void>,
): Promise<number> {
  let records = 0;
  for await (const batch of audit.read({ after, signal })) {
    records += batch.length;
    await write(batch.map((record) => `${JSON.stringify(record)}\n`).join(""));
  }
  if (signal.aborted) throw new Failure("cancelled", { text: "Stopped; the export is not complete." });
  return records;
}

async function intoFile(
  path: string,
  produce: (write: (text: string) => Promise<void>) => Promise<number>,
): Promise<number> {
  const draft = `${path}.${process.pid}.part`;
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      const records = await produce((text) => handle.writeFile(text));
      await handle.sync();
      await rename(draft, path);
      return records;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as { code?: string }).code !== "EEXIST") await rm(draft, { force: true });
    if (error instanceof Failure) throw error;
    throw new Failure("invalid_request", { text: "The file cannot be written there.", cause: error });
  }
}
