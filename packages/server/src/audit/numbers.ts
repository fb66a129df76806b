import { type Queryable, sql } from "../store/queryable.ts";

/** As the sequence's increment. */
const blockSize = 1_000;

/** Names for events. They say nothing about order: a crash leaves a gap, and every process has a block of its own. */
export interface Numbers {
  take(db: Queryable): number | Promise<number>;
}

export function createNumbers(): Numbers {
  let next = 0;
  let end = 0;
  return {
    take(db) {
      return next < end ? next++ : fetchBlock(db);
    },
  };

  async function fetchBlock(db: Queryable): Promise<number> {
    const [row] = await db.query<{ n: number }>(sql`select nextval('audit_event_numbers') as n`);
    if (!row) throw new Error("the database gave no number");
    next = row.n + 1;
    end = row.n + blockSize;
    return row.n;
  }
}
