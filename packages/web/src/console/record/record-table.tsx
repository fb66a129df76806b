import type { AuditRecord } from "@entobot/contract/audit";
import { memo, useMemo, useRef } from "react";
import { Badge, type Tone } from "../../design/badge.tsx";
import { ScrollBox } from "../../design/scroll-box.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { formatTime } from "../../design/time.tsx";
import { WindowedRows } from "../../design/windowed-rows.tsx";
import { eventWords } from "./event-words.ts";
import { useName } from "./names.tsx";
import type { Pages } from "./record-pages.ts";

const tones: Record<AuditRecord["outcome"], Tone> = { success: "neutral", failure: "warn", denied: "bad" };

// Made once: `toLocale…` makes one in each row, and letting thousands of them go stops the page for half a second.
const dayOf = new Intl.DateTimeFormat(undefined, { day: "2-digit", month: "short" });
const clockOf = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "numeric", second: "numeric" });

/** Room for what is being read, so that one sees there is more. */
const toCome = 8;

/** Rows of the record in a window of their own: however many there are, few are in the document. */
export function RecordTable({
  pages,
  onShow,
  onOpen,
}: {
  pages: Pages<AuditRecord>;
  onShow: (first: number, last: number) => void;
  onOpen: (record: AuditRecord) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const count = pages.length + (pages.ended ? 0 : toCome);
  const keys = useMemo(() => firstNames(count), [count]);
  return (
    <ScrollBox
      boxRef={scroller}
      label="Records"
      className="h-[max(24rem,calc(100dvh-21rem))] overflow-y-auto rounded-lg border border-line bg-surface [overflow-anchor:none]"
    >
      <WindowedRows
        scroller={scroller}
        keys={keys}
        startAt="top"
        guess={56}
        onShow={onShow}
        row={(index) => {
          const record = pages.at(index);
          return record ? <RecordRow record={record} onOpen={onOpen} /> : <EmptyRow />;
        }}
      />
    </ScrollBox>
  );
}

/** Nothing is ever put before another row: its place is its name. */
const names: string[] = [];
function firstNames(count: number): readonly string[] {
  while (names.length < count) names.push(String(names.length));
  return names.slice(0, count);
}

/** As high as a row whose record is not here yet. */
function EmptyRow() {
  return (
    <div aria-hidden="true" className="flex min-h-14 items-center border-line border-b px-4">
      <Skeleton className="h-3.5 w-2/3" />
    </div>
  );
}

const RecordRow = memo(function RecordRow({
  record,
  onOpen,
}: {
  record: AuditRecord;
  onOpen: (record: AuditRecord) => void;
}) {
  const time = new Date(record.ts);
  return (
    <button
      type="button"
      onClick={() => onOpen(record)}
      className="grid min-h-14 w-full grid-cols-[1fr_auto] items-center gap-x-4 border-line border-b px-4 py-2 text-left text-sm hover:bg-hover focus-visible:outline-offset-[-2px] md:grid-cols-[4rem_11rem_1fr_auto]"
    >
      <span className="text-ink-faint tabular-nums max-md:hidden">{record.seq}</span>
      <time
        dateTime={record.ts}
        className="text-ink-soft tabular-nums max-md:col-start-1 max-md:row-start-2 max-md:truncate max-md:text-xs"
      >
        {formatTime(dayOf, time)} {formatTime(clockOf, time)}
        <span className="md:hidden">
          {" · "}
          <Who id={record.actor} />
        </span>
      </time>
      <span className="min-w-0 truncate max-md:col-start-1 max-md:row-start-1">
        <span className="font-medium">{eventWords(record.event)}</span>
        <span className="ml-2 text-ink-soft max-md:hidden">
          <Who id={record.actor} />
        </span>
      </span>
      <span className="max-md:col-start-2 max-md:row-span-2 max-md:row-start-1">
        <Badge tone={tones[record.outcome]}>{record.outcome}</Badge>
      </span>
    </button>
  );
});

/** By name where it is known; else the record's own word. */
function Who({ id }: { id: string }) {
  return useName(id) ?? <span className="font-mono text-xs">{id}</span>;
}
