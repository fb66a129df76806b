declare const plainMark: unique symbol;
declare const blockMark: unique symbol;

/**
 * One word that means itself in every syntax we write (nginx, fail2ban, logrotate, systemd, sh, SQL, Markdown): no
 * quote, space, `;`, `$`, `%`, `#`, glob or line end. Only the functions below make one, so a value of the
 * configuration that was not looked at does not compile into a file.
 */
export type Plain = string & { readonly [plainMark]: true };

/** Lines made of our own words and of plain ones. */
export type Block = string & { readonly [blockMark]: true };

const matching =
  (pattern: RegExp) =>
  (text: string): Plain | undefined =>
    pattern.test(text) ? (text as Plain) : undefined;

/** Absolute, without dot segments. */
export const plainPath = (text: string): Plain | undefined =>
  /^(\/[A-Za-z0-9_+@=,.-]+)+$/.test(text) && !/\/\.{1,2}(\/|$)/.test(text) ? (text as Plain) : undefined;

/** A name of the DNS, or an address as a URL's host holds it. */
export const plainHost = matching(/^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\])$/);

/** An address without brackets, with its prefix where it is a network. */
export const plainAddress = matching(/^[0-9a-f:.]+(\/\d{1,3})?$/);

/** A role, a database, an account, a variable. */
export const plainName = matching(/^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9_])?$/);

/** The path of a URL, as a prefix that nginx compares. */
export const plainUrlPath = matching(/^(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$/);

/** A template of ours. What is not plain does not fit into it. */
export function fill(
  parts: TemplateStringsArray,
  ...values: readonly (Plain | Block | number | readonly Block[])[]
): Block {
  const text = parts.reduce((before, part, index) => before + shown(values[index - 1] ?? "") + part);
  return text.replace(/^\n/, "") as Block;
}

const shown = (value: string | number | readonly Block[]): string =>
  typeof value === "object" ? value.join("\n") : String(value);

export const nothing = "" as Block;

/** Several plain words side by side. */
export const words = (list: readonly (Plain | number)[], between: "," | " " = " "): Block =>
  list.join(between) as Block;
