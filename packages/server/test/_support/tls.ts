import { createSecureContext, type SecureContextOptions } from "node:tls";
import { tlsOptions } from "../../src/crypto/tls-policy.ts";
import type { HttpDeps } from "../../src/http/index.ts";
import type { Issued } from "./certificates.ts";

/** What the listeners are handed, with a pair that the test replaces. */
export function tlsSource(first: Issued, more: SecureContextOptions = {}) {
  let pair = first;
  const listeners = new Set<() => void>();
  const tls: NonNullable<HttpDeps["tls"]> = {
    options: () => ({ ...tlsOptions(pair), ...more }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    tls,
    replace(next: Issued) {
      createSecureContext(tlsOptions(next));
      pair = next;
      for (const changed of listeners) changed();
    },
    watched: () => listeners.size,
  };
}
