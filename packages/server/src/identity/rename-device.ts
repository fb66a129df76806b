import type { DeviceId, SessionId } from "@entobot/contract/ids";
import type { Call } from "../pure/call.ts";
import { Failure } from "../pure/failure.ts";
import type { Tools } from "./deps.ts";
import { updateDeviceName } from "./device-store.ts";
import { findAllowed } from "./end-allowed.ts";
import { announce, findSessions, lockSession } from "./session-store.ts";

/** One's own, or with the permission to remove it somebody's who may no more than oneself. */
export async function renameDevice(
  tools: Tools,
  call: Call,
  { id, session, name }: { id: DeviceId; session: SessionId; name: string },
): Promise<void> {
  const { audit, live } = tools;
  const how = { what: "devices.rename", target: id, others: "devices.remove_any" } as const;
  await findAllowed(tools, call, session, how);
  await audit.mutate(call, "chained", async (mutation) => {
    const { tx } = mutation;
    await lockSession(tx, session);
    const [now] = await findSessions(tx, [session]);
    if (!now || now.ended_at !== null) throw new Failure("not_found");
    await updateDeviceName(tx, id, name);
    mutation.record({
      event: "device_changed",
      target: id,
      subject: now.person_id,
      details: { person: now.person_id, renamed: now.device_name !== name },
      personal: { device_name: name },
    });
    // Whoever keeps the session in memory keeps its device's name.
    await announce(tx, [session]);
  });
  await live.changed([session]);
}
