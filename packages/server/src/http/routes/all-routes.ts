import type { Route } from "../route.ts";
import { auditRoutes } from "./audit.ts";
import { claimRoutes } from "./claim.ts";
import { conversationRoutes } from "./conversations.ts";
import type { RouteDeps } from "./deps.ts";
import { deviceRoutes } from "./devices.ts";
import { documentRoutes } from "./documents.ts";
import { edgeRoutes } from "./edge.ts";
import { liveRoutes } from "./live.ts";
import { pairingRoutes } from "./pairing.ts";
import { peopleRoutes } from "./people.ts";
import { sessionRoutes } from "./sessions.ts";
import { settingsRoutes } from "./settings.ts";
import { signInRoutes } from "./sign-in.ts";
import { statusRoutes } from "./status.ts";

/** Every route of the API, in the order in which its description lists them. */
export function allRoutes(deps: RouteDeps): readonly Route[] {
  const routes = [
    ...statusRoutes(deps),
    ...settingsRoutes(deps),
    ...edgeRoutes(deps),
    ...claimRoutes(deps),
    ...signInRoutes(deps),
    ...pairingRoutes(deps),
    ...deviceRoutes(deps),
    ...sessionRoutes(deps),
    ...peopleRoutes(deps),
    ...conversationRoutes(deps),
    ...auditRoutes(deps),
    ...liveRoutes(deps),
  ];
  return [...routes, ...documentRoutes(routes)];
}
