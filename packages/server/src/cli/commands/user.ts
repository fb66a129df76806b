import { AddPerson, type Invitation, type Person } from "@entobot/contract/people";
import { Role, roles } from "@entobot/contract/permissions";
import type { Command, Context } from "../command.ts";
import { minute, table } from "../table.ts";
import { usage } from "../usage.ts";
import { everyPage } from "./every-page.ts";
import { findPerson } from "./find-person.ts";

const roleOf = (text: string): Role => {
  const role = Role.safeParse(text);
  if (!role.success) throw usage(`"${text}" is no role. Roles: ${roles.join(", ")}.`);
  return role.data;
};

const invitation = (made: Invitation, first: string) => ({
  json: {
    id: made.id,
    email: made.email,
    role: made.role,
    set_password_url: made.set_password_url,
    expires_at: made.expires_at,
  },
  text: `${first}\n\n  ${made.set_password_url}\n\nThe link sets the password, works once and ends ${minute(made.expires_at)} UTC. Send it over a channel you trust.\n`,
});

const changed = (person: Person, text: string) => ({ json: person, text: `${text}\n` });

async function change(context: Context, wanted: { role?: Role; disabled?: boolean }): Promise<Person> {
  const house = await context.house();
  const person = await findPerson(house, context.arguments.positionals[0] ?? "");
  return house.identity.people.change(house.call(), person.id, wanted);
}

export const userCommands: readonly Command[] = [
  {
    name: "user add",
    summary: "Add a person; prints the one-time link that sets their password",
    positionals: ["EMAIL"],
    options: {
      role: { type: "string", value: "ROLE", summary: `${roles.join(", ")} (member)` },
      name: { type: "string", value: "NAME", summary: "their name" },
    },
    access: "people.add",
    async run({ house, arguments: given }) {
      const request = AddPerson.safeParse({
        email: given.positionals[0],
        role: roleOf(given.text("role") ?? "member"),
        ...(given.text("name") === undefined ? {} : { name: given.text("name") }),
      });
      if (!request.success) throw usage(request.error.issues[0]?.message ?? "That is no valid person.");
      const { identity, call } = await house();
      return invitation(await identity.people.add(call(), request.data), `Added ${request.data.email}.`);
    },
  },
  {
    name: "user invite",
    summary: "Make a new link for somebody who lost theirs, or their password",
    positionals: ["EMAIL"],
    options: {},
    access: "people.add",
    async run(context) {
      const house = await context.house();
      const person = await findPerson(house, context.arguments.positionals[0] ?? "");
      return invitation(
        await house.identity.people.invite(house.call(), person.id),
        "The old link is dead. The new one:",
      );
    },
  },
  {
    name: "user list",
    summary: "Show everybody",
    positionals: [],
    options: {},
    access: "people.read",
    async run({ house }) {
      const { identity, call } = await house();
      const items = await everyPage((query) => identity.people.list(call(), query));
      const rows = items.map((person) => [
        person.email,
        person.name,
        person.role,
        person.status,
        minute(person.last_seen_at),
        person.id,
      ]);
      return {
        json: { items },
        text: table(
          ["E-MAIL", "NAME", "ROLE", "STATUS", "LAST SEEN", "ID"],
          rows,
          "Nobody yet. `entobot claim` makes the owner.",
        ),
      };
    },
  },
  {
    name: "user role",
    summary: "Give a person another role",
    positionals: ["EMAIL", "ROLE"],
    options: {},
    access: "people.grant_roles",
    async run(context) {
      const role = roleOf(context.arguments.positionals[1] ?? "");
      const person = await change(context, { role });
      return changed(person, "The role is changed; it holds from the next request on.");
    },
  },
  {
    name: "user disable",
    summary: "End all sessions of a person and let them in no more",
    positionals: ["EMAIL"],
    options: {},
    access: "people.change",
    run: async (context) =>
      changed(await change(context, { disabled: true }), "Disabled; all sessions end within a second."),
  },
  {
    name: "user enable",
    summary: "Let a disabled person in again",
    positionals: ["EMAIL"],
    options: {},
    access: "people.change",
    run: async (context) => changed(await change(context, { disabled: false }), "Enabled."),
  },
];
