import type { Self } from "@entobot/contract/people";
import { useState } from "react";
import { Button } from "../../design/button.tsx";
import { ErrorNotice } from "../../design/error-notice.tsx";
import { navigate } from "../../shell/router.tsx";
import { useCookieApi } from "../../shell/session.tsx";
import { pairThisDevice } from "../device.ts";
import { deviceKind } from "../device-kind.ts";

/** Somebody is signed in here: their browser can make a code and use it in one step. */
export function ThisBrowser({ user }: { user: Self }) {
  const api = useCookieApi();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const use = async () => {
    setBusy(true);
    setError(null);
    try {
      await pairThisDevice(await api.pairing.create({}), deviceKind().name);
      navigate("/app", { replace: true });
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  return (
    <div className="grid gap-3 rounded-lg border border-line bg-surface p-4">
      <p className="text-sm">
        You are signed in as <strong className="font-medium">{user.email}</strong>. On your own computer or
        phone you can use this browser as it is. On a shared one, rather not: it stays paired until you sign
        out.
      </p>
      {error !== null && <ErrorNotice error={error} focus />}
      <Button kind="primary" wide busy={busy} onClick={use} className="min-h-11">
        Use this browser
      </Button>
    </div>
  );
}
