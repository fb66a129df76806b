import { classNames } from "./class-names.ts";

/** Holds the place of text that is on its way, at the size it will have, so that nothing jumps. */
export function Skeleton({ className = "h-4 w-32" }: { className?: string }) {
  return (
    <span aria-hidden="true" className={classNames("block animate-pulse rounded-sm bg-line", className)} />
  );
}

/** Rows of a list that is loading. */
export function SkeletonRows({ count = 5 }: { count?: number }) {
  return (
    <div role="status">
      <span className="sr-only">Loading</span>
      {Array.from({ length: count }, (_, index) => (
        // The rows are all the same and never move.
        <div
          key={index}
          className="flex min-h-16 items-center gap-3 border-line border-b px-4 last:border-b-0"
        >
          <Skeleton className="size-9 rounded-full" />
          <div className="grid gap-2">
            <Skeleton className="h-3.5 w-40" />
            <Skeleton className="h-3 w-24" />
          </div>
        </div>
      ))}
    </div>
  );
}
