/**
 * What a stranger wrote, as one quoted field of a log line: a JSON string in ASCII. Whatever could end the line or the
 * field, move a cursor or turn the direction of writing stands there by its number (CWE-117, CWE-150).
 */
export function quotedField(text: string, most: number): string {
  const kept = text.length > most ? `${text.slice(0, most)}...` : text;
  const escaped = kept.replace(/[^\x20-\x7e]|["\\]/g, (unit) =>
    unit === '"' || unit === "\\" ? `\\${unit}` : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `"${escaped}"`;
}
