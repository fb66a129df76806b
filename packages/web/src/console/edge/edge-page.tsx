import { ErrorNotice } from "../../design/error-notice.tsx";
import { SkeletonRows } from "../../design/skeleton.tsx";
import { useCookieApi } from "../../shell/session.tsx";
import { useLoaded } from "../../shell/use-loaded.ts";
import { PageHeader } from "../page-header.tsx";
import { CertificatesSection } from "./certificates-section.tsx";
import { GuardsSection } from "./guards-section.tsx";
import { LockoutsSection } from "./lockouts-section.tsx";
import { RefusalsSection } from "./refusals-section.tsx";
import { useEdge } from "./use-edge.ts";

/** What the doors refuse, whom they lock out, and what guards them. */
export function EdgePage() {
  const api = useCookieApi();
  const edge = useEdge();
  const settings = useLoaded("settings", () => api.settings());
  const error = edge.error ?? settings.error;
  const retry = () => void Promise.all([edge.reload(), settings.reload()]);
  return (
    <>
      <PageHeader title="Edge" lead="Who is turned away at the doors, why, and what guards them." />
      <div className="grid gap-8">
        {error !== null && <ErrorNotice error={error} onRetry={retry} />}
        {edge.value && settings.value ? (
          <>
            <RefusalsSection view={edge.value.view} />
            <LockoutsSection edge={edge.value} reload={edge.reload} />
            <GuardsSection
              view={settings.value}
              reload={settings.reload}
              address={edge.value.view.your_address}
            />
            <CertificatesSection view={edge.value.view} />
          </>
        ) : (
          error === null && <SkeletonRows />
        )}
      </div>
    </>
  );
}
