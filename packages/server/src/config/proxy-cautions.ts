import { networkMatcher } from "../pure/network.ts";
import type { Warning } from "./issue.ts";
import type { Values } from "./values.ts";

/** Settings about proxies that are each valid, and together lock people out or have no effect. */
export function proxyCautions(values: Values): Warning[] {
  const proxies = values.get("network.trusted_proxies");
  const trustsForwarded = values.get("web.trust_forwarded");
  const found: Warning[] = [];
  if (trustsForwarded && proxies.length === 0) {
    const message = "is true and has no effect while network.trusted_proxies names no proxy.";
    found.push({ path: "web.trust_forwarded", message });
  }
  if (!trustsForwarded && proxies.length > 0 && values.get("enterprise.ip_whitelist") !== null) {
    const message =
      "is false, and there is an allow-list: the web pages refuse whoever comes through the trusted proxy. Set it to true once the proxy overwrites X-Real-IP and X-Forwarded-For.";
    found.push({ path: "web.trust_forwarded", message });
  }
  const trusts = networkMatcher(proxies);
  const [four, six] = ["127.0.0.1", "::1"] as const;
  if (trusts(four) !== trusts(six)) {
    const [named, other] = trusts(four) ? [four, six] : [six, four];
    const message = `names ${named} and not ${other}: a proxy on this machine that is told "localhost" comes from both, and is refused from the other.`;
    found.push({ path: "network.trusted_proxies", message });
  }
  return found;
}
