import { useEffect, useState } from "react";

const dayMs = 86_400_000;
// Made once: `toLocale…` makes one each time, which costs more than all the rest of a row.
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short" });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const wholeDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const moment = new Intl.DateTimeFormat(undefined, {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
});
/** As `toLocaleString` is: a wrong time is no reason to fail. */
export const formatTime = (format: Intl.DateTimeFormat, time: Date): string =>
  Number.isNaN(time.getTime()) ? "Invalid date" : format.format(time);

const startOfDay = (time: number) => new Date(time).setHours(0, 0, 0, 0);

/** The time today, the weekday this week, else the date: short enough for a row. */
export function dayWord(iso: string, now = Date.now()): string {
  const time = new Date(iso);
  const days = Math.round((startOfDay(now) - startOfDay(time.getTime())) / dayMs);
  if (days <= 0) return formatTime(clock, time);
  if (days === 1) return "Yesterday";
  if (days < 7) return formatTime(weekday, time);
  return formatTime(time.getFullYear() === new Date(now).getFullYear() ? dayOfYear : wholeDay, time);
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
  return formatTime(wholeDay, new Date(iso));
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
    <time dateTime={at} title={formatTime(moment, new Date(at))}>
      {agoWord(at)}
    </time>
  );
}
