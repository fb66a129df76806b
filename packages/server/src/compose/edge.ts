import { type EdgeCertificate, type EdgeDoor, type EdgeView, edgeDoors } from "@entobot/contract/edge";
import { assertMay, type Refusals } from "../access/index.ts";
import type { Settings } from "../config/index.ts";
import type { HttpDeps } from "../http/index.ts";
import type { CertificateView } from "../operations/index.ts";
import { timestamp } from "../pure/clock.ts";
import type { LiveConfiguration } from "./live-configuration.ts";

interface Parts {
  readonly refusals: Refusals;
  readonly configuration: LiveConfiguration;
  readonly certificate: () => CertificateView | null;
}

/** One screen of three domains: what was refused, what is enforced, and until when the certificate holds. */
export const composeEdge =
  ({ refusals, configuration, certificate }: Parts): HttpDeps["edge"] =>
  (call) => {
    assertMay(call.principal, "settings.read");
    const { settings } = configuration;
    const { since, at, minutes, places, addresses } = refusals.view();
    const tls = tlsOf(settings);
    const shown = certificate();
    return {
      since: timestamp(since),
      at: timestamp(at),
      minutes: minutes.map(({ at, counts }) => ({ at: timestamp(at), counts })),
      places: [...places],
      addresses: addresses.map(({ lastAt, ...address }) => ({ ...address, last_at: timestamp(lastAt) })),
      certificates: shown
        ? [
            certificateOf(
              shown,
              edgeDoors.filter((door) => tls[door]),
            ),
          ]
        : [],
      enforced: { allow_list: settings.allowList !== null, rate_limit: settings.rateLimit.enabled, tls },
      your_address: call.address,
    } satisfies EdgeView;
  };

const tlsOf = ({ gateway, mobile, web }: Settings): Record<EdgeDoor, boolean> => ({
  rest: gateway.tls,
  mobile: mobile.tls,
  web: web.tls,
});

const certificateOf = (view: CertificateView, doors: EdgeDoor[]): EdgeCertificate => ({
  doors,
  names: [...view.names],
  issuer: view.issuer,
  key_kind: view.keyKind,
  fingerprint: view.fingerprint,
  chain_file: view.chainFile,
  not_before: timestamp(view.notBefore),
  not_after: timestamp(view.notAfter),
  days_left: view.daysLeft,
  loaded_at: timestamp(view.loadedAt),
  refused_since: view.problem && timestamp(view.problem.at),
});
