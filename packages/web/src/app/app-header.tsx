import type { ReactNode } from "react";
import { Icon } from "../design/icon.tsx";
import { usePageTitle } from "../shell/page-title.ts";
import { Link } from "../shell/router.tsx";

/** The bar on top of every page of the app. `back` is not shown where the list stands beside the page. */
export function AppHeader({ title, back, children }: { title: string; back?: string; children?: ReactNode }) {
  const heading = usePageTitle(title);
  return (
    <header className="border-line border-b pt-[env(safe-area-inset-top)]">
      <div className="flex h-14 items-center gap-1 px-2">
        {back && (
          <Link
            to={back}
            aria-label="Back"
            className="grid size-11 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-hover md:hidden"
          >
            <Icon name="back" />
          </Link>
        )}
        <h1
          ref={heading}
          tabIndex={-1}
          className={`min-w-0 flex-1 truncate font-semibold ${back ? "md:pl-3" : "pl-3"}`}
        >
          {title}
        </h1>
        {children}
      </div>
    </header>
  );
}
