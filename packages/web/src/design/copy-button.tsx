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
      {/* Both words keep their room, so that nothing beside the button moves. */}
      <span aria-live="polite" className="grid text-left *:[grid-area:1/1]">
        <span className={done ? "invisible" : ""}>{label}</span>
        <span className={done ? "" : "invisible"}>Copied</span>
      </span>
    </Button>
  );
}
