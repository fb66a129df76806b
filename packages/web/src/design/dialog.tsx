import { type ReactNode, useEffect, useId, useRef } from "react";
import { createPortal } from "react-dom";
import { IconButton } from "./button.tsx";
import { classNames } from "./class-names.ts";

export interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** The actions, right-aligned under the content. */
  footer?: ReactNode;
  /** `side`: a drawer for details; it covers the whole width of a phone. */
  place?: "centre" | "side";
}

const places = {
  centre:
    "m-auto w-[calc(100%-2rem)] max-w-md rounded-xl max-sm:mb-[max(1rem,env(safe-area-inset-bottom))] max-h-[calc(100dvh-2rem)]",
  side: "ml-auto mr-0 my-0 h-dvh max-h-none w-full max-w-lg sm:rounded-l-xl",
};

/** The browser's own modal dialog: it keeps the focus inside, Escape closes it, the focus returns. Mount it to open it. */
export function Dialog({ title, onClose, children, footer, place = "centre" }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    const opener = document.activeElement;
    if (!dialog?.open) dialog?.showModal();
    return () => {
      dialog?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  // At the end of the page: what stands around its opener must not style it.
  return createPortal(
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the backdrop; the keyboard has Escape
    <dialog
      ref={element}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
      className={classNames(
        "animate-rise overflow-hidden border border-line bg-raised p-0 text-ink shadow-floating",
        places[place],
      )}
    >
      <div className="flex max-h-[inherit] flex-col">
        <header className="flex items-start justify-between gap-4 pt-3 pr-2 pb-2 pl-5">
          <h2 id={titleId} className="min-w-0 py-2.5 font-semibold text-lg">
            {title}
          </h2>
          <IconButton icon="close" label="Close" onClick={onClose} />
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
        {footer && (
          <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3.5 pb-[max(0.875rem,env(safe-area-inset-bottom))]">
            {footer}
          </footer>
        )}
      </div>
    </dialog>,
    document.body,
  );
}
