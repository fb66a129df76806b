import { Field } from "../../../design/field.tsx";

/** A provider's key: typed or pasted, hidden, and offered to no password manager, whose password it is not. */
export function KeyField({
  value,
  onChange,
  hint,
  error,
  required,
}: {
  value: string;
  onChange: (value: string) => void;
  hint: string | undefined;
  error: string | undefined;
  required: boolean;
}) {
  return (
    <Field
      label="Key"
      type="password"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      data-1p-ignore=""
      data-lpignore="true"
      data-bwignore=""
      maxLength={4096}
      required={required}
      hint={hint && <span aria-live="polite">{hint}</span>}
      error={error}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
