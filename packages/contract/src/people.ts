import { z } from "zod";
import { PersonId } from "./ids.ts";
import { limits } from "./limits.ts";
import { Role } from "./permissions.ts";
import { Email, line, Timestamp } from "./text.ts";

export const PersonStatus = z.enum(["invited", "active", "disabled"]);
export type PersonStatus = z.infer<typeof PersonStatus>;

export const Person = z.object({
  id: PersonId,
  email: z.string(),
  name: z.string(),
  role: Role,
  status: PersonStatus,
  created_at: Timestamp,
  last_seen_at: Timestamp.nullable(),
});
export type Person = z.infer<typeof Person>;

/** The person as shown to themselves and in `auth_success`. */
export const Self = Person.pick({ id: true, email: true, name: true, role: true });
export type Self = z.infer<typeof Self>;

export const AddPerson = z.strictObject({
  email: Email,
  name: line(limits.nameCharacters).optional(),
  role: Role.default("member"),
});
export type AddPerson = z.infer<typeof AddPerson>;

/** The link is shown once; only its hash is stored. */
export const Invitation = z.object({
  id: PersonId,
  email: z.string(),
  role: Role,
  set_password_url: z.string(),
  expires_at: Timestamp,
});
export type Invitation = z.infer<typeof Invitation>;

export const ChangePerson = z.strictObject({
  name: line(limits.nameCharacters).optional(),
  role: Role.optional(),
  disabled: z.boolean().optional(),
});
export type ChangePerson = z.infer<typeof ChangePerson>;
