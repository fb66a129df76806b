import { useEffect, useRef } from "react";
import { Button } from "../../design/button.tsx";
import { Notice } from "../../design/error-notice.tsx";
import { nameOf, sentence } from "./settings-view.ts";
import type { Change } from "./use-change.ts";

/** Why a change was not stored, as far as no field below says it. The focus goes to where it can be mended. */
export function ChangeProblems({ change, fields }: { change: Change; fields: readonly string[] }) {
  const box = useRef<HTMLDivElement>(null);
  const { issues, conflict } = change;
  const others = issues.filter(({ path }) => !fields.includes(path));
  useEffect(() => {
    if (!conflict && issues.length === 0) return;
    const wrong = box.current?.closest("form")?.querySelector<HTMLElement>("[aria-invalid=true]");
    (wrong ?? box.current?.querySelector<HTMLElement>("[tabindex]"))?.focus();
  }, [issues, conflict]);
  return (
    <div ref={box} className="grid gap-3 empty:hidden">
      {conflict && (
        <Notice tone="warn">
          <p className="font-medium">Somebody changed the settings meanwhile</p>
          <p className="text-ink-soft">
            Nothing was saved. Take the newest settings; what you entered stays, look at it again before you
            save it.
          </p>
          <Button className="mt-2" icon="retry" onClick={() => void change.takeNewest()}>
            Take the newest
          </Button>
        </Notice>
      )}
      {others.length > 0 && (
        <Notice tone="bad">
          <p className="font-medium">This cannot be saved</p>
          {others.map(({ path, message }) => (
            <p key={`${path} ${message}`} className="text-ink-soft">
              {path === "" ? sentence(message) : `${nameOf(path)}: ${message}`}
            </p>
          ))}
        </Notice>
      )}
    </div>
  );
}
