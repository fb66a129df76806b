import type { ReactNode } from "react";
import { Mark } from "../design/mark.tsx";
import { usePageTitle } from "../shell/page-title.ts";

/** The frame of every page that stands before the product: the mark, one title, one thing to do. */
export function Entrance({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
}) {
  const heading = usePageTitle(title);
  return (
    <main className="grid min-h-dvh content-center justify-items-center px-5 py-10 pt-[max(2.5rem,env(safe-area-inset-top))] pb-[max(2.5rem,env(safe-area-inset-bottom))]">
      <div className="grid w-full max-w-sm gap-6">
        <header className="grid gap-2">
          <div className="mb-4 flex items-center gap-2.5 font-semibold">
            <Mark />
            Entobot
          </div>
          <h1 ref={heading} tabIndex={-1} className="text-balance font-semibold text-xl">
            {title}
          </h1>
          {lead && <div className="text-ink-soft text-sm">{lead}</div>}
        </header>
        {children}
      </div>
    </main>
  );
}
