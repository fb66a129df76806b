import { classNames } from "./class-names.ts";

/** Turns while something is under way; `label` is what a screen reader hears. */
export function Spinner({ label, className }: { label?: string; className?: string }) {
  return (
    <span {...(label ? { role: "status" } : { "aria-hidden": true })} className="inline-flex">
      <svg
        aria-hidden="true"
        viewBox="0 0 20 20"
        fill="none"
        className={classNames("size-5 animate-turn", className)}
      >
        <circle cx="10" cy="10" r="7" stroke="currentColor" strokeOpacity="0.22" strokeWidth="2" />
        <path d="M17 10a7 7 0 00-7-7" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      </svg>
      {label && <span className="sr-only">{label}</span>}
    </span>
  );
}
