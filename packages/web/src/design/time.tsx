import { useEffect, useState } from "react";

const dayMs = 86_400_000;
const startOfDay = (time: number) => new Date(time).setHours(0, 0, 0, 0);

/** The time today, the weekday this week, else the date: short enough for a row. */
export function dayWord(iso: string, now = Date.now()): string {
  const time = new Date(iso);
  const days = Math.round((startOfDay(now) - startOfDay(time.getTime())) / dayMs);
  if (days <= 0) return time.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  if (days === 1) return "Yesterday";
  if (days < 7) return time.toLocaleDateString(undefined, { weekday: "short" });
  const year = time.getFullYear() === new Date(now).getFullYear() ? undefined : "numeric";
  return time.toLocaleDateString(undefined, { day: "numeric", month: "short", year });
}

const steps = [
  [60_000, 1_000, "second"],
  [3_600_000, 60_000, "minute"],
  [dayMs, 3_600_000, "hour"],
  [30 * dayMs, dayMs, "day"],
] as const;
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** “3 minutes ago”; a date when it is long ago. */
export function agoWord(iso: string, now = Date.now()): string {
  const elapsed = now - Date.parse(iso);
  if (Math.abs(elapsed) < 10_000) return "just now";
  for (const [limit, unit, name] of steps) {
    if (Math.abs(elapsed) < limit) return relative.format(-Math.round(elapsed / unit), name);
  }
  return new Date(iso).toLocaleDateString(undefined, { day: "numeric", month: "short", year: "numeric" });
}

/** How long ago something was, kept true while it is shown; the exact moment is one hover away. */
export function Ago({ at, never = "never" }: { at: string | null; never?: string }) {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((old) => old + 1), 20_000);
    return () => clearInterval(timer);
  }, []);
  if (at === null) return <span>{never}</span>;
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {agoWord(at)}
    </time>
  );
}
