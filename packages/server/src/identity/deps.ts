import type { PersonId } from "@entobot/contract/ids";
import type { Attempts } from "../access/index.ts";
import type { Audit } from "../audit/index.ts";
import type { AccessTokens } from "../crypto/jwt.ts";
import type { KnownBrowsers } from "../crypto/known-browser.ts";
import type { NewId, Random } from "../crypto/new-id.ts";
import type { Passwords } from "../crypto/password.ts";
import type { HashToken } from "../crypto/token.ts";
import type { Log } from "../log/index.ts";
import type { Clock } from "../pure/clock.ts";
import type { Database } from "../store/database.ts";
import type { Queryable } from "../store/queryable.ts";
import type { LiveSessions } from "./live-sessions.ts";

export interface IdentitySettings {
  /** Life of an access token. */
  readonly jwtExpiryMs: number;
  readonly refreshEnabled: boolean;
  readonly organizationName: string;
  /** `https://…` under which phones reach the server; null while none is configured. */
  readonly publicUrl: string | null;
  /** What a pairing tells a device to connect to. */
  readonly websocketUrl: string;
  /** Where the console is served; links point there while there is no public URL. */
  readonly webUrl: string;
}

export interface IdentityDeps {
  readonly database: Database;
  readonly audit: Audit;
  /** Counts failures before anybody looks at what is shown. */
  readonly attempts: Pick<Attempts, "judge">;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: Random;
  readonly jwtSecret: Uint8Array;
  /** Asked at each use: ports are known only when the listeners listen. */
  readonly settings: () => IdentitySettings;
  /** Makes a new person's key in the transaction that makes the person. */
  readonly prepareKey: (db: Queryable, owner: PersonId) => Promise<void>;
  readonly log: Log;
  /** Tests hash at a lower cost. */
  readonly passwords?: Passwords;
}

/** What every use case in here may use. */
export interface Tools extends Omit<IdentityDeps, "passwords" | "jwtSecret"> {
  readonly passwords: Passwords;
  readonly hashToken: HashToken;
  readonly knownBrowsers: KnownBrowsers;
  readonly accessTokens: AccessTokens;
  readonly live: LiveSessions;
}
