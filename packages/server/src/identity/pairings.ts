import type { PairingState } from "@entobot/contract/auth";
import { decide } from "../access/index.ts";
import type { Call } from "../pure/call.ts";
import { unixSeconds } from "../pure/clock.ts";
import { Failure } from "../pure/failure.ts";
import { actorOf } from "../pure/principal.ts";
import { refuse } from "./acting.ts";
import { createPairing } from "./create-pairing.ts";
import type { Tools } from "./deps.ts";
import { findDevice } from "./device-store.ts";
import type { Identity } from "./identity.ts";
import { shownState } from "./pairing-rules.ts";
import { findPairing, listAwaiting, lockPairing, type PairingRow, setPairingState } from "./pairing-store.ts";
import { redeemPairing } from "./redeem-pairing.ts";
import { refresh } from "./refresh.ts";

export function createPairings(tools: Tools): Identity["pairing"] {
  const { database, audit, clock } = tools;

  async function show(row: PairingRow): Promise<PairingState> {
    const device = row.device_id ? await findDevice(database, row.device_id) : undefined;
    return {
      session_id: row.session_id,
      state: shownState(row, clock()),
      expires_at: unixSeconds(row.expires_at),
      device_id: row.device_id,
      device_name: device?.name ?? null,
    };
  }

  function sees({ principal }: Call, row: PairingRow): boolean {
    if (principal.kind === "stranger") return false;
    if (row.created_by === actorOf(principal) || decide(principal, "devices.read_all")) return true;
    return principal.kind === "person" && principal.personId === row.person_id;
  }

  return {
    create: (call, request) => createPairing(tools, call, request),
    redeem: (call, request) => redeemPairing(tools, call, request),
    refresh: (call, request) => refresh(tools, call, request),

    async state(call, sessionId) {
      const row = await findPairing(database, sessionId);
      if (!row) throw new Failure("not_found");
      if (!sees(call, row)) throw refuse(audit, call, "pairing.state", row.id, "not_found");
      return show(row);
    },

    async awaiting(call) {
      const rows = await listAwaiting(database, call.principal.personId, clock());
      return Promise.all(rows.map(show));
    },

    async approve(call, sessionId) {
      const known = await findPairing(database, sessionId);
      if (!known) throw new Failure("not_found");
      if (known.person_id !== call.principal.personId) {
        throw refuse(audit, call, "pairing.approve", known.id, "not_found");
      }
      await audit.mutate(call, "chained", async ({ tx, record }) => {
        const row = await lockPairing(tx, sessionId);
        if (!row || shownState(row, clock()) !== "awaiting_approval") throw new Failure("pairing_invalid");
        await setPairingState(tx, row.id, { state: "waiting", attempts: row.attempts, device: null });
        record({ event: "pairing_approved", target: row.id, details: { created_by: row.created_by } });
      });
    },
  };
}
