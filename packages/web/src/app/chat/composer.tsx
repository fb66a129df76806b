import { limits } from "@entobot/contract/limits";
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { Icon } from "../../design/icon.tsx";

/** With a real keyboard Enter sends; on a touch screen it makes a line, as everywhere on a phone. */
const enterSends = () => matchMedia("(hover: hover) and (pointer: fine)").matches;

/** Where one writes. It grows with the text, up to a third of the screen. */
export function Composer({
  value,
  onChange,
  onSend,
  onStop,
  busy,
  children,
}: {
  value: string;
  onChange: (value: string) => void;
  onSend: () => void;
  onStop: () => void;
  busy: boolean;
  /** Under the text: the choice of the model. */
  children?: React.ReactNode;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  useGrowing(area, value);
  useEffect(() => {
    if (enterSends()) area.current?.focus({ preventScroll: true });
  }, []);
  const empty = value.trim() === "";
  const keyDown = (event: KeyboardEvent) => {
    // While a word is being composed (Japanese, Chinese, …) Enter belongs to the keyboard.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && enterSends()) {
      event.preventDefault();
      if (!empty) onSend();
    }
    if (event.key === "Escape" && busy) onStop();
  };
  return (
    <form
      className="mx-auto w-full max-w-3xl px-3 pt-1 pb-[max(0.75rem,env(safe-area-inset-bottom))]"
      onSubmit={(event) => {
        event.preventDefault();
        if (!empty) onSend();
      }}
    >
      <div className="flex items-end gap-1 rounded-xl border border-line-strong bg-surface p-1.5 shadow-raised focus-within:border-accent">
        <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)]">
          <textarea
            ref={area}
            aria-label="Message"
            placeholder="Message"
            rows={1}
            maxLength={limits.messageCharacters}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            onKeyDown={keyDown}
            className="max-h-[33dvh] min-h-11 w-full resize-none bg-transparent px-2.5 py-2.5 text-base outline-none placeholder:text-ink-faint"
          />
          {children}
        </div>
        {busy && empty ? (
          <RoundButton icon="stop" label="Stop the answer" type="button" onClick={onStop} />
        ) : (
          <RoundButton icon="send" label="Send" type="submit" disabled={empty} />
        )}
      </div>
    </form>
  );
}

function RoundButton({
  icon,
  label,
  type,
  disabled,
  onClick,
}: {
  icon: "send" | "stop";
  label: string;
  type: "button" | "submit";
  disabled?: boolean;
  onClick?: () => void;
}) {
  return (
    <button
      type={type}
      title={label}
      aria-label={label}
      // Not `disabled`: the button under the focus would lose it when an answer ends.
      aria-disabled={disabled}
      onClick={onClick}
      className="grid size-11 shrink-0 place-items-center rounded-full bg-accent text-on-accent transition-colors hover:bg-accent-strong aria-disabled:bg-line aria-disabled:text-ink-faint"
    >
      <Icon name={icon} />
    </button>
  );
}

function useGrowing(area: RefObject<HTMLTextAreaElement | null>, value: string) {
  // The height follows the text.
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [area, value]);
}
