import { masterKey } from "./kinds/credential.ts";
import { Refused } from "./kinds/kind.ts";
import { masterKeyVariable } from "./known-variables.ts";
import type { RawValues } from "./raw.ts";
import { type VariableValue, valuesOf } from "./read-environment.ts";
import type { Secret } from "./secret.ts";
import type { ConfigurationSources } from "./sources.ts";

/** Never in the file: whoever has the file and the database must not have the key as well. */
export function readMasterKey(sources: ConfigurationSources, raws: RawValues): Secret<Uint8Array> | null {
  const given: VariableValue[] = [...valuesOf(masterKeyVariable, sources)];
  const credential = sources.masterKeyCredential;
  if (credential) {
    given.push({
      name: credential.path,
      value: credential.text,
      origin: { kind: "credential", file: credential.path },
    });
  }
  let found: Secret<Uint8Array> | null = null;
  for (const { name, value, origin } of given) {
    const read = masterKey.read(value, { folder: "/", fromVariable: true });
    if (read instanceof Refused) {
      raws.refuse({ path: name, message: read.words, origin });
    } else if (found && Buffer.compare(found.reveal(), read.reveal()) !== 0) {
      raws.refuse({
        path: name,
        message: "holds another master key than the one already given. Keep one.",
        origin,
      });
    } else {
      found = read;
    }
  }
  return found;
}
