import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { ErrorNotice } from "./error-notice.tsx";

/** Asks before an act that cannot be undone. The children name its consequences; the button repeats the verb. */
export function ConfirmDialog({
  title,
  verb,
  children,
  onConfirm,
  onClose,
}: {
  title: string;
  verb: string;
  children: ReactNode;
  /** The dialog closes when it resolves and shows the error when it does not. */
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      onClose();
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" busy={busy} onClick={confirm}>
            {verb}
          </Button>
        </>
      }
    >
      <div className="grid gap-3 text-ink-soft text-sm">{children}</div>
      {error !== null && (
        <div className="mt-4">
          <ErrorNotice error={error} focus />
        </div>
      )}
    </Dialog>
  );
}
