import { describe, expect, test } from "vitest";
import { keyOf, keyPaths } from "../../src/config/keys.ts";
import { providerCatalogue } from "../../src/config/provider-catalogue.ts";
import { providerKeyNames } from "../../src/config/provider-keys.ts";
import { retiredKeys } from "../../src/config/retired-keys.ts";

/** Other people's files hold these names and lean on these defaults. Add freely; change one only with a decision record. */
const pinned = [
  ["auth.jwt_secret", null],
  ["auth.jwt_algorithm", "HS256"],
  ["auth.jwt_expiry_hours", 24],
  ["auth.jwt_refresh_enabled", true],
  ["enterprise.organization_name", ""],
  ["enterprise.ip_whitelist", null],
  ["enterprise.rate_limit_enabled", true],
  ["enterprise.rate_limit_requests", 60],
  ["enterprise.rate_limit_window_seconds", 60],
  ["enterprise.audit_log_enabled", true],
  ["enterprise.audit_log_path", null],
  ["enterprise.audit_log_level", "INFO"],
  ["enterprise.access_log_path", null],
  ["network.public_url", null],
  ["network.allowed_origins", null],
  ["network.trusted_proxies", []],
  ["gateway.host", "loopback"],
  ["gateway.port", 18790],
  ["gateway.tls", false],
  ["channels.mobile.host", "loopback"],
  ["channels.mobile.websocket_port", 18791],
  ["channels.mobile.public_url", null],
  ["channels.mobile.tls_enabled", false],
  ["channels.mobile.tls_cert", null],
  ["channels.mobile.tls_key", null],
  ["channels.mobile.max_connections", 10000],
  ["channels.mobile.heartbeat_interval", 30],
  ["web.host", "loopback"],
  ["web.port", 8080],
  ["web.tls", false],
  ["web.trust_forwarded", false],
  ["tools.restrictToWorkspace", true],
  ["tools.workspace", null],
  ["tools.allow_unrestricted", false],
  ["monitoring.alerts_enabled", false],
  ["monitoring.alert_email", []],
  ["monitoring.alert_on", []],
  ["monitoring.smtp.url", null],
  ["monitoring.smtp.from", null],
  ["monitoring.smtp.tls", true],
  ["monitoring.webhook.url", null],
  ["monitoring.webhook.secret", null],
  ["agents.defaults.model", null],
  ["agents.defaults.max_tokens", 8192],
  ["agents.defaults.temperature", 0.7],
  ["agents.defaults.max_tool_iterations", 20],
  ["database.url", null],
  ["database.migration_url", null],
] as const;

const pinnedVariables = {
  "auth.jwt_secret": ["JWT_SECRET"],
  "database.url": ["DATABASE_URL"],
  "database.migration_url": ["ENTOBOT_MIGRATION_URL"],
  "monitoring.smtp.url": ["ENTOBOT_SMTP_URL"],
  "monitoring.webhook.url": ["ENTOBOT_WEBHOOK_URL"],
  "monitoring.webhook.secret": ["ENTOBOT_WEBHOOK_SECRET"],
} as const;

const pinnedProviders = [
  ["openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"],
  ["anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"],
  ["openai", "https://api.openai.com/v1", "OPENAI_API_KEY"],
  ["gemini", "https://generativelanguage.googleapis.com/v1beta", "GEMINI_API_KEY", "GOOGLE_API_KEY"],
  ["deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"],
  ["groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY"],
  ["moonshot", "https://api.moonshot.ai/v1", "MOONSHOT_API_KEY"],
  ["zhipu", "https://api.z.ai/api/paas/v4", "ZAI_API_KEY", "ZHIPUAI_API_KEY"],
  ["dashscope", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY"],
  ["aihubmix", "https://aihubmix.com/v1", "AIHUBMIX_API_KEY"],
  ["vllm", "http://127.0.0.1:8000/v1", "HOSTED_VLLM_API_KEY"],
  ["ollama", "http://127.0.0.1:11434/v1", "OLLAMA_API_KEY"],
];

describe("configuration names", () => {
  test.each(pinned)("%s", (path, unset) => {
    expect(keyPaths).toContain(path);
    expect(keyOf(path).unset).toEqual(unset);
  });

  test("every key is pinned", () =>
    expect(keyPaths.toSorted()).toEqual(pinned.map(([path]) => path).toSorted()));

  test("variables", () => {
    const found = keyPaths.flatMap((path) => (keyOf(path).variables ? [[path, keyOf(path).variables]] : []));
    expect(Object.fromEntries(found)).toEqual(pinnedVariables);
  });

  test("providers, their addresses and variables", () => {
    const found = Object.entries(providerCatalogue).map(([name, facts]) => [
      name,
      facts.baseUrl,
      ...facts.variables,
    ]);
    expect(found).toEqual(pinnedProviders);
    expect(providerKeyNames.toSorted()).toEqual([
      "api_base",
      "api_key",
      "baa",
      "extra_headers",
      "models",
      "region",
    ]);
  });

  test("what replaces a key of the original is a key", () => {
    for (const retired of Object.values(retiredKeys))
      if ("use" in retired) expect(keyPaths).toContain(retired.use);
  });
});
