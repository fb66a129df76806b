import { describe, expect, test } from "vitest";
import { jwtSecret, refusalOf } from "./configure.ts";

/** file, path of the key as written, words that must be there, nearest valid name */
type Row = readonly [file: unknown, path: string, words: string, nearest?: string];

const unknownKeys: readonly Row[] = [
  [
    { enterprise: { rate_limit_request: 5 } },
    "enterprise.rate_limit_request",
    "not a known key",
    "enterprise.rate_limit_requests",
  ],
  [{ Enterprise: {} }, "Enterprise", "not a known key", "enterprise"],
  [{ enterprize: { ip_whitelist: [] } }, "enterprize", "not a known key", "enterprise"],
  [{ jwt_secret: "x" }, "jwt_secret", "not a known key", "auth.jwt_secret"],
  [{ auth: { jwtSecert: "x" } }, "auth.jwtSecert", "not a known key", "auth.jwt_secret"],
  [
    { tools: { restrictToWorkspaces: true } },
    "tools.restrictToWorkspaces",
    "not a known key",
    "tools.restrictToWorkspace",
  ],
  [{ "auth.jwt_algorithm": "HS256" }, '"auth.jwt_algorithm"', "not a known key", "auth.jwt_algorithm"],
  [
    { providers: { openai: { apikey: "k" } } },
    "providers.openai.apikey",
    "not a known key",
    "providers.openai.api_key",
  ],
  [{ providers: { opnai: { api_key: "k" } } }, "providers.opnai", "not a known provider", "providers.openai"],
  [{ providers: { OpenAI: { api_key: "k" } } }, "providers.OpenAI", "small letters", "providers.openai"],
  [{ zebra: 1 }, "zebra", "not a known key"],
];

const originals: readonly Row[] = [
  [{ agents: { defaults: { workspace: "/w" } } }, "agents.defaults.workspace", "is now tools.workspace"],
  [
    { enterprise: { rate_limit_requests_per_minute: 60 } },
    "enterprise.rate_limit_requests_per_minute",
    "is now enterprise.rate_limit_requests",
  ],
  [
    { enterprise: { rateLimitRequestsPerMinute: 60 } },
    "enterprise.rateLimitRequestsPerMinute",
    "is now enterprise.rate_limit_requests",
  ],
  [
    { enterprise: { ip_whitelist_enabled: true } },
    "enterprise.ip_whitelist_enabled",
    "enterprise.ip_whitelist alone",
  ],
  [{ relay: { public_url: "" } }, "relay", "was removed"],
  [{ network: { proxy_url: "http://p" } }, "network.proxy_url", "network.trusted_proxies"],
  [{ channels: { telegram: { token: "t" } } }, "channels.telegram", "was removed"],
  [{ channels: { mobile: { enabled: true } } }, "channels.mobile.enabled", "was removed"],
  [
    { tools: { exec: { restrictToWorkspace: true } } },
    "tools.exec.restrictToWorkspace",
    "is now tools.restrictToWorkspace",
  ],
  [{ tools: { web: { search: { api_key: "" } } } }, "tools.web", "was removed"],
  [{ auth: { oauth_enabled: false } }, "auth.oauth_enabled", "was removed"],
];

const badValues: readonly Row[] = [
  [{ auth: { jwt_algorithm: "none" } }, "auth.jwt_algorithm", '"HS256"'],
  [{ auth: { jwt_algorithm: "RS256" } }, "auth.jwt_algorithm", '"HS256"'],
  [{ auth: { jwt_expiry_hours: "24" } }, "auth.jwt_expiry_hours", "a number from"],
  [{ auth: { jwt_expiry_hours: 0 } }, "auth.jwt_expiry_hours", "a number from"],
  [{ auth: { jwt_secret: "short" } }, "auth.jwt_secret", "shorter than 64"],
  [{ auth: { jwt_secret: "x".repeat(64) } }, "auth.jwt_secret", "repeats itself"],
  [{ auth: { jwt_secret: "0123456789abcdef".repeat(5) } }, "auth.jwt_secret", "repeats itself"],
  [{ auth: { jwt_secret: `Change-me-${jwtSecret}` } }, "auth.jwt_secret", "placeholder"],
  [{ auth: { jwt_secret: null } }, "auth.jwt_secret", "Remove the key"],
  [{ auth: [] }, "auth", "must be an object"],
  [{ gateway: { port: 70000 } }, "gateway.port", "0 to 65535"],
  [{ gateway: { port: 80.5 } }, "gateway.port", "0 to 65535"],
  [{ gateway: { host: "example.com" } }, "gateway.host", "an IP address"],
  [
    { enterprise: { ip_whitelist: ["10.0.0.0/33"] } },
    "enterprise.ip_whitelist",
    "[0] must be an address or a network",
  ],
  [{ enterprise: { ip_whitelist: ["10.0.0.7/8"] } }, "enterprise.ip_whitelist", "bits set beyond /8"],
  [{ enterprise: { ip_whitelist: "10.0.0.0/8" } }, "enterprise.ip_whitelist", "must be a list"],
  [{ enterprise: { audit_log_level: "LOUD" } }, "enterprise.audit_log_level", "one of"],
  [{ enterprise: { audit_log_path: "~/audit.log" } }, "enterprise.audit_log_path", "~"],
  [{ network: { allowed_origins: ["*"] } }, "network.allowed_origins", "name each origin"],
  [{ network: { allowed_origins: ["https://a.test/app"] } }, "network.allowed_origins", "without a path"],
  [{ network: { public_url: "https://me:pw@a.test" } }, "network.public_url", "user name or password"],
  [{ network: { public_url: "https://a.test/app" } }, "network.public_url", "must not hold a path"],
  [{ network: { public_url: "javascript:alert(1)" } }, "network.public_url", "https://"],
  [{ channels: { mobile: { public_url: "https://a.test/ws" } } }, "channels.mobile.public_url", "wss://"],
  [{ database: { url: "mysql://h/d" } }, "database.url", "postgresql://"],
  [{ monitoring: { alert_email: "nobody" } }, "monitoring.alert_email", "e-mail address"],
  [
    { monitoring: { smtp: { url: "smtp://m.test/?tls.rejectUnauthorized=false" } } },
    "monitoring.smtp.url",
    "nothing after the host",
  ],
  [{ monitoring: { smtp: { url: "smtp://u:100%@m.test" } } }, "monitoring.smtp.url", "%25"],
  [{ monitoring: { webhook: { secret: "whsec_c2hvcnQ=" } } }, "monitoring.webhook.secret", "24 to 64"],
  [
    { monitoring: { webhook: { url: "http://h.example.com/x", secret: "whsec_c2hvcnQ=" } } },
    "monitoring.webhook.secret",
    "24 to 64",
  ],
  [
    { monitoring: { alert_on: ["auth_fail"] } },
    "monitoring.alert_on",
    "[0] must be an audit event name such as auth_failed. Did you mean auth_failed?",
  ],
  [
    { providers: { acme: { api_base: "http://api.acme.test.example.org/v1" } } },
    "providers.acme.api_base",
    "https://",
  ],
  [
    { providers: { openai: { api_key: "k1", api_base: "http://10.0.0.5/v1" } } },
    "providers.openai.api_base",
    "https://",
  ],
  [{ providers: { openai: { api_key: "replace-me" } } }, "providers.openai.api_key", "placeholder"],
  [{ providers: { openai: { api_key: "" } } }, "providers.openai.api_key", "API key"],
  [{ providers: { openai: {} } }, "providers.openai", "OPENAI_API_KEY"],
  [
    { providers: { ollama: { extra_headers: { "a b": "c" } } } },
    "providers.ollama.extra_headers",
    "no header",
  ],
];

const contradictions: readonly Row[] = [
  [{ tools: { restrictToWorkspace: false } }, "tools.restrictToWorkspace", "tools.allow_unrestricted"],
  [
    { tools: { restrict_to_workspace: true, restrictToWorkspace: false } },
    "tools.restrict_to_workspace",
    "differ",
  ],
  [
    { channels: { mobile: { tls_cert: "/a.pem", tls_cert_path: "/b.pem" } } },
    "channels.mobile.tls_cert",
    "differ",
  ],
  [
    { channels: { mobile: { tls_enabled: true } } },
    "channels.mobile.tls_enabled",
    "channels.mobile.tls_cert",
  ],
  [
    { channels: { mobile: { tls_enabled: true, tls_cert: "/c.pem" } } },
    "channels.mobile.tls_enabled",
    "channels.mobile.tls_key is not set",
  ],
  [{ gateway: { tls: true } }, "gateway.tls", "channels.mobile.tls_cert"],
  [{ gateway: { port: 8080 } }, "gateway.port", "web.port"],
  [{ monitoring: { alerts_enabled: true } }, "monitoring.alerts_enabled", "names nobody"],
  [
    { monitoring: { alerts_enabled: true, alert_email: "a@b.test", alert_on: [] } },
    "monitoring.alert_on",
    "nothing would alert",
  ],
  [
    { monitoring: { alerts_enabled: true, alert_email: "a@b.test", alert_on: ["alert_failed"] } },
    "monitoring.alert_on",
    "would never end",
  ],
  [{ monitoring: { webhook: { url: "https://h.test/x" } } }, "monitoring.webhook.url", "secret is not"],
  [{ database: { migration_url: "postgresql://o@h/d" } }, "database.migration_url", "database.url is not"],
];

const badFiles: readonly Row[] = [
  ['{ "auth": {}, "auth": {} }', "/etc/entobot/config.json", 'the key "auth" stands here twice'],
  ['{ "__proto__": {} }', "/etc/entobot/config.json", "__proto__"],
  ['{ "auth": { }, }', "/etc/entobot/config.json", "a comma before }"],
  ["{ // no\n}", "/etc/entobot/config.json", "no comments"],
  ["[]", "/etc/entobot/config.json", "must hold a JSON object"],
  ["", "/etc/entobot/config.json", "ends too early"],
  ["{} {}", "/etc/entobot/config.json", "nothing may follow"],
  [`${"[".repeat(5000)}`, "/etc/entobot/config.json", "levels deep"],
  ['{ "gateway": { "port": 1e999 } }', "/etc/entobot/config.json", "too large"],
];

describe.each([
  ["unknown keys", unknownKeys],
  ["keys of the original", originals],
  ["values", badValues],
  ["contradictions", contradictions],
  ["files", badFiles],
])("refused %s", (_, rows) => {
  test.each(rows)("%j → %s", (file, path, words, nearest) => {
    const issues = refusalOf(file);
    expect(issues).toHaveLength(1);
    expect(issues[0]?.path).toBe(path);
    expect(issues[0]?.message).toContain(words);
    expect(issues[0]?.nearest).toBe(nearest);
    expect(issues[0]?.message).toContain("/etc/entobot/config.json, line ");
  });
});

test("a refusal says file, line, column, key and nearest name, and all mistakes at once", () => {
  const text = '{\n  "enterprise": {\n    "rate_limit_request": 5,\n    "audit_log_enabled": 1\n  }\n}';
  expect(refusalOf(text).map(({ path, message }) => `${path}: ${message}`)).toEqual([
    "enterprise.rate_limit_request: is not a known key. Did you mean enterprise.rate_limit_requests? (/etc/entobot/config.json, line 3, column 5)",
    "enterprise.audit_log_enabled: must be true or false. (/etc/entobot/config.json, line 4, column 5)",
  ]);
});

test("a file with thousands of mistakes is answered quickly and briefly", () => {
  const file = Object.fromEntries(Array.from({ length: 9000 }, (_, i) => [`enterprize_number_${i}`, 1]));
  const issues = refusalOf(file);
  expect(issues).toHaveLength(101);
  expect(issues.at(-1)?.message).toContain("8900 more");
});
