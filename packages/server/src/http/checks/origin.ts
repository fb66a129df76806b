import { Failure } from "../../pure/failure.ts";
import type { Exchange } from "../exchange.ts";
import type { Names } from "../names.ts";

/**
 * A page may change state here only from an origin that the settings name, spelled exactly so. A cookie travels by
 * itself, so its sessions prove more: where the request was made (Origin, else Sec-Fetch-Site), and the CSRF token,
 * which only our own page can read.
 */
export function checkOrigin(exchange: Exchange, { names }: { names: Names }): void {
  const { origin, "sec-fetch-site": site, "x-csrf-token": token } = exchange.request.headers;
  const byCookie = exchange.credential.cookie !== undefined;
  if (exchange.request.method === "GET") {
    // "same-site" is also another port of this machine, which SameSite=Strict lets through.
    if (byCookie && site !== undefined && site !== "same-origin" && site !== "none") {
      throw new Failure("origin_refused");
    }
    return;
  }
  if (origin !== undefined) {
    if (!names.origins.has(origin)) throw new Failure("origin_refused");
  } else if (byCookie ? site !== "same-origin" : site !== undefined && site !== "same-origin") {
    throw new Failure("origin_refused");
  }
  if (!byCookie) return;
  const expected = exchange.admitted?.csrfToken ?? null;
  if (expected === null || typeof token !== "string" || !equalInFixedTime(token, expected)) {
    throw new Failure("csrf_failed");
  }
}

/** Takes as long for a near miss as for any other of the same length. */
function equalInFixedTime(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length;
  for (let i = 0; i < expected.length; i++) difference |= given.charCodeAt(i) ^ expected.charCodeAt(i);
  return difference === 0;
}
