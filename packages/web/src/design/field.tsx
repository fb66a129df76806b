import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";
import { classNames } from "./class-names.ts";

const control =
  "w-full min-h-11 rounded-md border border-line-strong bg-surface px-3 text-base text-ink placeholder:text-ink-faint " +
  "aria-invalid:border-bad disabled:bg-sunken disabled:text-ink-faint sm:min-h-10 sm:text-sm";

interface Words {
  label: string;
  hint?: ReactNode;
  /** What is wrong and what would be right. */
  error?: string | undefined;
}

function Frame({ label, hint, error, id, children }: Words & { id: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-1 gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      {children}
      {hint && (
        <div id={`${id}-hint`} className="text-ink-soft text-sm">
          {hint}
        </div>
      )}
      {error && (
        <div id={`${id}-error`} className="text-bad text-sm">
          {error}
        </div>
      )}
    </div>
  );
}

const describedBy = (id: string, { hint, error }: Pick<Words, "hint" | "error">) =>
  [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;

export type FieldProps = Words & InputHTMLAttributes<HTMLInputElement> & { after?: ReactNode };

/** One line of text with its label; `after` stands inside the box at its end. */
export function Field({ label, hint, error, after, className, ...rest }: FieldProps) {
  const id = useId();
  return (
    <Frame label={label} hint={hint} error={error} id={id}>
      <div className="relative">
        <input
          {...rest}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, { hint, error })}
          className={classNames(control, after ? "pr-16" : undefined, className)}
        />
        {after && <div className="absolute inset-y-0 right-0 flex items-center">{after}</div>}
      </div>
    </Frame>
  );
}

export type SelectFieldProps = Words & SelectHTMLAttributes<HTMLSelectElement> & { children: ReactNode };

export function SelectField({ label, hint, error, children, className, ...rest }: SelectFieldProps) {
  const id = useId();
  return (
    <Frame label={label} hint={hint} error={error} id={id}>
      <select
        {...rest}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { hint, error })}
        className={classNames(control, className)}
      >
        {children}
      </select>
    </Frame>
  );
}

export type TextAreaFieldProps = Words & TextareaHTMLAttributes<HTMLTextAreaElement>;

/** Several lines, one thing on each. It grows with what is in it. */
export function TextAreaField({ label, hint, error, className, ...rest }: TextAreaFieldProps) {
  const id = useId();
  return (
    <Frame label={label} hint={hint} error={error} id={id}>
      <textarea
        rows={2}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        {...rest}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, { hint, error })}
        className={classNames(control, "field-sizing-content max-h-60 py-2", className)}
      />
    </Frame>
  );
}
