import { type ReactNode, useState } from "react";
import { Button } from "../../design/button.tsx";

export interface TallyItem {
  readonly key: string;
  readonly label: ReactNode;
  readonly note?: ReactNode;
  readonly count: number;
}

const fewest = 6;

/** Counted things, the most frequent first; the bar behind each is its share of the first. */
export function Tally({ label, items }: { label: string; items: readonly TallyItem[] }) {
  const [all, setAll] = useState(false);
  const highest = Math.max(1, ...items.map(({ count }) => count));
  const shown = all ? items : items.slice(0, fewest);
  return (
    <div className="grid content-start gap-2">
      <h3 className="text-ink-soft text-sm">{label}</h3>
      <ol aria-label={label} className="grid gap-1">
        {shown.map(({ key, label, note, count }) => (
          <li key={key} className="relative flex min-h-9 items-center gap-3 px-2.5 py-1 text-sm">
            <span
              aria-hidden="true"
              className="absolute inset-y-0 left-0 rounded-sm bg-accent-wash"
              style={{ width: `${(count / highest) * 100}%` }}
            />
            <span className="relative min-w-0 flex-1">{label}</span>
            {note && <span className="relative shrink-0 text-ink-soft">{note}</span>}
            <span className="relative min-w-8 shrink-0 text-right font-medium tabular-nums">{count}</span>
          </li>
        ))}
      </ol>
      {items.length > fewest && (
        <Button kind="quiet" className="justify-self-start" onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${items.length}`}
        </Button>
      )}
    </div>
  );
}
