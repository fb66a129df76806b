import { alertsWithoutMail } from "./cautions.ts";
import { type Issue, refusal } from "./issue.ts";
import type { Key } from "./key.ts";
import { type KeyPath, keyOf, keyPaths } from "./keys.ts";
import { type ProviderKeyName, providerKeyOf } from "./provider-keys.ts";
import type { ConfigurationSources } from "./sources.ts";
import type { Values } from "./values.ts";

/** Keys that are set and ask for something that is not built: `config check` says so, `start` refuses. */
export function findUnsupported(values: Values): readonly Issue[] {
  return values.paths().flatMap((path) => {
    const key = findKey(path);
    if (key?.status !== "not yet" || !asksForSomething(key, values.value(path), values)) return [];
    return [{ path: values.writtenAs(path), message: "is not supported yet.", origin: values.origin(path) }];
  });
}

/** Keys that nobody set, whose default asks for something that is not built: named in the start words and in health. */
export function findNotYetEnforced(values: Values): readonly KeyPath[] {
  return keyPaths.filter((path) => {
    const key = keyOf(path);
    return key.status === "not yet" && key.activeUnset === true && !values.isSet(path);
  });
}

/** What a valid configuration may still ask for in vain. Throws; the caller is about to serve. */
export function assertServable(values: Values, sources: ConfigurationSources): void {
  const issues: Issue[] = findUnsupported(values).map((issue) => ({
    ...issue,
    message:
      "is not supported yet. Remove it or turn it off; Entobot does not start with a setting that it cannot keep.",
  }));
  if (alertsWithoutMail(values, sources)) {
    const message = "is true, but there is neither monitoring.smtp.url nor a sendmail on this machine.";
    issues.push({
      path: "monitoring.alerts_enabled",
      message,
      origin: values.origin("monitoring.alerts_enabled"),
    });
  }
  if (issues.length > 0) throw refusal(issues);
}

export function findKey(path: string): Key<unknown> | undefined {
  const provider = /^providers\.[^.]+\.(.+)$/.exec(path)?.[1];
  return provider === undefined ? keyOf(path as KeyPath) : providerKeyOf(provider as ProviderKeyName);
}

const asksForSomething = (key: Key<unknown>, value: unknown, values: Values): boolean =>
  key.active === undefined || key.active(value, (path) => values.get(path as KeyPath) === true);
