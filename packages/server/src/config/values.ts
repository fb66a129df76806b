import type { Origin } from "./issue.ts";
import { type KeyPath, keyOf, keyPaths, type ValueOf } from "./keys.ts";
import { Refused } from "./kinds/kind.ts";
import { providerNames } from "./provider-catalogue.ts";
import { type ProviderKeyName, type ProviderValueOf, providerKeyOf } from "./provider-keys.ts";
import type { RawValues } from "./raw.ts";

interface Held {
  readonly value: unknown;
  readonly origin: Origin;
  readonly writtenAs: string;
  readonly fromVariable: boolean;
}

/** What every key holds, and who said so. The meaning of it all is in settings.ts. */
export class Values {
  readonly #held: ReadonlyMap<string, Held>;
  /**
   * Those that somebody named in the file or gave a key, in the catalogue's order, the operator's own last; then those
   * of the console, so that a new one does not silently become the first.
   */
  readonly providers: readonly string[];

  readonly #named: ReadonlyMap<string, Origin>;

  constructor(
    held: ReadonlyMap<string, Held>,
    providers: readonly string[],
    named: ReadonlyMap<string, Origin>,
  ) {
    this.#held = held;
    this.#named = named;
    this.providers = providers;
  }

  get<P extends KeyPath>(path: P): ValueOf<P> {
    const held = this.#held.get(path);
    return (held ? held.value : keyOf(path).unset) as ValueOf<P>;
  }

  ofProvider<N extends ProviderKeyName>(provider: string, name: N): ProviderValueOf<N> {
    const held = this.#held.get(`providers.${provider}.${name}`);
    return (held ? held.value : providerKeyOf(name).unset) as ProviderValueOf<N>;
  }

  /** Nobody but the console set it up. */
  isConsoleProvider(provider: string): boolean {
    const prefix = `providers.${provider}.`;
    return (
      !this.#named.has(provider) &&
      [...this.#held].every(([path, { origin }]) => !path.startsWith(prefix) || origin.kind === "console")
    );
  }

  isSet(path: string): boolean {
    return this.#held.has(path);
  }

  /** Every path that somebody set. */
  paths(): readonly string[] {
    return [...this.#held.keys()];
  }

  value(path: string): unknown {
    return this.#held.get(path)?.value;
  }

  origin(path: string): Origin {
    return (
      this.#held.get(path)?.origin ?? this.#named.get(path.replace("providers.", "")) ?? { kind: "default" }
    );
  }

  /** The value itself stands in the file, not a reference to a variable. */
  isLiteral(path: string): boolean {
    const held = this.#held.get(path);
    return held?.origin.kind === "file" && !held.fromVariable;
  }

  /** The key as the file or the environment spells it. */
  writtenAs(path: string): string {
    return this.#held.get(path)?.writtenAs ?? path;
  }
}

/** Judges every raw value by its key's kind. What is refused is reported in `raws` and left out. */
export function readValues(raws: RawValues, folder: string): Values {
  const held = new Map<string, Held>();
  for (const { path, writtenAs, key, value, fromVariable, origin } of raws.byPath.values()) {
    const read = key.kind.read(value, { folder, fromVariable });
    if (read instanceof Refused) {
      raws.refuse({ path: writtenAs, message: read.words, origin });
      continue;
    }
    held.set(path, { value: read, origin, writtenAs, fromVariable });
  }
  return new Values(held, providersIn(raws), raws.namedProviders);
}

function providersIn(raws: RawValues): readonly string[] {
  const withKeyFrom = (console: boolean) =>
    [...raws.byPath.values()]
      .filter(({ origin }) => (origin.kind === "console") === console)
      .flatMap(({ path }) => /^providers\.([^.]+)\./.exec(path)?.[1] ?? []);
  const operator = inOrder([...raws.namedProviders.keys(), ...withKeyFrom(false)]);
  return [...operator, ...inOrder(withKeyFrom(true)).filter((name) => !operator.includes(name))];
}

function inOrder(names: readonly string[]): readonly string[] {
  const known = providerNames.filter((name) => names.includes(name));
  return [...known, ...new Set(names.filter((name) => !providerNames.includes(name)))];
}

/** Origins of everything, defaults too: for the console, which shows them beside each setting. */
export function originsOf(values: Values): Readonly<Record<string, Origin>> {
  const all = new Set<string>([...keyPaths, ...values.paths()]);
  return Object.fromEntries([...all].map((path) => [path, values.origin(path)]));
}
