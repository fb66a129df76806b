import { join } from "node:path";
import type { AuditEventName } from "@entobot/contract/audit-events";
import { reachOf } from "./kinds/address.ts";
import { type ProviderSettings, providerSettings } from "./provider-settings.ts";
import type { Values } from "./values.ts";

export type AuditLogLevel = "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL";

export interface Listener {
  /** An address; "loopback" is 127.0.0.1 and ::1. */
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly tls: boolean;
}

/** What the configuration means to the rest of the server. Holds no secret; durations in milliseconds, paths absolute. */
export interface Settings {
  readonly home: string;
  readonly organizationName: string;
  readonly auth: { readonly accessTokenLifeMs: number; readonly refreshTokens: boolean };
  readonly gateway: Listener;
  readonly mobile: Listener & {
    /** ws:// or wss://, without a slash at the end; null where clients connect to the listener itself. */
    readonly publicUrl: string | null;
    readonly maxConnections: number;
    readonly heartbeatMs: number;
  };
  readonly web: Listener & { readonly trustForwarded: boolean };
  readonly certificate: { readonly chain: string; readonly key: string } | null;
  readonly network: {
    readonly publicUrl: string | null;
    /** null: the server's own origin only. */
    readonly allowedOrigins: readonly string[] | null;
    /** Networks as address/prefix. */
    readonly trustedProxies: readonly string[];
  };
  /** null: off; empty: nobody. */
  readonly allowList: readonly string[] | null;
  readonly rateLimit: { readonly enabled: boolean; readonly requests: number; readonly windowMs: number };
  readonly auditLog: { readonly enabled: boolean; readonly path: string; readonly level: AuditLogLevel };
  readonly accessLogPath: string;
  readonly tools: { readonly restrictToWorkspace: boolean; readonly workspace: string };
  readonly monitoring: {
    readonly alertsEnabled: boolean;
    readonly recipients: readonly string[];
    /** Empty: the default ones. */
    readonly events: readonly AuditEventName[];
    readonly sender: string | null;
    readonly requireTls: boolean;
  };
  readonly assistant: {
    /** null: one of the first configured provider, else builtin/rehearsal. */
    readonly model: string | null;
    readonly maxTokens: number;
    readonly temperature: number;
    readonly maxToolIterations: number;
  };
  readonly providers: readonly ProviderSettings[];
  readonly database: {
    readonly kind: "embedded" | "external";
    /** The record is protected by grants only where the serving role owns no table. */
    readonly separateOwner: boolean;
  };
}

export function settingsFrom(values: Values, home: string): Settings {
  const publicUrl = values.get("network.public_url");
  const auditLogPath = values.get("enterprise.audit_log_path") ?? join(home, "logs", "audit.log");
  const chain = values.get("channels.mobile.tls_cert");
  const key = values.get("channels.mobile.tls_key");
  const external = values.get("database.url") !== null;
  return {
    home,
    organizationName: values.get("enterprise.organization_name"),
    auth: {
      accessTokenLifeMs: Math.round(values.get("auth.jwt_expiry_hours") * 3_600_000),
      refreshTokens: values.get("auth.jwt_refresh_enabled"),
    },
    gateway: {
      host: values.get("gateway.host"),
      port: values.get("gateway.port"),
      tls: values.get("gateway.tls"),
    },
    mobile: {
      host: values.get("channels.mobile.host"),
      port: values.get("channels.mobile.websocket_port"),
      tls: values.get("channels.mobile.tls_enabled"),
      publicUrl: values.get("channels.mobile.public_url") ?? (isDirect(values) ? null : socketUrl(publicUrl)),
      maxConnections: values.get("channels.mobile.max_connections"),
      heartbeatMs: values.get("channels.mobile.heartbeat_interval") * 1000,
    },
    web: {
      host: values.get("web.host"),
      port: values.get("web.port"),
      tls: values.get("web.tls"),
      trustForwarded: values.get("web.trust_forwarded"),
    },
    certificate: chain !== null && key !== null ? { chain, key } : null,
    network: {
      publicUrl,
      allowedOrigins: values.get("network.allowed_origins"),
      trustedProxies: values.get("network.trusted_proxies"),
    },
    allowList: values.get("enterprise.ip_whitelist"),
    rateLimit: {
      enabled: values.get("enterprise.rate_limit_enabled"),
      requests: values.get("enterprise.rate_limit_requests"),
      windowMs: values.get("enterprise.rate_limit_window_seconds") * 1000,
    },
    auditLog: {
      enabled: values.get("enterprise.audit_log_enabled"),
      path: auditLogPath,
      level: values.get("enterprise.audit_log_level"),
    },
    accessLogPath: values.get("enterprise.access_log_path") ?? join(auditLogPath, "..", "access.log"),
    tools: {
      restrictToWorkspace: values.get("tools.restrictToWorkspace"),
      workspace: values.get("tools.workspace") ?? join(home, "workspace"),
    },
    monitoring: {
      alertsEnabled: values.get("monitoring.alerts_enabled"),
      recipients: values.get("monitoring.alert_email"),
      events: values.get("monitoring.alert_on"),
      sender: values.get("monitoring.smtp.from") ?? values.get("monitoring.alert_email")[0] ?? null,
      requireTls: values.get("monitoring.smtp.tls"),
    },
    assistant: {
      model: values.get("agents.defaults.model"),
      maxTokens: values.get("agents.defaults.max_tokens"),
      temperature: values.get("agents.defaults.temperature"),
      maxToolIterations: values.get("agents.defaults.max_tool_iterations"),
    },
    providers: values.providers.map((name) => providerSettings(name, values)),
    database: {
      kind: external ? "external" : "embedded",
      separateOwner: !external || hasOwnOwner(values),
    },
  };
}

/** https://host → wss://host/ws, the path that the guide's proxy forwards. */
const socketUrl = (publicUrl: string | null): string | null =>
  publicUrl === null ? null : `${publicUrl.replace(/^http/, "ws")}/ws`;

/** Phones reach the mobile channel's own TLS under the public name; no proxy forwards /ws to it. */
function isDirect(values: Values): boolean {
  const publicUrl = values.get("network.public_url");
  if (publicUrl === null || !values.get("channels.mobile.tls_enabled")) return false;
  const host = values.get("channels.mobile.host");
  const local = host === "loopback" || reachOf(host) === "loopback";
  return !local || reachOf(new URL(publicUrl).hostname) === "loopback";
}

function hasOwnOwner(values: Values): boolean {
  const owner = values.get("database.migration_url")?.reveal();
  return owner !== undefined && owner !== values.get("database.url")?.reveal();
}
