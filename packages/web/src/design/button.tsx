import type { ButtonHTMLAttributes, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Icon, type IconName } from "./icon.tsx";
import { Spinner } from "./spinner.tsx";

type Kind = "primary" | "secondary" | "quiet" | "danger";

const kinds: Record<Kind, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  secondary: "border border-line bg-surface text-ink shadow-raised hover:bg-hover",
  quiet: "text-ink-soft hover:bg-hover hover:text-ink",
  danger: "bg-bad-fill text-on-bad hover:opacity-90",
};

const base =
  "inline-flex items-center justify-center gap-2 rounded-md font-medium transition-colors select-none " +
  "disabled:opacity-50 disabled:pointer-events-none";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: Kind;
  icon?: IconName;
  /** Under way: the button keeps its size, shows a spinner and takes no second press. */
  busy?: boolean;
  wide?: boolean;
  children: ReactNode;
}

export function Button({ kind = "secondary", icon, busy, wide, children, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      onClick={busy ? undefined : rest.onClick}
      className={classNames(base, "min-h-10 px-4 text-sm", kinds[kind], wide && "w-full", className)}
    >
      {busy ? <Spinner className="size-4" /> : icon && <Icon name={icon} className="size-4" />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName;
  /** The accessible name, and the words that a pointer sees when it rests. */
  label: string;
  kind?: Kind;
}

/** A control that is only an icon: 44 px for a thumb. */
export function IconButton({ icon, label, kind = "quiet", className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...rest}
      className={classNames(base, "size-11 shrink-0", kinds[kind], className)}
    >
      <Icon name={icon} />
    </button>
  );
}
