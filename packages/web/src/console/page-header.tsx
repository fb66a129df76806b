import type { ReactNode } from "react";
import { usePageTitle } from "../shell/page-title.ts";

/** The top of a console page: its name, one sentence, its main action. */
export function PageHeader({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: string;
  children?: ReactNode;
}) {
  const heading = usePageTitle(title);
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div>
        <h1 ref={heading} tabIndex={-1} className="font-semibold text-xl">
          {title}
        </h1>
        {lead && <p className="mt-1 text-ink-soft text-sm">{lead}</p>}
      </div>
      {children && <div className="flex flex-wrap gap-2">{children}</div>}
    </header>
  );
}
