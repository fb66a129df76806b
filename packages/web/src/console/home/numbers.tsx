import type { Status } from "@entobot/contract/health";
import type { LivePulse } from "@entobot/contract/live";
import { Skeleton } from "../../design/skeleton.tsx";
import { Sparkline } from "../../design/sparkline.tsx";

const series = [
  ["connections", "Connections", "open now"],
  ["turns_running", "Answers", "being written now"],
  ["refusals", "Refusals", "since the server started"],
] as const;

/** What happens right now, with the last ten minutes as a line. */
export function Numbers({ pulses, status }: { pulses: readonly LivePulse[]; status: Status | undefined }) {
  const last = pulses.at(-1);
  return (
    <dl className="grid gap-4 sm:grid-cols-3">
      {series.map(([key, name, note]) => {
        const value = last?.[key] ?? (key === "refusals" ? undefined : status?.[key]);
        return (
          <div key={key} className="flex flex-col rounded-lg border border-line bg-surface p-5">
            <dt className="text-ink-soft text-sm">{name}</dt>
            <dd className="mt-1">
              <span className="flex min-h-9 items-baseline gap-2">
                {value === undefined ? (
                  <Skeleton className="h-7 w-10" />
                ) : (
                  <span className="font-semibold text-2xl tabular-nums">{value}</span>
                )}
                <span className="text-ink-faint text-xs">{note}</span>
              </span>
              <Sparkline values={pulses.map((pulse) => pulse[key])} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
