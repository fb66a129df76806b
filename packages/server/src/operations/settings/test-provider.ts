import { setTimeout as sleep } from "node:timers/promises";
import type { ProviderFault, ProviderTested, TestProvider } from "@entobot/contract/settings";
import { assertMay } from "../../access/index.ts";
import type { Configuration } from "../../config/index.ts";
import { assertPerson, type Call } from "../../pure/call.ts";
import { Failure } from "../../pure/failure.ts";
import type { SettingsDeps } from "./deps.ts";
import { faultWords, noConnectionWords } from "./fault-words.ts";
import { judgeChange } from "./judge-change.ts";

const mostAtOnce = 2;

/**
 * Where nothing came about, who chose the address hears the same whether its name is unknown here, is one of the inside,
 * or is held by something without a certificate, and not sooner than any of it is found out: else the names of the inside
 * could be tried one after the other. The record says no more either: whoever may try may read it.
 */
const soonestMs = 1_500;
const isNoConnection = (fault: ProviderFault | null) => fault === "unreachable" || fault === "not_allowed";

const isOperators = ({ settings }: Configuration, provider: string) =>
  settings.providers.some(({ name, byOperator }) => name === provider && byOperator);

/** Tries a provider as it is set up, or a draft of it, which is judged as a change would be and stored nowhere. */
export function createProviderTest(deps: SettingsDeps) {
  let running = 0;
  return async (call: Call, request: TestProvider): Promise<ProviderTested> => {
    assertMay(call.principal, "settings.write");
    assertPerson(call);
    if (running >= mostAtOnce) throw new Failure("busy");
    const { provider, model } = request;
    const configuration = withDraft(deps, call, request);
    running++;
    try {
      const began = performance.now();
      const { fault, ...given } = await deps.askProvider({ configuration, provider, model, call });
      const hidden = !isOperators(configuration, provider) && isNoConnection(fault);
      await deps.audit.noted(call, {
        event: "provider_tested",
        outcome: fault === null ? "success" : "failure",
        details: { provider, reason: hidden ? "unreachable" : fault },
      });
      const tested = {
        ok: fault === null,
        model: given.model,
        latency_ms: Math.max(0, Math.round(given.latencyMs)),
        answer: fault === null ? given.answer : null,
      };
      if (!hidden) return { ...tested, fault, message: fault && faultWords[fault] };
      await sleep(Math.max(0, soonestMs - (performance.now() - began)));
      const latency_ms = Math.max(tested.latency_ms, soonestMs);
      return { ...tested, latency_ms, fault: "unreachable", message: noConnectionWords };
    } finally {
      running--;
    }
  };
}

function withDraft({ configuration, audit }: SettingsDeps, call: Call, request: TestProvider): Configuration {
  const { provider, api_key, api_base } = request;
  const draft = {
    ...(api_key !== undefined && { [`providers.${provider}.api_key`]: api_key }),
    ...(api_base !== undefined && { [`providers.${provider}.api_base`]: api_base }),
  };
  const judged = judgeChange(configuration, configuration.stored, draft, () => []);
  const known = judged.configuration.settings.providers.some(({ name }) => name === provider);
  const issues = [...judged.issues];
  if (issues.length === 0 && !known) issues.push({ path: "provider", message: "is not set up." });
  if (issues.length === 0) return judged.configuration;
  audit.note(call, { event: "provider_tested", outcome: "denied", details: { reason: "not_valid" } });
  throw new Failure("invalid_request", { text: "This provider cannot be tried.", issues });
}
