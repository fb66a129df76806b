import type { Secrets } from "../../config/index.ts";

/** What the database's URLs say apart from their passwords. */
export interface DatabaseNames {
  /** False: the home's own database is in use, and these are the names for moving to a server of one's own. */
  readonly external: boolean;
  readonly separateOwner: boolean;
  readonly database: string;
  readonly app: string;
  readonly owner: string;
}

const usual = { database: "entobot", app: "entobot_app", owner: "entobot_owner" };

export function databaseNames({ databaseUrl, migrationUrl }: Secrets): DatabaseNames {
  if (databaseUrl === null) return { external: false, separateOwner: true, ...usual };
  const app = namesIn(databaseUrl.reveal());
  const owner = migrationUrl === null ? null : namesIn(migrationUrl.reveal());
  const separateOwner = owner !== null && owner.user !== app.user;
  return {
    external: true,
    separateOwner,
    database: app.database || usual.database,
    app: app.user || usual.app,
    // With one URL the role that it names must own nothing any more: the second role is the one to make.
    owner: separateOwner ? owner.user || usual.owner : usual.owner,
  };
}

/** As libpq reads them: what follows the `?` wins. */
function namesIn(text: string): { user: string; database: string } {
  const url = new URL(text);
  return {
    user: url.searchParams.get("user") ?? decoded(url.username),
    database: url.searchParams.get("dbname") ?? decoded(url.pathname.slice(1)),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
