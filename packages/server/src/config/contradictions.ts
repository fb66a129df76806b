import type { Issue } from "./issue.ts";
import type { KeyPath } from "./keys.ts";
import { reachOf } from "./kinds/address.ts";
import { findNearest } from "./nearest-name.ts";
import { providerNames } from "./provider-catalogue.ts";
import { factsOf } from "./provider-settings.ts";
import type { Values } from "./values.ts";

/** Values that are each valid and cannot all be meant. */
export function findContradictions(values: Values): readonly Issue[] {
  return [
    ...tlsWithoutCertificate(values),
    ...cageWithoutSecondKey(values),
    ...alertsForNobody(values),
    ...unsignedWebhook(values),
    ...samePort(values),
    ...ownerWithoutDatabase(values),
    ...values.providers.flatMap((name) => incompleteProvider(values, name)),
  ];
}

function issue(values: Values, path: string, message: string, nearest?: string): Issue {
  const origin = values.origin(path);
  return {
    path: values.writtenAs(path),
    message,
    ...(origin.kind !== "default" && { origin }),
    ...(nearest !== undefined && { nearest }),
  };
}

function tlsWithoutCertificate(values: Values): Issue[] {
  const missing = (["channels.mobile.tls_cert", "channels.mobile.tls_key"] as const).filter(
    (path) => values.get(path) === null,
  );
  if (missing.length === 0) return [];
  return (["channels.mobile.tls_enabled", "gateway.tls", "web.tls"] as const)
    .filter((path) => values.get(path))
    .map((path) =>
      issue(
        values,
        path,
        `is true, but ${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} not set.`,
      ),
    );
}

function cageWithoutSecondKey(values: Values): Issue[] {
  if (values.get("tools.restrictToWorkspace") || values.get("tools.allow_unrestricted")) return [];
  return [
    issue(
      values,
      "tools.restrictToWorkspace",
      "is false, which lets tools leave the workspace. If that is meant, also set tools.allow_unrestricted to true.",
    ),
  ];
}

function alertsForNobody(values: Values): Issue[] {
  if (!values.get("monitoring.alerts_enabled")) return [];
  const on = values.get("monitoring.alert_on");
  const endless = on.filter((event) => ["alert_delivered", "alert_failed"].includes(event));
  return [
    ...(values.get("monitoring.alert_email").length > 0 || values.get("monitoring.webhook.url") !== null
      ? []
      : [issue(values, "monitoring.alerts_enabled", "is true, but monitoring.alert_email names nobody.")]),
    ...(values.isSet("monitoring.alert_on") && on.length === 0
      ? [issue(values, "monitoring.alert_on", "is empty: nothing would alert. Remove it, or name events.")]
      : []),
    ...endless.map((event) =>
      issue(values, "monitoring.alert_on", `names ${event}: an alert about alerts would never end.`),
    ),
  ];
}

function unsignedWebhook(values: Values): Issue[] {
  const url = values.get("monitoring.webhook.url")?.reveal();
  if (url === undefined) return [];
  const { protocol, hostname } = new URL(url);
  return [
    ...(values.get("monitoring.webhook.secret") !== null
      ? []
      : [issue(values, "monitoring.webhook.url", "is set, but monitoring.webhook.secret is not.")]),
    ...(protocol === "https:" || reachOf(hostname) !== "public"
      ? []
      : [issue(values, "monitoring.webhook.url", "must start with https:// outside private networks.")]),
  ];
}

function samePort(values: Values): Issue[] {
  const ports: readonly KeyPath[] = ["gateway.port", "channels.mobile.websocket_port", "web.port"];
  return ports.flatMap((path, index) => {
    const taken = ports.slice(0, index).find((other) => values.get(other) === values.get(path));
    if (taken === undefined || values.get(path) === 0) return [];
    const changed = values.isSet(path) ? path : taken;
    return [
      issue(values, changed, `is the same port as ${changed === path ? taken : path}. Give each its own.`),
    ];
  });
}

function ownerWithoutDatabase(values: Values): Issue[] {
  const owner = "database.migration_url";
  if (values.get(owner) === null || values.get("database.url") !== null) return [];
  return [issue(values, owner, "is set, but database.url is not.")];
}

function incompleteProvider(values: Values, name: string): Issue[] {
  const facts = factsOf(name);
  const base = values.ofProvider(name, "api_base");
  const hasKey = values.ofProvider(name, "api_key") !== null;
  const section = `providers.${name}`;
  if (!facts && base === null) {
    const nearest = findNearest(name, providerNames);
    const message = "is not a known provider. Your own needs an api_base.";
    return [issue(values, section, message, nearest && `providers.${nearest}`)];
  }
  if (facts && !facts.local && !hasKey) {
    return [
      issue(values, section, `has no api_key. Set it, or the environment variable ${facts.variables[0]}.`),
    ];
  }
  return base !== null && !mayBePlain(base, !facts || facts.local === true)
    ? [
        issue(
          values,
          `${section}.api_base`,
          "must start with https://: the key and what people write would travel in the clear.",
        ),
      ]
    : [];
}

/** Plain HTTP never leaves the machine, or for the company's own model servers its private network. */
function mayBePlain(url: string, own: boolean): boolean {
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:") return true;
  const reach = reachOf(hostname);
  return reach === "loopback" || (own && reach === "private");
}
