import { composeServer, type RunningServer } from "./compose/server.ts";
import type { Configuration } from "./config/index.ts";
import type { Words } from "./log/index.ts";
import { webFolder } from "./program.ts";
import type { Compose, Ground } from "./serve.ts";

/** What the sockets and requests get to end by themselves; the database needs the rest of the ten seconds. */
const drainMs = 7_000;

/** Joins the process's life (serve.ts) with the house: opens it, says what to do next, reads the configuration again. */
export function composeStart({
  readConfiguration,
}: {
  readConfiguration: () => Promise<Configuration>;
}): Compose {
  return async (ground) => {
    const { configuration, home, database, log, words, earlyEvents } = ground;
    const server = await composeServer({
      ...{ configuration, home, database, log, earlyEvents, webRoot: webFolder },
    });
    await greet(server, ground, words);
    return {
      close: (why) => server.close(why, drainMs),
      reload: async () => server.reconfigure(await readConfiguration()),
    };
  };
}

async function greet(server: RunningServer, { database }: Ground, words: Words): Promise<void> {
  const { addresses, house, notices } = server;
  const where = database.kind === "embedded" ? "its own database" : "your PostgreSQL";
  words.say(
    `Entobot is running on ${where} (PostgreSQL ${database.version}).`,
    `console and app   ${addresses.web}`,
    `REST API          ${addresses.api}`,
    `mobile channel    ${addresses.websocket}`,
  );
  for (const { level, text } of notices) (level === "warning" ? words.warn : words.say)(text);
  if (await house.identity.claims.hasOwner()) return;
  if (!words.terminal) {
    return words.say(
      "Nobody owns this server yet. Run `npx entobot claim` on this machine to become its owner.",
    );
  }
  const { token } = await house.identity.claims.create(house.call({ kind: "system" }, "internal"));
  words.say(
    "Nobody owns this server yet. Open this link within 15 minutes to become its owner:",
    `${addresses.web}/claim#${token}`,
    "",
    "On a machine without a browser: connect from your own with",
    `ssh -L ${server.ports.web}:localhost:${server.ports.web} -L ${server.ports.rest}:localhost:${server.ports.rest} <this machine>`,
    "and open the link there, or run `npx entobot claim` here.",
  );
}
