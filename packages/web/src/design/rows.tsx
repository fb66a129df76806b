import type { ReactNode } from "react";

/** The one form of a list: rows in a box, what it is on the left, what can be done on the right. */
export function Rows({ children, label }: { children: ReactNode; label: string }) {
  return (
    <ul aria-label={label} className="overflow-hidden rounded-lg border border-line bg-surface">
      {children}
    </ul>
  );
}

export function Row({
  lead,
  title,
  note,
  children,
}: {
  lead?: ReactNode;
  title: ReactNode;
  note?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <li className="flex min-h-16 items-center gap-3 border-line border-b px-4 py-2.5 last:border-b-0">
      {lead}
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">{title}</div>
        {note && <div className="text-ink-soft text-sm">{note}</div>}
      </div>
      {children}
    </li>
  );
}

/** A titled box, for what is no list. */
export function Panel({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="rounded-lg border border-line bg-surface p-5">
      <div className="mb-3 flex items-center justify-between gap-3">
        <h2 className="font-medium text-sm">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
