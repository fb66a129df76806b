import pg from "pg";
import { Failure, isFailure } from "../pure/failure.ts";
import type { Queryable, Statement, Transaction } from "./queryable.ts";

export interface Database extends Queryable {
  /** Runs `work` in one transaction (READ COMMITTED); a throw rolls back. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * A connection of one's own that is not given back until `release`: for advisory locks, LISTEN and the writer.
   * `onLost` is called once when the connection breaks.
   */
  reserve(onLost: (error: Error) => void): Promise<ReservedConnection>;
  close(): Promise<void>;
}

export interface ReservedConnection extends Queryable {
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  onNotification(handler: (channel: string, payload: string) => void): void;
  release(): Promise<void>;
}

export interface DatabaseOptions {
  /** `postgresql://…`; for a Unix socket `postgresql:///name?host=/folder&user=…`. */
  readonly url: string;
  readonly connections?: number;
  readonly statementTimeoutMs?: number;
}

/** int8 as number: our counters stay far below 2^53. timestamptz as milliseconds since the epoch. */
const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, Number],
  [pg.types.builtins.TIMESTAMPTZ, (text) => Date.parse(text)],
]);
const types = {
  getTypeParser: (oid: number, format?: string) =>
    (format === "binary" ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format as "text"),
} as unknown as pg.CustomTypesConfig;

/** Classes 08 (connection), 53 (resources), 57 (operator intervention) and broken sockets are "not available", not "wrong". */
function translate(error: unknown): unknown {
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string" && (/^(08|53|57)/.test(code) || /^E(CONN|PIPE|NOENT|TIMEDOUT)/.test(code))) {
    return new Failure("database_unavailable", { cause: error });
  }
  if (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|not queryable|Client has encountered/.test(
      error.message,
    )
  ) {
    return new Failure("database_unavailable", { cause: error });
  }
  return error;
}

/** Statements are prepared once per connection and text; a name is a number, so no text is ever hashed on the hot path. */
const names = new Map<string, string>();
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = `s${names.size}`;
    names.set(text, name);
  }
  return name;
}

function run<Row>(client: pg.ClientBase, statement: Statement): Promise<Row[]> {
  const query = statement.values.length
    ? { name: nameOf(statement.text), text: statement.text, values: statement.values as unknown[] }
    : { text: statement.text };
  return client.query(query).then(
    (result) => result.rows as Row[],
    (error) => {
      throw translate(error);
    },
  );
}

/** An aborted transaction answers a commit with a rollback, and no error. */
async function commit(client: pg.ClientBase): Promise<void> {
  const { command } = await client.query("commit").catch((error) => {
    throw translate(error);
  });
  if (command !== "COMMIT")
    throw new Error("the transaction was aborted: a failed statement was passed over");
}

/**
 * `begin` travels with the first statement, and what is sent `later` with the commit: a trip costs more than most
 * statements. One that failed aborts the transaction, so a commit sent behind it commits nothing.
 */
async function inTransaction<T>(client: pg.ClientBase, work: (tx: Transaction) => Promise<T>): Promise<T> {
  let underWay: Promise<unknown>[] = [];
  function send<Answer>(answer: Promise<Answer>): Promise<Answer> {
    answer.catch(() => {});
    underWay.push(answer);
    return answer;
  }
  /** The first failure in the order of sending: those behind it only say that the transaction is aborted. */
  async function answered(): Promise<void> {
    const sent = underWay;
    underWay = [];
    await Promise.allSettled(sent);
    for (const answer of sent) await answer;
  }
  send(run(client, { text: "begin", values: [] }));
  try {
    const result = await work({
      kind: "transaction",
      later: (statement) => void send(run(client, statement)),
      async query<Row>(statement: Statement) {
        const answer = send(run<Row>(client, statement));
        await answered();
        return answer;
      },
    });
    send(commit(client));
    await answered();
    return result;
  } catch (error) {
    await run(client, { text: "rollback", values: [] }).catch(() => {});
    throw error;
  }
}

export function openDatabase(options: DatabaseOptions): Database {
  const settings: pg.ClientConfig = {
    connectionString: options.url,
    types,
    application_name: "entobot",
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: 60_000,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    // Statements are sent without waiting for the answers to those before them.
    pipeline: true,
  };
  const pool = new pg.Pool({ ...settings, max: options.connections ?? 10 });
  // An idle connection that breaks is replaced at the next use; nothing else is to be done about it here.
  pool.on("error", () => {});
  // One in use fails its statement, which says so; without a listener its error event would end the process.
  pool.on("connect", (client) => client.on("error", () => {}));

  async function connect(): Promise<pg.PoolClient> {
    try {
      return await pool.connect();
    } catch (error) {
      throw translate(error);
    }
  }

  return {
    async query<Row>(statement: Statement) {
      const client = await connect();
      try {
        const rows = await run<Row>(client, statement);
        client.release();
        return rows;
      } catch (error) {
        client.release(isFailure(error, "database_unavailable"));
        throw error;
      }
    },
    async transaction(work) {
      const client = await connect();
      try {
        const result = await inTransaction(client, work);
        client.release();
        return result;
      } catch (error) {
        client.release(isFailure(error, "database_unavailable"));
        throw error;
      }
    },
    async reserve(onLost) {
      const client = new pg.Client({ ...settings, statement_timeout: 30_000 });
      let released = false;
      let lost = false;
      const lose = (error: Error) => {
        if (released || lost) return;
        lost = true;
        onLost(error);
      };
      client.on("error", lose);
      client.on("end", () => lose(new Error("connection ended")));
      try {
        await client.connect();
      } catch (error) {
        released = true;
        throw translate(error);
      }
      return {
        query: (statement) => run(client, statement),
        transaction: (work) => inTransaction(client, work),
        onNotification: (handler) => {
          client.on("notification", (message) => handler(message.channel, message.payload ?? ""));
        },
        async release() {
          released = true;
          await client.end().catch(() => {});
        },
      };
    },
    close: () => pool.end(),
  };
}
