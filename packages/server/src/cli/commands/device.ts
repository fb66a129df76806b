import { DeviceId } from "@entobot/contract/ids";
import type { Command } from "../command.ts";
import { minute, table } from "../table.ts";
import { usage } from "../usage.ts";
import { everyPage } from "./every-page.ts";
import { findPerson } from "./find-person.ts";

export const deviceCommands: readonly Command[] = [
  {
    name: "device list",
    summary: "Show the paired devices",
    positionals: [],
    options: { user: { type: "string", value: "EMAIL", summary: "one person's only" } },
    access: "devices.read_all",
    async run(context) {
      const house = await context.house();
      const email = context.arguments.text("user");
      const of = email === undefined ? { all: true } : { user: (await findPerson(house, email)).id };
      const items = await everyPage((query) =>
        house.identity.devices.list(house.call(), { ...query, ...of }),
      );
      const rows = items.map((device) => [
        device.user_email,
        device.device_name,
        device.platform,
        device.has_key ? "own key" : "no key",
        minute(device.paired_at),
        device.connected ? "now" : minute(device.last_seen_at),
        device.device_id,
      ]);
      const headings = ["PERSON", "DEVICE", "PLATFORM", "KEY", "PAIRED", "LAST SEEN", "ID"];
      return {
        json: { items },
        text: table(headings, rows, "No device is paired. `entobot pair` pairs one."),
      };
    },
  },
  {
    name: "device remove",
    summary: "Remove a lost or old device; it is signed out within a second",
    positionals: ["ID"],
    options: {
      browsers: {
        type: "boolean",
        summary: "end its person's browser sessions too: one on it could pair it again",
      },
    },
    access: "devices.remove_any",
    async run(context) {
      const id = DeviceId.safeParse(context.arguments.positionals[0]);
      if (!id.success) throw usage("A device's id begins with dev_; `entobot device list` shows them.");
      const { identity, call } = await context.house();
      const browsers = context.arguments.flag("browsers");
      await identity.devices.remove(call(), id.data, { browsers });
      return {
        json: { device_id: id.data, removed: true, browsers },
        text: browsers
          ? "The device is removed, and its person is signed out of every browser.\n"
          : "The device is removed.\n",
      };
    },
  },
];
