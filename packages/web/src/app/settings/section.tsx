import type { ReactNode } from "react";

/** A titled box of settings. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-2">
      <h2 className="px-1 font-medium text-ink-soft text-sm">{title}</h2>
      <div className="overflow-hidden rounded-lg border border-line bg-surface">{children}</div>
    </section>
  );
}
