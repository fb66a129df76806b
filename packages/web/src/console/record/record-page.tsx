import type { AuditRecord } from "@entobot/contract/audit";
import { auditEvents } from "@entobot/contract/audit-events";
import { useState } from "react";
import { Button } from "../../design/button.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { ErrorNotice } from "../../design/error-notice.tsx";
import { SelectField } from "../../design/field.tsx";
import { SkeletonRows } from "../../design/skeleton.tsx";
import { navigate, useSearch } from "../../shell/router.tsx";
import { PageHeader } from "../page-header.tsx";
import { useMay } from "../viewer.ts";
import { eventWords } from "./event-words.ts";
import { NamesProvider, useName } from "./names.tsx";
import { RecordDetails } from "./record-details.tsx";
import { addressOf, filtersOf, type RecordFilters } from "./record-filters.ts";
import { RecordTable } from "./record-table.tsx";
import { StartField } from "./start-field.tsx";
import { useRecords } from "./use-records.ts";

const eventsByWords = auditEvents.toSorted((a, b) => eventWords(a).localeCompare(eventWords(b)));

/** Everything that happened, in order, unchangeable. */
export function RecordPage() {
  return (
    <NamesProvider>
      <Records />
    </NamesProvider>
  );
}

function Records() {
  const filters = filtersOf(useSearch());
  const records = useRecords(filters);
  const exports = useMay("audit.export");
  const [open, setOpen] = useState<AuditRecord>();
  const whose = useName(filters.about ?? null);
  const change = (part: Partial<Record<keyof RecordFilters, string>>) =>
    navigate(addressOf({ ...filters, ...part } as RecordFilters), { replace: true });
  return (
    <>
      <PageHeader
        title="Record"
        lead="Everything that happened here, in order. Looking at it is recorded too."
      >
        <Button icon="retry" onClick={records.reload}>
          Newest
        </Button>
        {exports && (
          <a
            href="/api/v1/audit/export"
            download="entobot-audit.ndjson"
            className="inline-flex min-h-10 items-center rounded-md border border-line bg-surface px-4 font-medium text-sm shadow-raised hover:bg-hover"
          >
            Export all
          </a>
        )}
      </PageHeader>
      <div className="mb-4 grid grid-cols-2 gap-3 lg:grid-cols-4">
        <SelectField
          label="Event"
          value={filters.event ?? ""}
          onChange={(event) => change({ event: event.target.value })}
        >
          <option value="">All events</option>
          {eventsByWords.map((name) => (
            <option key={name} value={name}>
              {eventWords(name)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="Outcome"
          value={filters.outcome ?? ""}
          onChange={(event) => change({ outcome: event.target.value })}
        >
          <option value="">All outcomes</option>
          <option value="success">Success</option>
          <option value="failure">Failure</option>
          <option value="denied">Denied</option>
        </SelectField>
        <div className="max-sm:col-span-2">
          <StartField
            label="Up to time"
            type="datetime-local"
            value={filters.until ?? ""}
            onCommit={(until) => change({ until })}
          />
        </div>
        {/* A phone shows no numbers. */}
        <div className="max-sm:hidden">
          <StartField
            label="Up to number"
            inputMode="numeric"
            placeholder="Newest"
            value={filters.from ?? ""}
            onCommit={(from) => change({ from })}
          />
        </div>
      </div>
      {filters.about && (
        <p className="mb-4 flex flex-wrap items-center gap-2 text-sm">
          The story of {whose ?? <code className="font-mono">{filters.about}</code>}
          <Button kind="quiet" icon="close" onClick={() => change({ about: "" })}>
            Show everybody
          </Button>
        </p>
      )}
      {records.error !== null && <ErrorNotice error={records.error} onRetry={records.reload} />}
      {records.pages ? (
        records.pages.length === 0 ? (
          <EmptyState icon="record" title="Nothing matches">
            Choose fewer filters.
          </EmptyState>
        ) : (
          <RecordTable key={records.search} pages={records.pages} onShow={records.show} onOpen={setOpen} />
        )
      ) : (
        records.error === null && <SkeletonRows count={8} />
      )}
      {open && (
        <RecordDetails
          record={open}
          onClose={() => setOpen(undefined)}
          onAbout={(id) => {
            setOpen(undefined);
            navigate(addressOf({ about: id }));
          }}
        />
      )}
    </>
  );
}
