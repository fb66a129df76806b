import { useState } from "react";
import { Button } from "./button.tsx";

/** Copies `text`; the tick says so to the eye, a word to a screen reader, and nothing moves. */
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
      {label}
      <span role="status" className="sr-only">
        {done ? "Copied" : ""}
      </span>
    </Button>
  );
}
