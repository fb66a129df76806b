import { apiUrlBeside, type Client, connect } from "@entobot/client";
import { fileStores } from "@entobot/client/node";
import { ConversationId } from "@entobot/contract/ids";
import { askOnce } from "../chat/once.ts";
import { pairTerminal } from "../chat/pair-terminal.ts";
import { talk } from "../chat/talk.ts";
import type { Command } from "../command.ts";
import { usage } from "../usage.ts";
import type { World } from "../world.ts";

export const chatCommand: Command = {
  name: "chat",
  summary: "Talk to the assistant; pairs this terminal on first use",
  positionals: [],
  options: {
    once: { type: "string", value: "TEXT", summary: "ask this, print the answer, leave" },
    conversation: { type: "string", value: "ID", summary: "in this conversation instead of the default one" },
    model: { type: "string", value: "NAME", summary: "with this model" },
    pair: { type: "boolean", summary: "pair anew" },
    pairing: { type: "string", value: "TEXT", summary: "the pairing to use on first use" },
    unencrypted: { type: "boolean", summary: "allow a pairing that leads over ws:// to another machine" },
  },
  access: "home",
  async run(context) {
    const { world, arguments: given, json } = context;
    const wanted = given.text("conversation");
    const conversation = wanted === undefined ? undefined : ConversationId.safeParse(wanted);
    if (conversation?.success === false) throw usage("A conversation's id begins with cnv_.");
    const question = given.text("once");
    if (json && question === undefined) throw usage("--json needs --once.");
    const stores = fileStores(world.deviceFolder);
    if (given.flag("pair") || (await stores.store.get()) === undefined) await pairTerminal(context, stores);
    // A question for a script is asked now or not at all, and keeps out of the queue of this terminal.
    const client = await open(world, question === undefined ? stores : { store: stores.store });
    const options = { client, world, conversation: conversation?.data, model: given.text("model") };
    try {
      if (question !== undefined) return await askOnce(question, options);
      await talk(options);
      return undefined;
    } finally {
      client.close();
    }
  },
};

async function open(
  world: World,
  stores: Pick<ReturnType<typeof fileStores>, "store"> & { outbox?: ReturnType<typeof fileStores>["outbox"] },
): Promise<Client> {
  const paired = await stores.store.get();
  const own = await world.addresses().catch(() => undefined);
  const apiUrl =
    paired && own && new URL(paired.websocketUrl).host === new URL(own.websocket).host
      ? own.api
      : apiUrlBeside(paired?.websocketUrl);
  return connect({ ...stores, ...(apiUrl === undefined ? {} : { apiUrl }) });
}
