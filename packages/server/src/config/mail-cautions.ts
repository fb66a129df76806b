import type { Warning } from "./issue.ts";
import { reachOf } from "./kinds/address.ts";
import type { Values } from "./values.ts";

/** Mail without TLS is meant for a mail server on this machine. */
export function mailCautions(values: Values): readonly Warning[] {
  const url = values.get("monitoring.smtp.url")?.reveal();
  if (url === undefined || values.get("monitoring.smtp.tls")) return [];
  const { protocol, hostname, username } = new URL(url);
  if (protocol === "smtps:" || reachOf(hostname) === "loopback") return [];
  const what = username ? "alerts and the mail server's password travel" : "alerts travel";
  return [
    { path: "monitoring.smtp.tls", message: `is false: ${what} in the clear, and to whoever answers.` },
  ];
}
