import { type Hostile, hostileNames, marked } from "./hostile-text.ts";

/** Members that the pages read and do not show, or whose words are a closed set of the contract. */
const closed =
  /^(v|id|\w*_id|client_id|role|status|kind|outcome|severity|state|level|type|code|csrf_token|next|permissions|jwt_token|refresh_token|content|text|partial|\w+_at|at|ts|seq|timestamp)$/;

/**
 * Puts hostile text in place of every other string of an answer, each time another one, so that a new field of a new
 * page is tried without being named here. In a list one item after the other gets the next payload.
 */
export function poisoner(corpus: readonly Hostile[] = hostileNames) {
  let round = 0;
  const turn = new Map<string, number>();
  const pick = (field: string) => {
    const count = turn.get(field) ?? [...field].reduce((sum, letter) => sum + letter.charCodeAt(0), round);
    turn.set(field, count + 1);
    return corpus[count % corpus.length] as Hostile;
  };
  function poison(value: unknown, key: string, about: string): unknown {
    if (Array.isArray(value)) {
      return closed.test(key) ? value : value.map((each) => poison(each, key, about));
    }
    if (typeof value === "object" && value !== null) {
      // A member that hostile text has named belongs to the field around it.
      const named = (name: string) => (/^[a-z_]{1,30}$/.test(name) ? name : key);
      const members = Object.entries(value);
      return Object.fromEntries(members.map(([name, each]) => [name, poison(each, named(name), about)]));
    }
    if (typeof value !== "string" || (closed.test(key) && !exceptions.has(`${about} ${key}`))) return value;
    const field = `${about} ${key}`;
    const { id, text } = pick(field);
    return marked(text, field, id);
  }
  return {
    /** What the stand-in server sends instead of `value`. */
    rewrite: (value: unknown, about: string) => poison(value, "", about),
    /** From here on every field begins with another payload. */
    nextRound() {
      round += 7;
      turn.clear();
    },
  };
}

/** Where a member of a closed name is free text all the same. */
const exceptions = new Set(["GET v1/status text", "events text"]);
