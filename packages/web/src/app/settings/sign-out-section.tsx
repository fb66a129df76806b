import { useState } from "react";
import { Button } from "../../design/button.tsx";
import { ConfirmDialog } from "../../design/confirm-dialog.tsx";
import { forgetPreferences } from "../../shell/preferences.ts";
import { navigate } from "../../shell/router.tsx";
import { endSession } from "../../shell/session.tsx";
import { useClient, useQueue } from "../client-context.tsx";
import { Section } from "./section.tsx";

/** Says what this browser keeps, and lets go of it. */
export function SignOutSection() {
  const client = useClient();
  const waiting = useQueue(client).length;
  const [asking, setAsking] = useState(false);
  return (
    <Section title="Kept on this device">
      <div className="grid gap-4 p-4 text-sm">
        <ul className="grid list-disc gap-1.5 pl-5 text-ink-soft">
          <li>Its key, which cannot be copied out of this browser, and its credentials for this server.</li>
          <li>
            Messages that wait to be sent{waiting > 0 ? ` (${waiting} now)` : ""}, until the server has them.
          </li>
          <li>The theme and the text size, and the app's own files.</li>
        </ul>
        <p className="text-ink-soft">
          Conversations are not stored here. They are read from the server and gone when the page is closed.
        </p>
        <Button icon="signOut" wide onClick={() => setAsking(true)}>
          Sign out and forget this device
        </Button>
      </div>
      {asking && (
        <ConfirmDialog
          title="Sign out and forget this device?"
          verb="Sign out"
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            // First: with a session left, whoever sits here next would pair again with one press.
            await endSession();
            await client.signOut();
            forgetPreferences();
            navigate("/pair", { replace: true });
          }}
        >
          <p>
            Its key and credentials are deleted here, and the server ends its access. This browser is signed
            out of the console too. Your conversations stay on the server. To use Entobot here again, sign in
            or pair it again.
          </p>
          {waiting > 0 && (
            <p className="font-medium text-bad">
              {waiting === 1 ? "1 message was" : `${waiting} messages were`} not sent yet and will be lost.
            </p>
          )}
        </ConfirmDialog>
      )}
    </Section>
  );
}
