import { limits } from "@entobot/contract/limits";
import type { Invitation, Person } from "@entobot/contract/people";
import { type Role, roles } from "@entobot/contract/permissions";
import { useState } from "react";
import { ConfirmDialog } from "../../design/confirm-dialog.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { Field, SelectField } from "../../design/field.tsx";
import { Form } from "../../design/form.tsx";
import { Menu, MenuItem } from "../../design/menu.tsx";
import { toast } from "../../design/toast.tsx";
import { navigate } from "../../shell/router.tsx";
import { refreshSession, useCookieApi } from "../../shell/session.tsx";
import { PairDialog } from "../devices/pair-dialog.tsx";
import { useMay, useViewer } from "../viewer.ts";
import { InvitationLink } from "./invitation-link.tsx";
import { roleWords } from "./role-words.ts";

/** What can be done about one person. */
export function PersonMenu({ person, onChange }: { person: Person; onChange: () => Promise<void> }) {
  const api = useCookieApi();
  const [open, setOpen] = useState<"rename" | "role" | "disable" | "invite" | "pair">();
  const [invitation, setInvitation] = useState<Invitation>();
  const reads = useMay("audit.read");
  const changes = useMay("people.change");
  const grants = useMay("people.grant_roles");
  const adds = useMay("people.add");
  const pairs = useMay("devices.pair_others");
  const self = useViewer().user.id === person.id;
  const name = person.name || person.email;
  const close = () => setOpen(undefined);
  if (invitation) return <InvitationLink invitation={invitation} onClose={() => setInvitation(undefined)} />;
  const enable = async () => {
    await api.people.change(person.id, { disabled: false });
    toast(`${name} may sign in again`);
    await onChange();
  };
  return (
    <>
      <Menu label={`Actions for ${name}`}>
        {reads && (
          <MenuItem icon="record" onSelect={() => navigate(`/console/record?about=${person.id}`)}>
            Their story in the record
          </MenuItem>
        )}
        {changes && (
          <MenuItem icon="edit" onSelect={() => setOpen("rename")}>
            Rename
          </MenuItem>
        )}
        {/* Whoever has had a password or a device pairs for themselves: there is something of theirs to reach. */}
        {pairs && !self && person.status === "invited" && (
          <MenuItem icon="qr" onSelect={() => setOpen("pair")}>
            Pair a phone for them
          </MenuItem>
        )}
        {grants && !self && (
          <MenuItem icon="shield" onSelect={() => setOpen("role")}>
            Change role
          </MenuItem>
        )}
        {adds && !self && (
          <MenuItem icon="key" onSelect={() => setOpen("invite")}>
            New password link
          </MenuItem>
        )}
        {changes && !self && person.status !== "disabled" && (
          <MenuItem icon="lock" danger onSelect={() => setOpen("disable")}>
            Disable
          </MenuItem>
        )}
        {changes && person.status === "disabled" && (
          <MenuItem icon="check" onSelect={() => void enable()}>
            Enable
          </MenuItem>
        )}
      </Menu>
      {open === "rename" && <RenameDialog person={person} onClose={close} onChange={onChange} />}
      {open === "pair" && (
        <PairDialog
          person={person}
          onClose={() => {
            close();
            void onChange();
          }}
        />
      )}
      {open === "role" && <RoleDialog person={person} onClose={close} onChange={onChange} />}
      {open === "disable" && (
        <ConfirmDialog
          title={`Disable ${name}?`}
          verb="Disable"
          onClose={close}
          onConfirm={async () => {
            await api.people.change(person.id, { disabled: true });
            toast(`${name} is disabled`);
            await onChange();
          }}
        >
          <p>All of their sessions end within a second, on every device, and they cannot sign in.</p>
          <p>Nothing of theirs is deleted. You can enable them again at any time.</p>
        </ConfirmDialog>
      )}
      {open === "invite" && (
        <ConfirmDialog
          title={`A new link for ${name}?`}
          verb="Make a link"
          onClose={close}
          onConfirm={async () => setInvitation(await api.people.invite(person.id))}
        >
          <p>With it they set a new password. An older link of theirs stops working.</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function RenameDialog({
  person,
  onClose,
  onChange,
}: {
  person: Person;
  onClose: () => void;
  onChange: () => Promise<void>;
}) {
  const api = useCookieApi();
  const [name, setName] = useState(person.name);
  return (
    <Dialog title={`Rename ${person.name || person.email}`} onClose={onClose}>
      <Form
        submit="Rename"
        disabled={name.trim() === ""}
        onSubmit={async () => {
          await api.people.change(person.id, { name: name.trim() });
          onClose();
          await Promise.all([onChange(), refreshSession()]);
        }}
      >
        <Field
          label="Name"
          hint={`${person.email} stays what they sign in with.`}
          value={name}
          maxLength={limits.nameCharacters}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </Form>
    </Dialog>
  );
}

function RoleDialog({
  person,
  onClose,
  onChange,
}: {
  person: Person;
  onClose: () => void;
  onChange: () => Promise<void>;
}) {
  const api = useCookieApi();
  const [role, setRole] = useState<Role>(person.role);
  return (
    <Dialog title={`Role of ${person.name || person.email}`} onClose={onClose}>
      <Form
        submit="Change role"
        disabled={role === person.role}
        onSubmit={async () => {
          await api.people.change(person.id, { role });
          toast("Role changed");
          onClose();
          await onChange();
        }}
      >
        <SelectField
          label="Role"
          hint={roleWords[role].meaning}
          value={role}
          onChange={(event) => setRole(event.target.value as Role)}
        >
          {roles.toReversed().map((each) => (
            <option key={each} value={each}>
              {roleWords[each].name}
            </option>
          ))}
        </SelectField>
      </Form>
    </Dialog>
  );
}
