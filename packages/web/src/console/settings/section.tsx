import { type ReactNode, useId } from "react";

/** One titled part of the page, with what can be done about it as a whole. */
export function Section({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 id={id} className="font-medium text-sm">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
