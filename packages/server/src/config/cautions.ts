import type { Warning } from "./issue.ts";
import { reachOf } from "./kinds/address.ts";
import { findMeantVariable } from "./known-variables.ts";
import { mailCautions } from "./mail-cautions.ts";
import { editDistance } from "./nearest-name.ts";
import { proxyCautions } from "./proxy-cautions.ts";
import { Secret } from "./secret.ts";
import type { ConfigurationSources } from "./sources.ts";
import type { Values } from "./values.ts";

/** What is insecure or useless but allowed: said once, loudly. */
export function findCautions(values: Values, sources: ConfigurationSources): readonly Warning[] {
  return [
    ...openListeners(values),
    ...plainPublicUrls(values),
    ...looseFile(values, sources),
    ...oneRole(values),
    ...proxyCautions(values),
    ...mailCautions(values),
    ...single(
      values.get("enterprise.ip_whitelist")?.length === 0,
      "enterprise.ip_whitelist",
      "is empty, which means nobody. Remove the key to turn the list off.",
    ),
    ...single(
      !values.get("tools.restrictToWorkspace"),
      "tools.restrictToWorkspace",
      "is false: tools are not kept inside the workspace.",
    ),
    ...single(
      values.get("tools.restrictToWorkspace") && values.get("tools.allow_unrestricted"),
      "tools.allow_unrestricted",
      "is true and has no effect while tools.restrictToWorkspace is true. Remove it.",
    ),
    ...single(
      !values.get("enterprise.audit_log_enabled"),
      "enterprise.audit_log_enabled",
      "is false: the record stays in the database only, and nothing that reads audit.log sees it.",
    ),
    ...single(
      alertsWithoutMail(values, sources),
      "monitoring.alerts_enabled",
      "is true, but there is neither monitoring.smtp.url nor a sendmail on this machine: nobody gets mail. Start refuses this.",
    ),
  ];
}

export const alertsWithoutMail = (values: Values, { sendmail }: ConfigurationSources): boolean =>
  values.get("monitoring.alerts_enabled") &&
  values.get("monitoring.alert_email").length > 0 &&
  values.get("monitoring.smtp.url") === null &&
  !sendmail;

/** ENTOBOT_ variables that are nearly one of ours mean somebody's secret would be ignored; the original's are only old. */
export function judgeVariables(sources: ConfigurationSources): {
  readonly refused: readonly { name: string; meant: string }[];
  readonly warnings: readonly Warning[];
} {
  const ours = sources.strangeVariables.filter((name) => name.startsWith("ENTOBOT_"));
  const old = sources.strangeVariables.filter((name) => name.startsWith("NANOBOT_"));
  return {
    refused: ours.flatMap((name) => {
      const meant = findMeantVariable(name, editDistance);
      return meant === undefined ? [] : [{ name, meant }];
    }),
    warnings: old.map((name) => ({
      path: name,
      message: "is not read by Entobot. Use the configuration file.",
    })),
  };
}

const single = (applies: boolean, path: string, message: string): Warning[] =>
  applies ? [{ path, message }] : [];

function openListeners(values: Values): Warning[] {
  const listeners = [
    ["gateway.host", "gateway.tls"],
    ["channels.mobile.host", "channels.mobile.tls_enabled"],
    ["web.host", "web.tls"],
  ] as const;
  return listeners.flatMap(([host, tls]) => {
    const address = values.get(host);
    if (address === "loopback" || reachOf(address) === "loopback") return [];
    const missing = [
      ...(values.get(tls) ? [] : ["TLS"]),
      ...(values.get("enterprise.ip_whitelist") || values.get("network.trusted_proxies").length > 0
        ? []
        : ["an allow-list or a trusted proxy"]),
    ];
    return missing.length === 0
      ? []
      : [
          {
            path: host,
            message: `opens the listener beyond this machine without ${missing.join(" and without ")}.`,
          },
        ];
  });
}

function plainPublicUrls(values: Values): Warning[] {
  return (["network.public_url", "channels.mobile.public_url"] as const).flatMap((path) => {
    const url = values.get(path);
    if (url === null || /^(https|wss):/.test(url) || reachOf(new URL(url).hostname) === "loopback") return [];
    return single(
      true,
      path,
      "is not encrypted: phones and browsers refuse keys and cameras there. Use https:// and wss://.",
    );
  });
}

/** A secret in a file that others on the machine can read, or a file that others can change. */
function looseFile(values: Values, { file }: ConfigurationSources): Warning[] {
  if (!file) return [];
  const holdsSecret = values
    .paths()
    .some((path) => values.value(path) instanceof Secret && values.isLiteral(path));
  return [
    ...single(
      (file.mode & 0o022) !== 0,
      file.path,
      "can be changed by other users of this machine: chmod go-w.",
    ),
    ...single(
      holdsSecret && (file.mode & 0o004) !== 0,
      file.path,
      "holds a secret and can be read by every user of this machine: chmod o-r.",
    ),
  ];
}

function oneRole(values: Values): Warning[] {
  const url = values.get("database.url");
  const owner = values.get("database.migration_url");
  return single(
    url !== null && (owner === null || owner.reveal() === url.reveal()),
    "database.migration_url",
    "is not set: one database role does everything, and the record is append-only by trigger, not by grant.",
  );
}
