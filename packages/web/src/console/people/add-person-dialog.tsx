import type { Invitation } from "@entobot/contract/people";
import { type Role, roles } from "@entobot/contract/permissions";
import { useState } from "react";
import { Dialog } from "../../design/dialog.tsx";
import { Field, SelectField } from "../../design/field.tsx";
import { Form } from "../../design/form.tsx";
import { useCookieApi } from "../../shell/session.tsx";
import { useMay } from "../viewer.ts";
import { InvitationLink } from "./invitation-link.tsx";
import { roleWords } from "./role-words.ts";

export function AddPersonDialog({ onClose, onAdded }: { onClose: () => void; onAdded: () => Promise<void> }) {
  const api = useCookieApi();
  const grants = useMay("people.grant_roles");
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("member");
  const [invitation, setInvitation] = useState<Invitation>();
  if (invitation) return <InvitationLink invitation={invitation} onClose={onClose} />;
  const add = async () => {
    const made = await api.people.add({ email, role, ...(name.trim() && { name: name.trim() }) });
    setInvitation(made);
    void onAdded();
  };
  return (
    <Dialog title="Add a person" onClose={onClose}>
      <Form submit="Add" onSubmit={add}>
        <Field
          label="E-mail"
          type="email"
          required
          maxLength={254}
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Field
          label="Name"
          maxLength={120}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {grants && (
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
        )}
      </Form>
    </Dialog>
  );
}
