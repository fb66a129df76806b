import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import { Icon, type IconName } from "./icon.tsx";

/** A button that shows a few actions (the browser's own popover: Escape and a press outside close it). */
export function Menu({
  label,
  icon = "more",
  children,
}: {
  label: string;
  icon?: IconName;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <div className="relative">
      <button
        type="button"
        popoverTarget={id}
        aria-label={label}
        title={label}
        style={{ anchorName: anchorOf(id) } as React.CSSProperties}
        className="grid size-11 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
      >
        <Icon name={icon} />
      </button>
      <div
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        style={{ positionAnchor: anchorOf(id) } as React.CSSProperties}
        className="menu-popover min-w-48 max-w-[min(20rem,calc(100vw-1rem))] animate-rise rounded-lg border border-line bg-raised p-1.5 text-ink shadow-floating"
        onClick={(event) => event.currentTarget.hidePopover()}
        onKeyDown={moveFocus}
        onToggle={(event) => {
          if (event.newState === "open")
            event.currentTarget.querySelector<HTMLElement>("[role=menuitem]")?.focus();
        }}
      >
        {children}
      </div>
    </div>
  );
}

const anchorOf = (id: string) => `--${id.replace(/[^a-z0-9]/gi, "")}`;

function moveFocus(event: React.KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
  const index = items.indexOf(document.activeElement as HTMLElement);
  items.at((index + step) % items.length)?.focus();
}

export function MenuItem({
  icon,
  danger = false,
  onSelect,
  children,
}: {
  icon: IconName;
  danger?: boolean;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      role="menuitem"
      onClick={onSelect}
      className={classNames(
        "flex min-h-10 w-full items-center gap-2.5 rounded-md px-3 text-left text-sm hover:bg-hover",
        danger && "text-bad",
      )}
    >
      <Icon name={icon} className="size-4" />
      {children}
    </button>
  );
}
