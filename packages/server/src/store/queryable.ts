/** A statement and its values. `text` uses $1…$n (PostgreSQL). */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What runs statements: the pool or one transaction. Functions in `*-store.ts` take it first. */
export interface Queryable {
  query<Row>(statement: Statement): Promise<Row[]>;
}

/** One open transaction on one connection. Statements run in order. */
export interface Transaction extends Queryable {
  readonly kind: "transaction";
  /** For a statement whose answer nobody needs: sent at once, and judged with the next answer, at the latest with the commit's. */
  later(statement: Statement): void;
}

export const isTransaction = (db: Queryable): db is Transaction =>
  (db as Partial<Transaction>).kind === "transaction";

/**
 * Builds a statement from a template: every `${value}` becomes a parameter, never text. Arrays are
 * PostgreSQL arrays (`= any(${ids})`, `unnest(${ids}::text[])`).
 */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Statement {
  let text = strings[0] ?? "";
  for (let i = 1; i < strings.length; i++) text += `$${i}${strings[i]}`;
  return { text, values };
}
