import type { Device } from "@entobot/contract/devices";
import { DeviceId, type SessionId } from "@entobot/contract/ids";
import { timestamp } from "../pure/clock.ts";
import { Failure } from "../pure/failure.ts";
import type { Tools } from "./deps.ts";
import { findDevice } from "./device-store.ts";
import { endAllowed } from "./end-allowed.ts";
import { idPage } from "./id-page.ts";
import type { Identity } from "./identity.ts";
import { renameDevice } from "./rename-device.ts";
import { findSessionOfDevice } from "./session-store.ts";
import { countDevices, type DeviceViewRow, listDeviceViews } from "./views.ts";
import { decideWhose } from "./whose.ts";

/** A device is there while its session lives: removing the one is ending the other. */
export function createDevices(tools: Tools): Identity["devices"] {
  const { database, clock, live } = tools;

  const show = (row: DeviceViewRow): Device => ({
    device_id: row.id,
    device_name: row.name,
    platform: row.platform,
    user_id: row.person_id,
    user_email: row.email,
    has_key: row.has_key,
    paired_at: timestamp(row.paired_at),
    last_seen_at: timestamp(row.last_seen_at),
    connected: live.isWatched(row.session_id),
  });

  async function sessionOf(id: DeviceId): Promise<SessionId> {
    const session = (await findDevice(database, id)) && (await findSessionOfDevice(database, id));
    if (!session) throw new Failure("not_found");
    return session;
  }

  return {
    async list(call, query) {
      const person = decideWhose(call, query, "devices.read_all");
      return idPage(DeviceId, query, show, (before, limit) =>
        listDeviceViews(database, { person, before, limit, now: clock() }),
      );
    },
    async remove(call, id, also = { browsers: false }) {
      await endAllowed(tools, call, await sessionOf(id), {
        what: "devices.remove",
        target: id,
        others: "devices.remove_any",
        reason: "device_removed",
        ...(also.browsers && { browsers: "sessions.revoke_any" }),
      });
    },
    rename: async (call, id, name) => renameDevice(tools, call, { id, session: await sessionOf(id), name }),
    count: () => countDevices(database, clock()),
  };
}
