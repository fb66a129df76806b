import { expandVariables } from "./expand-variables.ts";
import type { Origin } from "./issue.ts";
import type { Key } from "./key.ts";
import { keyOf, keyPaths } from "./keys.ts";
import { findNearest } from "./nearest-name.ts";
import {
  JsonFault,
  type Position,
  parseJson,
  quoteName,
  type WrittenEntry,
  type WrittenObject,
} from "./parse-json.ts";
import { providerNames } from "./provider-catalogue.ts";
import { type ProviderKeyName, providerKeyNames, providerKeyOf } from "./provider-keys.ts";
import type { RawValues } from "./raw.ts";
import { describeRetired, retiredKeys } from "./retired-keys.ts";
import type { ConfigurationSources } from "./sources.ts";

interface Leaf {
  readonly path: string;
  readonly key: Key<unknown>;
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Keys and their other names, in snake_case. */
const leaves: ReadonlyMap<string, Leaf> = new Map(
  keyPaths.flatMap((path) => {
    const key = keyOf(path);
    const section = path.slice(0, path.lastIndexOf(".") + 1);
    return [path, ...(key.aliases ?? []).map((alias) => section + alias)].map(
      (name) => [snake(name), { path, key }] as const,
    );
  }),
);
const sections: ReadonlySet<string> = new Set([
  "providers",
  ...[...leaves.keys()].flatMap((path) => {
    const parts = path.split(".");
    return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
  }),
]);
const everyName: readonly string[] = [
  ...keyPaths,
  ...sections,
  ...providerKeyNames.map((name) => `providers.NAME.${name}`),
];

/** The operator's own file → raw values. Unknown and retired keys, syntax and missing variables become issues. */
export function readFileKeys(sources: ConfigurationSources, raws: RawValues): void {
  if (!sources.file) return;
  const { path: file, text } = sources.file;
  const originAt = ({ line, column }: Position): Origin => ({ kind: "file", file, line, column });
  try {
    const root = parseJson(text);
    if (root.value instanceof Map) new FileReader(sources, raws, originAt).section(root.value, "", "");
    else raws.refuse({ path: file, message: "must hold a JSON object.", origin: originAt(root.at) });
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    raws.refuse({ path: file, message: `is not valid JSON: ${error.message}.`, origin: originAt(error.at) });
  }
}

class FileReader {
  readonly #variables: Readonly<Record<string, string>>;
  readonly #raws: RawValues;
  readonly #originAt: (at: Position) => Origin;
  #suggestions = 0;

  constructor(sources: ConfigurationSources, raws: RawValues, originAt: (at: Position) => Origin) {
    const fromFiles = Object.entries(sources.secretFiles).map(([name, { text }]) => [name, text] as const);
    this.#variables = { ...Object.fromEntries(fromFiles), ...sources.environment };
    this.#raws = raws;
    this.#originAt = originAt;
  }

  /** `canonical` is the section in snake_case, `written` as the file spells it. */
  section(map: WrittenObject, canonical: string, written: string): void {
    for (const [name, entry] of map) {
      const path = join(canonical, snake(name));
      const writtenAs = join(written, show(name));
      const leaf = name.includes(".") ? undefined : leaves.get(path);
      if (leaf) this.#leaf(leaf, entry, writtenAs);
      else if (!name.includes(".") && sections.has(path)) {
        const inner = this.#object(entry, writtenAs);
        if (inner && path === "providers") this.#providers(inner, writtenAs);
        else if (inner) this.section(inner, path, writtenAs);
      } else this.#unknown(path, entry, writtenAs);
    }
  }

  #leaf({ path, key }: Leaf, entry: WrittenEntry, writtenAs: string): void {
    const origin = this.#originAt(entry.keyAt);
    let complete = true;
    const { value, fromVariable } = expandVariables(entry.written, this.#variables, (message) => {
      complete = false;
      this.#raws.refuse({ path: writtenAs, message, origin });
    });
    if (value === null) {
      this.#raws.refuse({ path: writtenAs, message: "is null. Remove the key to leave it unset.", origin });
    } else if (complete) {
      this.#raws.add({ path, writtenAs, key, value, fromVariable, origin });
    }
  }

  /** Provider names are the operator's own words: never respelt. */
  #providers(map: WrittenObject, written: string): void {
    for (const [name, entry] of map) {
      const writtenAs = join(written, show(name));
      const origin = this.#originAt(entry.keyAt);
      const inner = this.#object(entry, writtenAs);
      if (!inner) continue;
      if (!/^[a-z][a-z0-9_-]{0,39}$/.test(name)) {
        const nearest = findNearest(name, providerNames);
        this.#raws.refuse({
          path: writtenAs,
          message: "is not a provider's name: use small letters, digits, - and _, at most 40.",
          origin,
          ...(nearest && { nearest: `providers.${nearest}` }),
        });
        continue;
      }
      this.#raws.namedProviders.set(name, origin);
      for (const [keyName, keyEntry] of inner) {
        const known = providerKeyNames.find((candidate) => candidate === snake(keyName)) as
          | ProviderKeyName
          | undefined;
        const keyWrittenAs = join(writtenAs, show(keyName));
        if (known)
          this.#leaf(
            { path: `providers.${name}.${known}`, key: providerKeyOf(known) },
            keyEntry,
            keyWrittenAs,
          );
        else this.#unknown(`providers.${name}.${snake(keyName)}`, keyEntry, keyWrittenAs, name);
      }
    }
  }

  #object(entry: WrittenEntry, writtenAs: string): WrittenObject | null {
    if (entry.written.value instanceof Map) return entry.written.value as WrittenObject;
    this.#raws.refuse({
      path: writtenAs,
      message: "must be an object: { … }.",
      origin: this.#originAt(entry.keyAt),
    });
    return null;
  }

  #unknown(path: string, entry: WrittenEntry, writtenAs: string, provider?: string): void {
    const origin = this.#originAt(entry.keyAt);
    const retired = Object.hasOwn(retiredKeys, path) ? retiredKeys[path] : undefined;
    // A retired section may stand above keys with a better answer of their own.
    if (retired && !hasRetiredBelow(path, entry)) {
      this.#raws.refuse({ path: writtenAs, message: describeRetired(retired), origin });
      return;
    }
    if (hasRetiredBelow(path, entry)) {
      this.section(entry.written.value as WrittenObject, path, writtenAs);
      return;
    }
    const names = provider ? providerKeyNames.map((name) => `providers.${provider}.${name}`) : everyName;
    // Far more mistakes than a person makes: not worth a search each.
    const nearest = this.#suggestions++ < 50 ? findNearest(path, names) : undefined;
    this.#raws.refuse({
      path: writtenAs,
      message: "is not a known key.",
      origin,
      ...(nearest && { nearest }),
    });
  }
}

function hasRetiredBelow(path: string, entry: WrittenEntry): boolean {
  const below = Object.keys(retiredKeys).some((retired) => retired.startsWith(`${path}.`));
  return below && entry.written.value instanceof Map && entry.written.value.size > 0;
}

const join = (section: string, name: string): string => (section === "" ? name : `${section}.${name}`);
const show = (name: string): string => (/^[A-Za-z0-9_-]{1,80}$/.test(name) ? name : quoteName(name));
