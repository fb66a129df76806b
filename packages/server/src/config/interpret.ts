import { findCautions, judgeVariables } from "./cautions.ts";
import { findContradictions } from "./contradictions.ts";
import { folderOf } from "./gather-sources.ts";
import { type Issue, type Origin, refusal, type Warning } from "./issue.ts";
import type { KeyPath } from "./keys.ts";
import { RawValues } from "./raw.ts";
import { readEnvironment } from "./read-environment.ts";
import { readFileKeys } from "./read-file-keys.ts";
import { readMasterKey } from "./read-master-key.ts";
import { type Secrets, secretsFrom } from "./secrets.ts";
import { type Settings, settingsFrom } from "./settings.ts";
import type { ConfigurationSources } from "./sources.ts";
import { type IgnoredValue, joinStored, type StoredValues } from "./stored.ts";
import { assertServable, findNotYetEnforced, findUnsupported } from "./unsupported.ts";
import { originsOf, readValues, type Values } from "./values.ts";

export interface Configuration {
  /** The file that was read, or null when there is none. */
  readonly file: string | null;
  readonly settings: Settings;
  readonly secrets: Secrets;
  /** By key, in the guide's spelling; defaults too. */
  readonly origins: Readonly<Record<string, Origin>>;
  readonly warnings: readonly Warning[];
  /** Set and active, but not built: `start` refuses. */
  readonly unsupported: readonly Issue[];
  /** Not set, and what the default promises is not built: said at start and in health. */
  readonly notYetEnforced: readonly KeyPath[];
  readonly values: Values;
  /** What the console stored and is not in force. */
  readonly ignored: readonly IgnoredValue[];
  /** File and environment of this reading, with these stored values in place of the ones it holds. Refuses nothing. */
  withStored(stored: StoredValues): Configuration;
  /** Throws a Failure("configuration") when the server cannot keep what the configuration asks for. */
  assertServable(): void;
}

const mostIssues = 100;

/** Pure: the same sources always mean the same. Throws a Failure("configuration") with every issue at once. */
export function interpret(sources: ConfigurationSources): Configuration {
  const raws = new RawValues();
  for (const problem of sources.problems) raws.refuse(problem);
  readFileKeys(sources, raws);
  readEnvironment(sources, raws);
  const variables = judgeVariables(sources);
  for (const { name, meant } of variables.refused) {
    raws.refuse({ path: name, message: "is not a variable that Entobot reads.", nearest: meant });
  }
  const masterKey = readMasterKey(sources, raws);
  const values = readValues(raws, folderOf(sources));
  // Contradictions between values of which some were refused would only confuse.
  if (raws.issues.length === 0) for (const found of findContradictions(values)) raws.refuse(found);
  if (raws.issues.length > 0) throw refusal(bounded(inOrder(raws.issues)));

  const of = (values: Values, ignored: readonly IgnoredValue[]): Configuration => ({
    file: sources.file?.path ?? null,
    settings: settingsFrom(values, sources.home),
    secrets: secretsFrom(values, masterKey),
    origins: originsOf(values),
    warnings: [...raws.warnings, ...variables.warnings, ...findCautions(values, sources)],
    unsupported: findUnsupported(values),
    notYetEnforced: findNotYetEnforced(values),
    ...{ values, ignored },
    withStored(stored) {
      const joined = joinStored(raws, stored, sources);
      return of(joined.values, joined.ignored);
    },
    assertServable: () => assertServable(values, sources),
  });
  return of(values, []);
}

/** In the order in which somebody would go through the file. */
function inOrder(issues: readonly Issue[]): readonly Issue[] {
  const place = ({ origin }: Issue): number =>
    origin?.kind === "file" ? origin.line * 1e7 + origin.column : 0;
  return issues.toSorted((a, b) => place(a) - place(b));
}

function bounded(issues: readonly Issue[]): readonly Issue[] {
  const rest = issues.length - mostIssues;
  if (rest <= 0) return issues;
  return [...issues.slice(0, mostIssues), { path: "…", message: `and ${rest} more of the same kind.` }];
}
