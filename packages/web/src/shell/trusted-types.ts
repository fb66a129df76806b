interface ScriptPolicy {
  createScriptURL(url: string): string;
}
interface TrustedTypesFactory {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
}

const rules: ScriptPolicy = {
  createScriptURL(text) {
    const url = new URL(text, location.origin);
    if (url.origin !== location.origin) throw new TypeError("only this server's own scripts");
    return url.href;
  },
};

// Absent in browsers without Trusted Types; there the rule itself still applies.
const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
const policy = factory?.createPolicy("entobot", rules) ?? rules;

/** The only way to name a worker's script. No other kind of trusted value is ever made. */
export const scriptUrl = (url: string): string => policy.createScriptURL(url);
