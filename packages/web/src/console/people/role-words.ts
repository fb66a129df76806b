import type { Role } from "@entobot/contract/permissions";

/** What each role means to the person who chooses it. */
export const roleWords: Readonly<Record<Role, { name: string; meaning: string }>> = {
  owner: { name: "Owner", meaning: "Everything, also making others owners and administrators." },
  admin: { name: "Administrator", meaning: "Everything but giving roles." },
  auditor: {
    name: "Auditor",
    meaning: "Reads the record, people, devices and settings. No chat, no changes.",
  },
  member: { name: "Member", meaning: "Uses the assistant and sees their own devices." },
};
