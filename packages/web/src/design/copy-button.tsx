import { useState } from "react";
import { Button } from "./button.tsx";

/** Copies `text` and says so in its own place. */
export function CopyButton({
  text,
  label = "Copy",
  className,
}: {
  text: string;
  label?: string;
  className?: string;
}) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 2_000);
  };
  return (
    <Button icon={done ? "check" : "copy"} onClick={copy} {...(className && { className })}>
      <span aria-live="polite">{done ? "Copied" : label}</span>
    </Button>
  );
}
