import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { ErrorNotice } from "./error-notice.tsx";

/** A form that submits once at a time, shows why it failed and keeps what was entered. */
export function Form({
  submit,
  onSubmit,
  children,
  disabled = false,
}: {
  /** The verb on the button. */
  submit: string;
  onSubmit: () => Promise<unknown>;
  children: ReactNode;
  disabled?: boolean;
}) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || disabled) return;
    setBusy(true);
    setError(null);
    try {
      await onSubmit();
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={send} className="grid gap-4">
      {error !== null && <ErrorNotice error={error} focus />}
      {children}
      <Button type="submit" kind="primary" wide busy={busy} disabled={disabled} className="mt-1 min-h-11">
        {submit}
      </Button>
    </form>
  );
}
