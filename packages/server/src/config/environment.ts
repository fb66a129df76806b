/** The one place that reads `process.env`. A snapshot: what happens to the variables later changes nothing. */
export function environmentSnapshot(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
