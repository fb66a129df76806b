import { useState } from "react";
import { Button } from "./button.tsx";

/** Copies `text` and says so in its own place. */
export function CopyButton({
  text,
  label = "Copy",
  kind = "secondary",
}: {
  text: string;
  label?: string;
  kind?: "secondary" | "quiet";
}) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 2_000);
  };
  return (
    <Button icon={done ? "check" : "copy"} kind={kind} onClick={copy}>
      <span aria-live="polite">{done ? "Copied" : label}</span>
    </Button>
  );
}
