import { useEffect, useRef, useState } from "react";

/** Counts down by the server's clock, and tells once when it is over. */
export function TimeLeft({ until, skewMs, onOver }: { until: string; skewMs: number; onOver: () => void }) {
  const [now, setNow] = useState(Date.now);
  const left = Math.max(0, Math.ceil((Date.parse(until) - skewMs - now) / 1_000));
  const over = useRef(onOver);
  over.current = onOver;
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (left === 0) over.current();
  }, [left === 0]);
  return (
    <time dateTime={until} className="tabular-nums">
      {leftWords(left)}
    </time>
  );
}

function leftWords(seconds: number): string {
  if (seconds === 0) return "over";
  if (seconds < 60) return `${seconds} s left`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s left`;
}
