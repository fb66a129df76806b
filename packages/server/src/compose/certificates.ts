import type { Notice } from "@entobot/contract/health";
import type { Audit } from "../audit/index.ts";
import type { Settings } from "../config/index.ts";
import { tlsOptions } from "../crypto/tls-policy.ts";
import type { HttpDeps } from "../http/index.ts";
import type { Log } from "../log/index.ts";
import { type CertificateView, openCertificates, watchCertificates } from "../operations/index.ts";
import type { Call } from "../pure/call.ts";
import type { Clock } from "../pure/clock.ts";
import type { LiveConfiguration } from "./live-configuration.ts";

export interface ComposedCertificates {
  /** What the listeners need; empty where none speaks TLS. */
  readonly listeners: Pick<HttpDeps, "tls">;
  troubles(): readonly string[];
  notices(): readonly Notice[];
  /** For a screen; null where none speaks TLS. */
  view(): CertificateView | null;
  /** Begins to look after files and calendar. Returns the end of it. */
  watch(audit: Pick<Audit, "noted" | "search">, call: () => Call): () => Promise<void>;
}

const none: ComposedCertificates = {
  listeners: {},
  troubles: () => [],
  notices: () => [],
  view: () => null,
  watch: () => async () => {},
};

/** Null where no listener speaks TLS. A pair that cannot be served throws a Failure("configuration"). */
async function openFor(settings: Settings, clock: Clock) {
  const { gateway, mobile, web, certificate, network } = settings;
  if (certificate === null || !(gateway.tls || mobile.tls || web.tls)) return null;
  const publicHost = network.publicUrl === null ? null : new URL(network.publicUrl).hostname;
  return openCertificates({ paths: certificate, publicHost, clock });
}

/** A start ends here before home and database are touched. */
export async function assertCertificates(settings: Settings): Promise<void> {
  await openFor(settings, Date.now);
}

export async function composeCertificates({
  configuration,
  clock,
  log,
}: {
  configuration: LiveConfiguration;
  clock: Clock;
  log: Log;
}): Promise<ComposedCertificates> {
  const certificates = await openFor(configuration.settings, clock);
  if (certificates === null) return none;
  return {
    listeners: {
      tls: {
        options: () => tlsOptions(certificates.current()),
        onChange: (listener) => certificates.onChange(listener),
      },
    },
    troubles: () => certificates.troubles(),
    notices: () => certificates.notices(),
    view: () => certificates.view(),
    watch: (audit, call) => watchCertificates({ certificates, audit, call, clock, log }),
  };
}
