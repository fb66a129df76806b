import { ErrorNotice, Notice } from "../../design/error-notice.tsx";
import { useCookieApi } from "../../shell/session.tsx";
import { useLoaded } from "../../shell/use-loaded.ts";
import { useLive } from "../live.tsx";
import { PageHeader } from "../page-header.tsx";
import { useMay } from "../viewer.ts";
import { Checklist } from "./checklist.tsx";
import { Numbers } from "./numbers.tsx";
import { RecordPanel } from "./record-panel.tsx";
import { verdictOf } from "./verdict.ts";

/** Five seconds to see whether all is well. */
export function HomePage() {
  const api = useCookieApi();
  const live = useLive();
  const asked = useLoaded("status", () => api.status());
  const status = live.status ?? asked.value;
  const settles = useMay("settings.write");
  const verdict = verdictOf(status);
  return (
    <>
      <PageHeader title="Home" lead={verdict.words} />
      <div className="grid gap-4">
        {asked.error !== null && !status && <ErrorNotice error={asked.error} onRetry={asked.reload} />}
        {status?.record.last_verified_ok === false && (
          <Notice tone="bad">
            <p className="font-medium">The record does not verify</p>
            <p className="text-ink-soft">
              Open the record and verify it again; keep the server as it is until you know why.
            </p>
          </Notice>
        )}
        {settles && <Checklist status={status} />}
        <Numbers pulses={live.pulses} status={status} />
        <RecordPanel status={status} />
        {status && status.notices.length > 0 && (
          <section aria-label="Notices" className="grid gap-2">
            {status.notices.map((notice) => (
              <Notice key={notice.code} tone={notice.level === "warning" ? "warn" : "info"}>
                <p>{notice.text}</p>
              </Notice>
            ))}
          </section>
        )}
      </div>
    </>
  );
}
