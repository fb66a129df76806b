import { limits } from "@entobot/contract/limits";
import { wouldAdmit } from "../../access/index.ts";
import type { IgnoredValue, Settings } from "../../config/index.ts";
import type { Call } from "../../pure/call.ts";
import { networkMatcher } from "../../pure/network.ts";
import type { Judged } from "./judge-change.ts";

const allowListKey = "enterprise.ip_whitelist";
const requestsKey = "enterprise.rate_limit_requests";
const limitKeys: ReadonlySet<string> = new Set([
  requestsKey,
  "enterprise.rate_limit_enabled",
  "enterprise.rate_limit_window_seconds",
]);

/** Nobody shuts themselves out by a slip: the file can, where that is meant. */
export function keepIn(call: Call, judged: Judged): Judged {
  const { settings } = judged.configuration;
  const touched = [...judged.set, ...judged.removed];
  const issues: IgnoredValue[] = [];
  const shutOut = judged.set.includes(allowListKey) ? shutOutBy(settings, call) : undefined;
  if (shutOut) issues.push({ path: allowListKey, message: shutOut });
  const tooFew = touched.some((path) => limitKeys.has(path)) ? tooFewIn(settings) : undefined;
  if (tooFew) issues.push({ path: requestsKey, message: tooFew });
  return issues.length === 0 ? judged : { ...judged, issues: [...judged.issues, ...issues] };
}

const hourMs = 3_600_000;

/** A limit of three is a console that cannot be opened to set it back; one that is used up for a day is no better. */
function tooFewIn({ rateLimit: { enabled, requests, windowMs } }: Settings): string | undefined {
  const least = Math.ceil(limits.requestsToRestoreLimit * Math.max(1, windowMs / hourMs));
  if (!enabled || requests >= least) return undefined;
  return `would shut you out: to be opened and to set the limit back, this console needs ${least} requests in a window of that length.`;
}

function shutOutBy({ allowList, network, web }: Settings, call: Call): string | undefined {
  const { address, channel, principal } = call;
  if (address === null || allowList === null) return undefined;
  if (!wouldAdmit(allowList, address)) {
    return `would shut you out: your own address, ${address}, is not on it.`;
  }
  // With a list, whoever comes to the web pages through a proxy that is not believed there is nobody.
  if (web.trustForwarded || network.trustedProxies.length === 0) return undefined;
  const isBrowser = principal.kind === "person" && principal.deviceId === null;
  const throughProxy = channel === "web" ? networkMatcher(network.trustedProxies)(address) : isBrowser;
  if (!throughProxy) return undefined;
  return "would close the web pages to you: they come through a proxy that is not believed there. Set web.trust_forwarded in the file first.";
}
