import type { ReactNode } from "react";

const tones = {
  neutral: "bg-sunken text-ink-soft",
  accent: "bg-accent-wash text-accent",
  good: "bg-good-wash text-good",
  warn: "bg-warn-wash text-warn",
  bad: "bg-bad-wash text-bad",
};

export type Tone = keyof typeof tones;

/** One word about a state. The word carries the meaning, the colour only helps. */
export function Badge({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex h-5 items-center whitespace-nowrap rounded-sm px-1.5 font-medium text-xs ${tones[tone]}`}
    >
      {children}
    </span>
  );
}
