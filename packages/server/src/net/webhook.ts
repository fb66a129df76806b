import { createFetch } from "./create-fetch.ts";
import { OutboundRefused } from "./outbound-error.ts";

export type WebhookAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly problem: "redirect" | "address" | "timeout" | "unreachable" }
  | { readonly ok: false; readonly problem: "refused"; readonly status: number };

export interface WebhookTimes {
  readonly connect: number;
  /** Of everything together. */
  readonly whole: number;
}

export const webhookTimes: WebhookTimes = { connect: 10_000, whole: 30_000 };

/**
 * Posts to an address that the operator named, so a private one is fine. 2xx is yes; the answer's body is nobody's
 * business. Redirects are not followed: the message is for that address alone.
 */
export async function postWebhook(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
  times = webhookTimes,
): Promise<WebhookAnswer> {
  const outbound = createFetch({
    allowPrivate: true,
    maxResponseBytes: 1024 * 1024,
    connectTimeoutMs: times.connect,
    connections: 1,
  });
  try {
    const { status, body: answer } = await outbound.fetch(url, {
      ...{ method: "POST", headers, body },
      signal: AbortSignal.any([signal, AbortSignal.timeout(times.whole)]),
    });
    await answer?.cancel();
    return status >= 200 && status < 300 ? { ok: true } : { ok: false, problem: "refused", status };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  } finally {
    await outbound.close();
  }
}

function problemOf(error: unknown): "redirect" | "address" | "timeout" | "unreachable" {
  const reason = refusalIn(error)?.reason;
  if (reason === "redirect") return "redirect";
  if (reason === "address" || reason === "scheme" || reason === "credentials_in_url") return "address";
  const { name, code } = error as { name?: unknown; code?: unknown };
  return name === "TimeoutError" || name === "AbortError" || /TIMEOUT/.test(String(code))
    ? "timeout"
    : "unreachable";
}

/** The look-up's refusal arrives as the cause of the connection's. */
function refusalIn(error: unknown): OutboundRefused | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof OutboundRefused) return at;
  }
  return undefined;
}
