import type { SettingsView, SettingView } from "@entobot/contract/settings";

const item = (
  key: string,
  value: unknown,
  origin = "default",
  more: Partial<SettingView> = {},
): SettingView => ({
  ...{ key, value, origin, secret: false, set: origin !== "default", editable: false },
  ...more,
});
const editable = { editable: true } as const;
const file = "/etc/entobot/config.json";

/** Settings of a company with one provider of each origin, one stored value that is overruled, and everything else as usual. */
export const settingsOfNordwind = (): SettingsView => ({
  version: 3,
  items: [
    item("agents.defaults.model", "house/llama-3-70b", "the console", editable),
    item("agents.defaults.max_tokens", 8192, "default", editable),
    item("agents.defaults.temperature", 0.7, "default", editable),
    item("agents.defaults.max_tool_iterations", 20, "default", editable),
    item("enterprise.organization_name", "Nordwind GmbH", "the console", editable),
    item("enterprise.ip_whitelist", ["192.0.2.0/24", "2001:db8::/32"], "the console", editable),
    item("enterprise.rate_limit_enabled", true, "default", editable),
    item("enterprise.rate_limit_requests", 60, "default", editable),
    item("enterprise.rate_limit_window_seconds", 60, "default", editable),
    item("monitoring.alerts_enabled", true, "the console", editable),
    item("monitoring.alert_email", ["ops@nordwind.example", "ada@nordwind.example"], "the console", editable),
    item("monitoring.alert_on", [], "default", editable),
    item("network.public_url", "https://entobot.nordwind.example", `${file}, line 3, column 5`),
    item("network.trusted_proxies", ["10.0.0.1"], `${file}, line 4, column 5`),
    item("auth.jwt_secret", null, "/var/lib/entobot/secrets/jwt", { secret: true, set: true }),
    item("auth.jwt_expiry_hours", 24),
    item("gateway.port", 18790),
    item("web.port", 8080),
    item("tools.restrictToWorkspace", true),
    item("database.url", null, "environment variable DATABASE_URL", { secret: true, set: true }),
    item("providers.openrouter.api_key", null, "environment variable OPENROUTER_API_KEY", {
      ...{ secret: true, set: true },
    }),
  ],
  providers: [
    {
      name: "openrouter",
      base_url: "https://openrouter.ai/api/v1",
      has_key: true,
      models: ["anthropic/claude-sonnet"],
      origin: "environment variable OPENROUTER_API_KEY",
      editable: false,
    },
    {
      name: "house",
      base_url: "http://10.0.0.20:8000/v1",
      has_key: false,
      models: ["llama-3-70b", "qwen-3-32b", "gemma-3-27b"],
      origin: `${file}, line 8, column 5`,
      editable: false,
    },
    {
      name: "acme",
      base_url: "https://llm.acme.example/v1",
      has_key: true,
      models: [],
      origin: "the console",
      editable: true,
    },
  ],
  known_providers: [
    ["openrouter", "https://openrouter.ai/api/v1", "openrouter/auto"],
    ["anthropic", "https://api.anthropic.com/v1", "claude-sonnet-5-5"],
    ["openai", "https://api.openai.com/v1", "gpt-5.6"],
    ["groq", "https://api.groq.com/openai/v1", null],
  ].map(([name, base_url, usual_model]) => ({
    name: name as string,
    base_url: base_url as string,
    usual_model: usual_model as string | null,
  })),
  default_model: "house/llama-3-70b",
  ignored: [
    {
      path: "providers.lab.api_base",
      message:
        "must be https:// on the public internet. A server inside your network is named in the configuration file.",
    },
  ],
});

interface Changing {
  readonly version: number;
  readonly changes: Readonly<Record<string, unknown>>;
  readonly dry_run?: boolean;
}

/** Judges addresses as the server does, and keeps single values; providers stay as they are. */
export function changeSettings(view: SettingsView, body: unknown): unknown {
  const { changes, dry_run = false } = body as Changing;
  const issues = Object.entries(changes)
    .filter(([path, value]) => path.endsWith(".api_base") && !String(value).startsWith("https://"))
    .map(([path]) => ({
      path,
      message:
        "must be https:// on the public internet. A server inside your network is named in the configuration file.",
    }));
  if (!dry_run && issues.length === 0) {
    view.version++;
    for (const each of view.items) {
      if (Object.hasOwn(changes, each.key))
        Object.assign(each, { value: changes[each.key], origin: "the console" });
    }
  }
  const removed = Object.keys(changes).filter((path) => changes[path] === null);
  const set = Object.keys(changes).filter((path) => changes[path] !== null);
  return { version: view.version, dry_run, set, removed, issues };
}

export function testProvider(body: unknown): unknown {
  const { provider, model, api_key } = body as { provider: string; model: string; api_key?: string };
  const wrong = api_key?.includes("wrong") === true;
  return {
    ok: !wrong,
    model: `${provider}/${model}`,
    latency_ms: 812,
    answer: wrong ? null : "Hello! I am here and ready to help.",
    fault: wrong ? "credential" : null,
    message: wrong
      ? "The provider does not accept this key. Check that it is whole, not revoked, and has credit."
      : null,
  };
}

/** As the server lists them: what the providers name, the default, the built-in one. */
export const modelsOf = ({ providers, default_model }: SettingsView): unknown[] =>
  [
    ...providers.flatMap(({ name, models }) =>
      models.map((model) => ({ id: `${name}/${model}`, provider: name })),
    ),
    { id: "builtin/rehearsal", provider: "builtin" },
  ].map((model) => ({ ...model, default: model.id === default_model }));
