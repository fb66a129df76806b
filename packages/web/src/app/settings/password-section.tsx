import { useState } from "react";
import { ChangePassword } from "../../account/change-password.tsx";
import { Button } from "../../design/button.tsx";
import { ErrorNotice } from "../../design/error-notice.tsx";
import { SkeletonRows } from "../../design/skeleton.tsx";
import { useLoaded } from "../../shell/use-loaded.ts";
import { useApi } from "../client-context.tsx";
import { Section } from "./section.tsx";

/** Whoever is a member only ever sees the app: their password is changed here. */
export function PasswordSection() {
  const api = useApi();
  const session = useLoaded("own-session", () => api.auth.session());
  const [changing, setChanging] = useState(false);
  const view = session.value;
  return (
    <Section title="Password">
      {view ? (
        view.has_password ? (
          <div className="flex min-h-16 flex-wrap items-center justify-between gap-3 px-4 py-2.5">
            <p className="text-ink-soft text-sm">For signing in with {view.user.email} in a browser.</p>
            <Button onClick={() => setChanging(true)}>Change password</Button>
          </div>
        ) : (
          <div className="grid gap-1.5 p-4 text-sm">
            <p className="font-medium">You have no password</p>
            <p className="text-ink-soft">
              You are signed in here because this device was paired. To sign in with your e-mail too, ask an
              administrator for a password link. Setting it signs you out here: pair this device again then.
            </p>
          </div>
        )
      ) : session.error ? (
        <ErrorNotice error={session.error} onRetry={session.reload} />
      ) : (
        <SkeletonRows count={1} />
      )}
      {changing && view && <ChangePassword api={api} user={view.user} onClose={() => setChanging(false)} />}
    </Section>
  );
}
