import { limits } from "@entobot/contract/limits";
import { type Key, key } from "./key.ts";
import { host, networks } from "./kinds/address.ts";
import {
  secretDatabaseUrl,
  secretMailServerUrl,
  secretWebhookUrl,
  signingSecret,
  webhookSecret,
} from "./kinds/credential.ts";
import { email } from "./kinds/email.ts";
import { eventName } from "./kinds/event-name.ts";
import { integer, label, listOf, number, oneOf, path, port, text, yesNo } from "./kinds/kind.ts";
import { origin, site, url } from "./kinds/url.ts";

/**
 * Every key but those of providers (provider-keys.ts), in the guide's spelling. A key may be written in
 * snake_case or camelCase.
 */
export const keys = {
  "auth.jwt_secret": key(signingSecret(64), null, "Signs access tokens (HS256).", {
    otherwise: "generated once and kept in the home folder",
    variables: ["JWT_SECRET"],
  }),
  "auth.jwt_algorithm": key(oneOf("HS256"), "HS256" as const, "How access tokens are signed; only HS256."),
  "auth.jwt_expiry_hours": key(
    number(0.001, 8784),
    24,
    "Longest life of an access token, in hours. Revocation is instant all the same.",
    { live: true },
  ),
  "auth.jwt_refresh_enabled": key(yesNo, true, "Whether devices get rotating refresh tokens.", {
    live: true,
  }),

  "enterprise.organization_name": key(label(120), "", "Shown in the apps and in reports.", {
    live: true,
    console: true,
  }),
  "enterprise.ip_whitelist": key(networks(), null, "Who may reach the server. An empty list means nobody.", {
    otherwise: "off: anybody who can reach the port",
    live: true,
    console: true,
  }),
  "enterprise.rate_limit_enabled": key(
    yesNo,
    true,
    "Limits requests per device, and per address without a credential. Addresses that guess are locked out all the same.",
    { live: true, console: true },
  ),
  "enterprise.rate_limit_requests": key(integer(1, 1_000_000), 60, "Requests allowed in one window.", {
    live: true,
    console: true,
  }),
  "enterprise.rate_limit_window_seconds": key(integer(1, 86_400), 60, "Length of the window, in seconds.", {
    live: true,
    console: true,
  }),
  "enterprise.audit_log_enabled": key(
    yesNo,
    true,
    "Whether the record is also written to a file. The record in the database is always kept.",
  ),
  "enterprise.audit_log_path": key(path, null, "The audit file.", {
    otherwise: "logs/audit.log in the home folder",
  }),
  "enterprise.audit_log_level": key(
    oneOf("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
    "INFO" as const,
    "Least severity that the file shows. It filters nothing out of the record.",
    { live: true },
  ),
  "enterprise.access_log_path": key(path, null, "One line a request, for fail2ban.", {
    otherwise: "access.log beside the audit file",
  }),

  "network.public_url": key(site, null, "The address that people type and that links hold.", {
    otherwise: "the listeners' own addresses, good for this machine only",
  }),
  "network.allowed_origins": key(listOf(origin, 100), null, "Origins whose web pages may call this server.", {
    otherwise: "the server's own origin",
  }),
  "network.trusted_proxies": key(
    networks(),
    [] as readonly string[],
    "Proxies whose forwarded headers are believed.",
    { live: true },
  ),

  "gateway.host": key(host, "loopback", "Where the REST API listens.", { otherwise: "127.0.0.1 and ::1" }),
  "gateway.port": key(port, 18790, "Port of the REST API; 0 takes any free one."),
  "gateway.tls": key(yesNo, false, "TLS on the REST API, with the mobile channel's certificate."),
  "channels.mobile.host": key(host, "loopback", "Where the mobile channel listens.", {
    otherwise: "127.0.0.1 and ::1",
  }),
  "channels.mobile.websocket_port": key(port, 18791, "Port of the mobile channel; 0 takes any free one.", {
    aliases: ["port"],
  }),
  "channels.mobile.public_url": key(
    url("wss", "ws"),
    null,
    "The WebSocket address that pairing codes hold.",
    {
      otherwise: "network.public_url as wss:// with /ws, else the listener's own address",
    },
  ),
  "channels.mobile.tls_enabled": key(yesNo, false, "TLS on the mobile channel."),
  "channels.mobile.tls_cert": key(path, null, "Certificate chain (PEM).", {
    otherwise: "none",
    aliases: ["tls_cert_path"],
  }),
  "channels.mobile.tls_key": key(path, null, "Private key (PEM).", {
    otherwise: "none",
    aliases: ["tls_key_path"],
  }),
  "channels.mobile.max_connections": key(integer(1, 1_000_000), 10_000, "Most open sockets at once.", {
    live: true,
  }),
  "channels.mobile.heartbeat_interval": key(integer(1, 3600), 30, "Seconds between heartbeats."),
  "web.host": key(host, "loopback", "Where the web pages are served.", { otherwise: "127.0.0.1 and ::1" }),
  "web.port": key(port, 8080, "Port of the web pages; 0 takes any free one."),
  "web.tls": key(yesNo, false, "TLS on the web pages, with the mobile channel's certificate."),
  "web.trust_forwarded": key(
    yesNo,
    false,
    "The proxy overwrites the address headers for the web pages too.",
    { live: true },
  ),

  "tools.restrictToWorkspace": key(
    yesNo,
    true,
    "Keeps tools inside the workspace. Turning it off needs tools.allow_unrestricted.",
  ),
  "tools.workspace": key(path, null, "The folder that tools may use.", {
    otherwise: "workspace in the home folder",
  }),
  "tools.allow_unrestricted": key(yesNo, false, "The second key that restrictToWorkspace: false needs."),

  "monitoring.alerts_enabled": key(yesNo, false, "Sends alerts by e-mail and webhook.", {
    live: true,
    console: true,
  }),
  "monitoring.alert_email": key(listOf(email, 20, true), [] as readonly string[], "Who gets alerts.", {
    live: true,
    console: true,
  }),
  "monitoring.alert_on": key(listOf(eventName, 100), [] as readonly never[], "Audit events that alert.", {
    otherwise: "the security events that alerts.md lists",
    live: true,
    console: true,
  }),
  "monitoring.smtp.url": key(secretMailServerUrl, null, "The mail server.", {
    otherwise: "this machine's sendmail, where there is one",
    variables: ["ENTOBOT_SMTP_URL"],
    live: true,
  }),
  "monitoring.smtp.from": key(email, null, "Sender of alerts.", {
    otherwise: "the first alert_email",
    live: true,
  }),
  "monitoring.smtp.tls": key(yesNo, true, "Refuses a mail server without TLS.", { live: true }),
  "monitoring.webhook.url": key(secretWebhookUrl, null, "Where alerts are posted as JSON.", {
    otherwise: "none",
    variables: ["ENTOBOT_WEBHOOK_URL"],
    live: true,
  }),
  "monitoring.webhook.secret": key(webhookSecret, null, "Signs what is posted there.", {
    otherwise: "none; monitoring.webhook.url needs it",
    variables: ["ENTOBOT_WEBHOOK_SECRET"],
    live: true,
  }),

  "agents.defaults.model": key(
    text(limits.modelCharacters),
    null,
    "The model that answers when nobody chose one.",
    {
      otherwise: "a model of the first configured provider, else builtin/rehearsal",
      live: true,
      console: true,
    },
  ),
  "agents.defaults.max_tokens": key(integer(1, 1_000_000), 8192, "Longest answer, in tokens.", {
    live: true,
    console: true,
  }),
  "agents.defaults.temperature": key(number(0, 2), 0.7, "How freely the model chooses its words.", {
    live: true,
    console: true,
  }),
  "agents.defaults.max_tool_iterations": key(integer(1, 200), 20, "Most rounds of tool calls in one turn.", {
    live: true,
    console: true,
  }),

  "database.url": key(secretDatabaseUrl, null, "Your own PostgreSQL, 15 or newer.", {
    otherwise: "a private PostgreSQL in the home folder",
    variables: ["DATABASE_URL"],
  }),
  "database.migration_url": key(
    secretDatabaseUrl,
    null,
    "The same database as the role that owns the tables.",
    {
      otherwise: "database.url: one role for everything",
      variables: ["ENTOBOT_MIGRATION_URL"],
    },
  ),
} as const satisfies Record<string, Key<unknown>>;

export type KeyPath = keyof typeof keys;

/** What a key holds after reading: its kind's value, or its default. */
export type ValueOf<P extends KeyPath> =
  (typeof keys)[P] extends Key<infer T, infer Unset> ? T | Unset : never;

export const keyPaths = Object.keys(keys) as readonly KeyPath[];

/** The same table for code that goes through all of it. */
export const keyOf = (path: KeyPath): Key<unknown> => keys[path];
