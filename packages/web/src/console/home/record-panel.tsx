import type { Status } from "@entobot/contract/health";
import { useState } from "react";
import { Button } from "../../design/button.tsx";
import { ErrorNotice } from "../../design/error-notice.tsx";
import { Panel } from "../../design/rows.tsx";
import { Ago } from "../../design/time.tsx";
import { useCookieApi } from "../../shell/session.tsx";
import { VerifyResult } from "../record/verify-result.tsx";
import { useMay } from "../viewer.ts";

/** When the record was last found unchanged, and a way to check it now. */
export function RecordPanel({ status }: { status: Status | undefined }) {
  const api = useCookieApi();
  const verifies = useMay("audit.verify");
  const [report, setReport] = useState<Awaited<ReturnType<typeof api.audit.verify>>>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const verify = async () => {
    setBusy(true);
    setError(null);
    try {
      setReport(await api.audit.verify());
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel
      title="Record"
      aside={
        verifies && (
          <Button icon="shield" busy={busy} onClick={verify}>
            Verify now
          </Button>
        )
      }
    >
      <p className="text-ink-soft text-sm">
        Last verified <Ago at={report?.at ?? status?.record.last_verified_at ?? null} />
        {status && `. The record is ${status.database.record_protection}.`}
      </p>
      {error !== null && <ErrorNotice error={error} />}
      {report && <VerifyResult report={report} />}
    </Panel>
  );
}
