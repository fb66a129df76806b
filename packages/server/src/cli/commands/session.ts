import { SessionId } from "@entobot/contract/ids";
import type { Command } from "../command.ts";
import { minute, table } from "../table.ts";
import { usage } from "../usage.ts";
import { everyPage } from "./every-page.ts";
import { findPerson } from "./find-person.ts";

export const sessionCommands: readonly Command[] = [
  {
    name: "session list",
    summary: "Show who is signed in, in browsers and on devices",
    positionals: [],
    options: { user: { type: "string", value: "EMAIL", summary: "one person's only" } },
    access: "sessions.read_all",
    async run(context) {
      const house = await context.house();
      const email = context.arguments.text("user");
      const of = email === undefined ? { all: true } : { user: (await findPerson(house, email)).id };
      const items = await everyPage((query) =>
        house.identity.sessions.list(house.call(), { ...query, ...of }),
      );
      const rows = items.map((session) => [
        session.user_email,
        session.kind,
        minute(session.created_at),
        minute(session.last_seen_at),
        minute(session.expires_at),
        session.session_id,
      ]);
      return {
        json: { items },
        text: table(["PERSON", "KIND", "SINCE", "LAST SEEN", "UNTIL", "ID"], rows, "Nobody is signed in."),
      };
    },
  },
  {
    name: "session revoke",
    summary: "End a session; its sockets close within a second",
    positionals: ["ID"],
    options: {},
    access: "sessions.revoke_any",
    async run(context) {
      const id = SessionId.safeParse(context.arguments.positionals[0]);
      if (!id.success) throw usage("A session's id begins with ses_; `entobot session list` shows them.");
      const { identity, call } = await context.house();
      await identity.sessions.revoke(call(), id.data);
      return { json: { session_id: id.data, revoked: true }, text: "The session is ended.\n" };
    },
  },
];
