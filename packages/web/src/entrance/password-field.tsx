import { useState } from "react";
import { Field } from "../design/field.tsx";
import { passwordStrength } from "./password-strength.ts";

const bars = ["bg-line", "bg-bad", "bg-warn", "bg-good", "bg-good"] as const;

/** A password to choose, with words about its strength; or one to enter, when `known` is absent. */
export function PasswordField({
  label = "Password",
  value,
  onChange,
  known,
  error,
}: {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  /** The person's name and address: a new password must not contain them. */
  known?: readonly string[];
  error?: string | undefined;
}) {
  const [visible, setVisible] = useState(false);
  const strength = known && passwordStrength(value, known);
  return (
    <Field
      label={label}
      type={visible ? "text" : "password"}
      name={known ? "new-password" : "password"}
      autoComplete={known ? "new-password" : "current-password"}
      autoCapitalize="none"
      spellCheck={false}
      required
      maxLength={1024}
      value={value}
      error={error}
      onChange={(event) => onChange(event.target.value)}
      after={
        <button
          type="button"
          aria-pressed={visible}
          onClick={() => setVisible(!visible)}
          className="mr-1 h-9 rounded-sm px-2 text-ink-soft text-sm hover:text-ink"
        >
          {visible ? "Hide" : "Show"}
          <span className="sr-only"> password</span>
        </button>
      }
      hint={
        strength && (
          <div className="grid gap-1.5">
            <div aria-hidden="true" className="grid grid-cols-4 gap-1">
              {[1, 2, 3, 4].map((step) => (
                <span
                  key={step}
                  className={`h-1 rounded-sm transition-colors ${step <= strength.level ? bars[strength.level] : "bg-line"}`}
                />
              ))}
            </div>
            <span aria-live="polite" className="min-h-10">
              {strength.words}
            </span>
          </div>
        )
      }
    />
  );
}
