import type { Kind } from "./kinds/kind.ts";

/** One configuration key. The table of all of them is `keys.ts`; the guide's page and every check are made from it. */
export interface Key<T, Unset = unknown> {
  readonly kind: Kind<T>;
  /** The value when nobody sets it; null where something else decides (then `otherwise` says what). */
  readonly unset: Unset;
  readonly what: string;
  /** What happens when unset, in words, where the value alone does not say it. */
  readonly otherwise?: string;
  /** Other names for the last part of the path. */
  readonly aliases?: readonly string[];
  /** Environment variables that set it; each also as NAME_FILE. */
  readonly variables?: readonly string[];
  /** Takes effect on SIGHUP; the rest at the next start. */
  readonly live?: true;
  /**
   * The console may store a value where file and environment leave it unset. Nothing that could open the house from
   * inside belongs here: listeners, proxies, secrets of the house, tools, the database.
   */
  readonly console?: true;
  /**
   * "not yet": the key is read and checked, but what it asks for is not built. `start` refuses while it is active.
   * Building the feature deletes this line from the key.
   */
  readonly status?: "not yet";
  /** Whether a value asks for anything; without it, any value does. `isOn` reads another yes/no key. */
  active?(value: T, isOn: (path: string) => boolean): boolean;
  /** The default asks for it too, so the start words say that it is not enforced yet. */
  readonly activeUnset?: true;
}

export function key<T, Unset>(
  kind: Kind<T>,
  unset: Unset,
  what: string,
  more: Omit<Key<NoInfer<T>>, "kind" | "unset" | "what"> = {},
): Key<T, Unset> {
  return { kind, unset, what, ...more };
}
