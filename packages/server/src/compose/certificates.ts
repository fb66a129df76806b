import type { Notice } from "@entobot/contract/health";
import type { Audit } from "../audit/index.ts";
import { tlsOptions } from "../crypto/tls-policy.ts";
import type { HttpDeps } from "../http/index.ts";
import type { Log } from "../log/index.ts";
import { type CertificateView, openCertificates, watchCertificates } from "../operations/index.ts";
import type { Call } from "../pure/call.ts";
import type { Clock } from "../pure/clock.ts";
import { networkMatcher } from "../pure/network.ts";
import type { LiveConfiguration } from "./live-configuration.ts";

export interface ComposedCertificates {
  /** What the listeners need; empty where none speaks TLS. */
  readonly listeners: Pick<HttpDeps, "tls">;
  /** Null where none speaks TLS. */
  view(): CertificateView | null;
  troubles(): readonly string[];
  notices(): readonly Notice[];
  /** Begins to look after files and calendar. Returns the end of it. */
  watch(audit: Pick<Audit, "noted" | "search">, call: () => Call): () => Promise<void>;
}

const none: ComposedCertificates = {
  listeners: {},
  view: () => null,
  troubles: () => [],
  notices: () => [],
  watch: () => async () => {},
};

/** Before anything else is opened: a pair that cannot be served refuses the start. */
export async function composeCertificates({
  configuration,
  clock,
  log,
}: {
  configuration: LiveConfiguration;
  clock: Clock;
  log: Log;
}): Promise<ComposedCertificates> {
  const { gateway, mobile, web, certificate, network } = configuration.settings;
  if (certificate === null || !(gateway.tls || mobile.tls || web.tls)) return none;
  const publicHost = network.publicUrl === null ? null : new URL(network.publicUrl).hostname;
  const certificates = await openCertificates({ paths: certificate, publicHost, clock });
  const isProxy = (address: string) => networkMatcher(configuration.settings.network.trustedProxies)(address);
  return {
    listeners: {
      tls: {
        options: () => tlsOptions(certificates.current()),
        onChange: (listener) => certificates.onChange(listener),
        isProxy,
      },
    },
    view: () => certificates.view(),
    troubles: () => certificates.troubles(),
    notices: () => certificates.notices(),
    watch: (audit, call) => watchCertificates({ certificates, audit, call, clock, log }),
  };
}
