import { type ReactNode, useEffect, useRef } from "react";
import { wordsFor } from "../shell/words-for-errors.ts";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";

/** An error in words: what happened and what to do now. Takes the focus when `focus`, so that nobody misses it. */
export function ErrorNotice({
  error,
  onRetry,
  focus = false,
}: {
  error: unknown;
  onRetry?: () => void;
  focus?: boolean;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus && error) box.current?.focus();
  }, [focus, error]);
  const words = wordsFor(error);
  return (
    <Notice tone="bad" boxRef={box}>
      <p className="font-medium">{words.title}</p>
      <p className="text-ink-soft">{words.advice}</p>
      {onRetry && (
        <Button className="mt-2" icon="retry" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Notice>
  );
}

const tones = {
  bad: { box: "bg-bad-wash", icon: "text-bad", name: "warning" },
  warn: { box: "bg-warn-wash", icon: "text-warn", name: "warning" },
  good: { box: "bg-good-wash", icon: "text-good", name: "check" },
  info: { box: "bg-sunken", icon: "text-ink-soft", name: "shield" },
} as const;

/** A quiet box for something that a person should know now. */
export function Notice({
  tone = "info",
  children,
  boxRef,
}: {
  tone?: keyof typeof tones;
  children: ReactNode;
  boxRef?: React.Ref<HTMLDivElement>;
}) {
  const { box, icon, name } = tones[tone];
  return (
    <div
      ref={boxRef}
      tabIndex={-1}
      {...(tone === "bad" && { role: "alert" })}
      className={`flex gap-3 rounded-lg p-4 text-sm ${box}`}
    >
      <Icon name={name} className={`size-5 ${icon}`} />
      <div className="grid min-w-0 flex-1 justify-items-start gap-0.5">{children}</div>
    </div>
  );
}
