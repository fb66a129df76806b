import type { Pairing } from "@entobot/contract/auth";
import qrcode from "qrcode";
import { clean } from "../clean-text.ts";
import type { Command, Context } from "../command.ts";
import type { House } from "../house.ts";
import { usage } from "../usage.ts";

/** The strict JSON that clients read: these four members and no others. */
export function payloadOf(pairing: Pairing): string {
  const { session_id, websocket_url, temp_token, timestamp } = pairing;
  return JSON.stringify({ session_id, websocket_url, temp_token, timestamp });
}

export const pairCommand: Command = {
  name: "pair",
  summary: "Make a pairing for a phone, a browser or another terminal",
  positionals: [],
  options: {
    user: { type: "string", value: "EMAIL", summary: "for whom; needed where there are several people" },
  },
  access: "devices.pair_others",
  async run(context) {
    const house = await context.house();
    const user = context.arguments.text("user") ?? (await onlyPerson(house));
    const pairing = await house.identity.pairing.create(house.call(), { user });
    const { session_id, temp_token, websocket_url, timestamp, expires_at } = pairing;
    return {
      json: { session_id, temp_token, websocket_url, timestamp, expires_at },
      text: context.json ? "" : await forPeople(pairing, context),
    };
  },
};

/** The operator is no person; with one person there is no question for whom. */
async function onlyPerson(house: House): Promise<string> {
  const { items } = await house.identity.people.list(house.call(), { limit: 2 });
  const [person] = items;
  if (person === undefined)
    throw usage("There is nobody to pair for. `entobot claim` makes the owner first.");
  if (items.length > 1) throw usage("Say for whom: entobot pair --user EMAIL.");
  return person.id;
}

async function forPeople(pairing: Pairing, { world }: Context): Promise<string> {
  const minutes = Math.max(1, Math.round((pairing.expires_at * 1000 - world.now()) / 60_000));
  const parts: string[] = [];
  if (pairing.link !== null) {
    if (world.io.outTerminal) {
      const code = await qrcode.toString(pairing.link, {
        type: "utf8",
        errorCorrectionLevel: "L",
        margin: 2,
      });
      parts.push(`Scan this with the phone's camera:\n\n${code}`);
    }
    parts.push(`Or open this link on the device:\n\n  ${clean(pairing.link)}`);
  }
  if (pairing.hint !== null) parts.push(`A phone cannot reach this yet: ${clean(pairing.hint)}`);
  parts.push(
    `For a terminal or a browser, paste this (entobot chat asks for it):\n\n${clean(payloadOf(pairing))}`,
  );
  parts.push(`It works once, for ${minutes} minute${minutes === 1 ? "" : "s"}.`);
  return `${parts.join("\n\n")}\n`;
}
