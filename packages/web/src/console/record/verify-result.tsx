import type { VerifyReport } from "@entobot/contract/audit";
import { Notice } from "../../design/error-notice.tsx";

/** What a check of the record found, and what it could not see. */
export function VerifyResult({ report }: { report: VerifyReport }) {
  return (
    <div className="mt-4">
      <Notice tone={report.ok ? "good" : "bad"}>
        <p className="font-medium">
          {report.ok
            ? `${report.checked} records, none changed`
            : `The record is not as it was written${report.fault?.seq ? `, from number ${report.fault.seq}` : ""}`}
        </p>
        {report.fault && <p className="text-ink-soft">{report.fault.what}</p>}
        {report.not_checked.map((words) => (
          <p key={words} className="text-ink-soft">
            Not checked: {words}
          </p>
        ))}
      </Notice>
    </div>
  );
}
