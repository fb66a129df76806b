import type { ConversationId } from "@entobot/contract/ids";
import { limits } from "@entobot/contract/limits";
import { useState } from "react";
import { ConfirmDialog } from "../../design/confirm-dialog.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { Field } from "../../design/field.tsx";
import { Form } from "../../design/form.tsx";
import { Menu, MenuItem } from "../../design/menu.tsx";
import { toast } from "../../design/toast.tsx";
import { navigate } from "../../shell/router.tsx";
import { useConversations } from "./conversations.tsx";

/** What can be done with a whole conversation. */
export function ConversationMenu({ id, title }: { id: ConversationId; title: string }) {
  const [open, setOpen] = useState<"rename" | "remove">();
  const { remove } = useConversations();
  const close = () => setOpen(undefined);
  return (
    <>
      <Menu label="Actions for this conversation">
        <MenuItem icon="edit" onSelect={() => setOpen("rename")}>
          Rename
        </MenuItem>
        <MenuItem icon="trash" danger onSelect={() => setOpen("remove")}>
          Delete
        </MenuItem>
      </Menu>
      {open === "rename" && <RenameDialog id={id} title={title} onClose={close} />}
      {open === "remove" && (
        <ConfirmDialog
          title="Delete this conversation?"
          verb="Delete"
          onClose={close}
          onConfirm={async () => {
            await remove(id);
            toast("Conversation deleted");
            navigate("/app", { replace: true });
          }}
        >
          <p>
            All of its messages are deleted for you, on every device, and cannot be brought back. The record
            keeps that there was a conversation, not what was said.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

function RenameDialog({ id, title, onClose }: { id: ConversationId; title: string; onClose: () => void }) {
  const [value, setValue] = useState(title);
  const { rename } = useConversations();
  return (
    <Dialog title="Rename conversation" onClose={onClose}>
      <Form
        submit="Rename"
        disabled={value.trim() === ""}
        onSubmit={async () => {
          await rename(id, value.trim());
          onClose();
        }}
      >
        <Field
          label="Title"
          value={value}
          maxLength={limits.titleCharacters}
          onChange={(event) => setValue(event.target.value)}
        />
      </Form>
    </Dialog>
  );
}
