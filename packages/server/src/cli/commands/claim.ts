import { ClaimRequest } from "@entobot/contract/auth";
import { Failure } from "../../pure/failure.ts";
import type { Command, Context } from "../command.ts";
import { usage } from "../usage.ts";

/** On a terminal people choose; a script that gives no address gets the link. */
async function claimHere(context: Context, email: string): Promise<void> {
  const { io } = context.world;
  const password = context.arguments.flag("password-stdin")
    ? (await io.readAll()).replace(/\r?\n$/, "")
    : await twice(context);
  const house = await context.house();
  const { token } = await house.identity.claims.create(house.call());
  const name = context.arguments.text("name");
  const request = ClaimRequest.safeParse({ token, email, password, ...(name === undefined ? {} : { name }) });
  if (!request.success) throw usage(request.error.issues[0]?.message ?? "That is not valid.");
  await house.identity.claims.claim(house.call(), request.data);
}

async function twice({ world: { io } }: Context): Promise<string> {
  if (!io.inTerminal) throw usage("Without a terminal give the password with --password-stdin.");
  const first = await io.askHidden("Password (12 characters or more): ");
  const second = await io.askHidden("Once more: ");
  if (first === null || first !== second) throw usage("The two are not the same; nothing was changed.");
  return first;
}

export const claimCommand: Command = {
  name: "claim",
  summary: "Make the owner's one-time link, or become the owner here",
  positionals: [],
  options: {
    email: { type: "string", value: "EMAIL", summary: "become the owner here, with this address" },
    name: { type: "string", value: "NAME", summary: "your name" },
    "password-stdin": { type: "boolean", summary: "read the password from stdin instead of asking" },
  },
  access: "home",
  async run(context) {
    const house = await context.house();
    if (await house.identity.claims.hasOwner()) {
      throw new Failure("already_claimed", {
        text: "This server already has an owner. `entobot user list` shows who; `entobot user invite EMAIL` lets them set a new password.",
      });
    }
    const email = context.arguments.text("email");
    if (email !== undefined) {
      await claimHere(context, email);
      return {
        json: { claimed: true, email },
        text: "You are the owner. `entobot chat` talks to the assistant.\n",
      };
    }
    const { token, expiresAt } = await house.identity.claims.create(house.call());
    const url = `${house.addresses.web}/claim#${token}`;
    return {
      json: { claim_url: url, expires_at: new Date(expiresAt).toISOString() },
      text: `Open this link within 15 minutes to become the owner. Any older link is dead.\n\n  ${url}\n\n${elsewhere(house.addresses.web)}`,
    };
  },
};

/** A link to loopback opens on this machine only. */
function elsewhere(web: string): string {
  const { hostname, port } = new URL(web);
  if (!/^(127\.|localhost$|\[::1\]$)/.test(hostname)) return "";
  return `From another machine, first: ssh -L ${port || "80"}:127.0.0.1:${port || "80"} THIS-MACHINE\nWithout a browser: entobot claim --email YOU@EXAMPLE.COM\n`;
}
