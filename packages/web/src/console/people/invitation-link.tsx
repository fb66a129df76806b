import type { Invitation } from "@entobot/contract/people";
import { Button } from "../../design/button.tsx";
import { CopyButton } from "../../design/copy-button.tsx";
import { Dialog } from "../../design/dialog.tsx";

/** The one-time link, shown once: the server keeps only its hash. */
export function InvitationLink({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  return (
    <Dialog
      title="Give them this link"
      onClose={onClose}
      footer={
        <>
          <CopyButton text={invitation.set_password_url} label="Copy link" />
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <p className="text-ink-soft text-sm">
        {invitation.email} sets their password with it. It works once, until{" "}
        {new Date(invitation.expires_at).toLocaleString()}, and is shown only now. Whoever has it can sign in
        as them: send it over a channel you trust.
      </p>
      <p className="mt-4 select-all rounded-md bg-sunken p-3 font-mono text-sm">
        {invitation.set_password_url}
      </p>
    </Dialog>
  );
}
