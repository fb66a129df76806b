import { createAccessTokens } from "../crypto/jwt.ts";
import { createKnownBrowsers } from "../crypto/known-browser.ts";
import { createPasswords } from "../crypto/password.ts";
import { createHashToken } from "../crypto/token.ts";
import { createAuthenticate } from "./authenticate.ts";
import { createClaims } from "./claims.ts";
import type { IdentityDeps, Tools } from "./deps.ts";
import { createDevices } from "./devices.ts";
import type { Identity } from "./identity.ts";
import { openLiveSessions } from "./live-sessions.ts";
import { createPairings } from "./pairings.ts";
import { createPasswordCases } from "./passwords.ts";
import { createPeople } from "./people.ts";
import { createSessions } from "./sessions.ts";
import { sweep } from "./sweep.ts";

export async function createIdentity(deps: IdentityDeps): Promise<Identity> {
  const { jwtSecret, passwords, ...rest } = deps;
  const { database, clock, random, log } = deps;
  const live = await openLiveSessions({ database, clock, log });
  const tools: Tools = {
    ...rest,
    live,
    passwords: passwords ?? createPasswords(random),
    hashToken: createHashToken(jwtSecret),
    knownBrowsers: createKnownBrowsers(jwtSecret, random),
    accessTokens: createAccessTokens({
      ...{ secret: jwtSecret, clock, random },
      longestMs: () => deps.settings().jwtExpiryMs,
    }),
  };
  return {
    claims: createClaims(tools),
    passwords: createPasswordCases(tools),
    people: createPeople(tools),
    devices: createDevices(tools),
    sessions: createSessions(tools),
    pairing: createPairings(tools),
    authenticate: createAuthenticate(tools),
    sweep: () => sweep(database, clock()),
    stop: () => live.stop(),
  };
}
