import { useState } from "react";

const folded = 3_000;

/** What the person wrote, exactly as written. */
export function OwnMessage({ text, faint = false }: { text: string; faint?: boolean }) {
  const [whole, setWhole] = useState(false);
  const shown = whole ? text : text.slice(0, folded);
  return (
    <div className="flex justify-end">
      <div
        className={`max-w-[85%] whitespace-pre-wrap rounded-xl rounded-br-sm bg-accent-wash px-4 py-2.5 ${faint ? "opacity-75" : ""}`}
      >
        <span className="sr-only">You: </span>
        {shown}
        {shown.length < text.length && (
          <button
            type="button"
            className="mt-1 block font-medium text-accent text-sm"
            onClick={() => setWhole(true)}
          >
            … Show all
          </button>
        )}
      </div>
    </div>
  );
}
