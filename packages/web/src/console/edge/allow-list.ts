import type { SettingView } from "@entobot/contract/settings";

export const allowListKey = "enterprise.ip_whitelist";

/** null: off. */
export const networksOf = ({ value }: Pick<SettingView, "value">): readonly string[] | null =>
  Array.isArray(value) ? value.map(String) : null;

/** Each network with the line that it stands on, counted as an editor does. */
export const numberedLines = (text: string): readonly { readonly line: number; readonly network: string }[] =>
  text
    .split("\n")
    .map((written, index) => ({ line: index + 1, network: written.trim() }))
    .filter(({ network }) => network !== "");

/** The server counts the networks that it was sent; a person counts lines. */
export function issueInWords(message: string, text: string): string {
  const [, index, words] = /^\[(\d+)\] (.*)$/s.exec(message) ?? [];
  const found = index === undefined ? undefined : numberedLines(text)[Number(index)];
  if (!found) return `This list ${message}`;
  return `Line ${found.line}: ${found.network} ${words}`;
}

export const isLockingOut = (message: string): boolean => message.startsWith("would shut you out");
