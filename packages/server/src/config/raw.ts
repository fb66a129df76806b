import type { Json } from "../pure/json.ts";
import type { Issue, Origin, Warning } from "./issue.ts";
import type { Key } from "./key.ts";

/** A value that somebody wrote for a key, not judged yet. */
export interface Raw {
  /** The key in the guide's spelling. */
  readonly path: string;
  /** The key as the file spells it, or the variable's name. */
  readonly writtenAs: string;
  readonly key: Key<unknown>;
  readonly value: Json;
  readonly fromVariable: boolean;
  readonly origin: Origin;
}

/** Collects raw values by path; the same key twice with different values is a contradiction, never a silent choice. */
export class RawValues {
  readonly byPath = new Map<string, Raw>();
  /** Providers that the file names, with where. They count as configured even without a single key. */
  readonly namedProviders = new Map<string, Origin>();
  readonly issues: Issue[] = [];
  readonly warnings: Warning[] = [];

  add(raw: Raw): void {
    const first = this.byPath.get(raw.path);
    if (!first) {
      this.byPath.set(raw.path, raw);
    } else if (!same(first.value, raw.value)) {
      this.issues.push({
        path: first.writtenAs,
        message: `${first.writtenAs} and ${raw.writtenAs} set the same thing and differ. Keep one of them.`,
        origin: raw.origin,
      });
    }
  }

  refuse(issue: Issue): void {
    this.issues.push(issue);
  }

  /** Where the operator named this provider, in any way. */
  findProvider(name: string): Origin | undefined {
    const own = [...this.byPath.values()].find(({ path }) => path.startsWith(`providers.${name}.`));
    return this.namedProviders.get(name) ?? own?.origin;
  }

  /** The same with more values and no issues of its own; what is here comes first. */
  with(more: readonly Raw[]): RawValues {
    const joined = new RawValues();
    for (const raw of [...this.byPath.values(), ...more]) joined.add(raw);
    for (const [name, origin] of this.namedProviders) joined.namedProviders.set(name, origin);
    return joined;
  }
}

function same(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  return (
    left.length === Object.keys(b).length &&
    left.every(
      ([name, value]) => Object.hasOwn(b, name) && same(value, (b as { [name: string]: Json })[name] ?? null),
    )
  );
}
