import { createAllowList, createClientAddress, createRefusals } from "../../src/access/index.ts";
import type { Route } from "../../src/http/route.ts";
import { allRoutes } from "../../src/http/routes/all-routes.ts";
import { silentAccessLog, silentLog } from "../../src/log/index.ts";
import { doorSettings } from "./doors.ts";
import { fakeDomains } from "./doors-domains.ts";
import { digest, FakeSessions, newId, status } from "./doors-world.ts";
import { unlimited } from "./limits.ts";

/** The route table without a server around it. */
export function describedRoutes(): readonly Route[] {
  const sessions = new FakeSessions();
  return allRoutes({
    ...fakeDomains(sessions),
    ...unlimited,
    settings: doorSettings,
    entry: sessions.entry,
    refusals: createRefusals(Date.now),
    findClientAddress: createClientAddress(() => ({
      network: { trustedProxies: [] },
      web: { trustForwarded: false },
    })),
    allowList: createAllowList(() => null),
    isProxy: () => false,
    roomSize: () => ({ perAddress: 1, inAll: 1 }),
    status: async () => status,
    connections: () => 0,
    upgrade: () => {},
    webRoot: "",
    digest,
    clock: Date.now,
    newId,
    log: silentLog,
    accessLog: silentAccessLog,
    feed: { open: () => (async function* () {})(), stop: () => {} },
  });
}
