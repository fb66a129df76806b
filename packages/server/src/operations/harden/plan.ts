import { limits } from "@entobot/contract/limits";
import { Failure } from "../../pure/failure.ts";
import type { HardenFacts } from "./facts.ts";
import { type Plain, plainAddress, plainHost, plainName, plainPath, plainUrlPath } from "./plain.ts";
import { type Upstreams, upstreamsOf } from "./upstreams.ts";

/** The facts again, every word of them fit to stand in any of the files. */
export interface Plan {
  /** Where people reach it: the name of `network.public_url`, else a name to be replaced. */
  readonly site: { readonly host: Plain; readonly names: readonly Plain[]; readonly port: number };
  readonly socketPath: Plain;
  readonly upstreams: Upstreams;
  readonly certificate: { readonly chain: Plain; readonly key: Plain };
  /** Whose signature on an upstream's certificate counts. */
  readonly authorities: Plain;
  readonly bodyBytes: number;
  readonly heartbeatSeconds: number;
  readonly mostSockets: number;
  readonly logs: { readonly access: Plain; readonly audit: Plain | null };
  readonly trustedProxies: readonly Plain[];
  readonly home: Plain;
  readonly workspace: Plain;
  readonly configFile: Plain | null;
  readonly program: { readonly node: Plain; readonly folder: Plain };
  readonly account: { readonly user: Plain; readonly group: Plain };
  readonly places: Readonly<Record<keyof HardenFacts["places"], Plain>>;
  /** Variables that the service gets as NAME_FILE. */
  readonly credentials: readonly Plain[];
  readonly database: {
    readonly external: boolean;
    readonly name: Plain;
    readonly app: Plain;
    readonly owner: Plain;
  };
}

export const unknownHost = "entobot.example.com";

/** Throws a Failure("configuration") that names every key whose value would mean something else in one of the files. */
export function planFrom(facts: HardenFacts): Plan {
  const { settings, program, account, database, places } = facts;
  const issues: { path: string; message: string }[] = [];
  function take(key: string, plain: Plain | undefined, what: string): Plain {
    if (plain === undefined) issues.push({ path: key, message: `cannot stand in the files: ${what}.` });
    return plain ?? ("" as Plain);
  }
  const path = (key: string, text: string) =>
    take(key, plainPath(text), "use letters, digits and / . _ - + = @ , in paths");
  const name = (key: string, text: string) => take(key, plainName(text), "use letters, digits, _ . and -");
  const host = (key: string, text: string) => take(key, plainHost(text), "use the plain name of a host");

  const site = new URL(settings.network.publicUrl ?? `https://${unknownHost}`);
  const socket = settings.mobile.publicUrl === null ? null : new URL(settings.mobile.publicUrl);
  const names = [
    host("network.public_url", site.hostname),
    // A name without a port goes through the proxy too; with one it is the listener's own.
    ...(socket && socket.port === site.port ? [host("channels.mobile.public_url", socket.hostname)] : []),
  ];
  const main = names[0] as Plain;
  const live = `${places.letsencrypt}/${main}`;
  const { chain, key } = settings.certificate ?? {
    chain: `${live}/fullchain.pem`,
    key: `${live}/privkey.pem`,
  };
  const plan: Plan = {
    site: {
      host: main,
      names: [...new Set(names)],
      port: site.protocol === "https:" && site.port ? Number(site.port) : 443,
    },
    socketPath: take(
      "channels.mobile.public_url",
      plainUrlPath(socket && socket.pathname !== "/" ? socket.pathname : "/ws"),
      "use letters, digits, _ . and - in its path",
    ),
    upstreams: upstreamsOf(settings, (path, message) => issues.push({ path, message })),
    certificate: {
      chain: path("channels.mobile.tls_cert", chain),
      key: path("channels.mobile.tls_key", key),
    },
    authorities: path("channels.mobile.tls_cert", facts.certificateIsAnchor ? chain : places.authorities),
    bodyBytes: limits.requestBytes,
    heartbeatSeconds: Math.ceil(settings.mobile.heartbeatMs / 1000),
    mostSockets: settings.mobile.maxConnections,
    logs: {
      access: path("enterprise.access_log_path", settings.accessLogPath),
      audit: settings.auditLog.enabled ? path("enterprise.audit_log_path", settings.auditLog.path) : null,
    },
    trustedProxies: settings.network.trustedProxies.map((each) =>
      take("network.trusted_proxies", plainAddress(each), "use networks"),
    ),
    home: path("ENTOBOT_HOME", settings.home),
    workspace: path("tools.workspace", settings.tools.workspace),
    configFile: facts.configFile === null ? null : path("--config", facts.configFile),
    program: { node: path("node", program.node), folder: path("the program's folder", program.folder) },
    account: { user: name("user", account.user), group: name("group", account.group) },
    places: {
      letsencrypt: path("letsencrypt", places.letsencrypt),
      webroot: path("webroot", places.webroot),
      tls: path("tls", places.tls),
      credentials: path("credentials", places.credentials),
      authorities: path("authorities", places.authorities),
    },
    credentials: credentialsOf(facts).map((each) => name("a variable", each)),
    database: {
      external: database.external,
      name: name("database.url", database.database),
      app: name("database.url", database.app),
      owner: name("database.migration_url", database.owner),
    },
  };
  if (issues.length > 0) {
    throw new Failure("configuration", {
      text: "The files cannot be written from this configuration.",
      issues,
    });
  }
  return plan;
}

/** Every secret of the server by the variable that brings it; the master key has a credential of its own. */
function credentialsOf({ secrets, database }: HardenFacts): readonly string[] {
  const wanted = [
    ["auth.jwt_secret", "JWT_SECRET"],
    ...(database.external ? [["database.url", "DATABASE_URL"]] : []),
    ...(database.external ? [["database.migration_url", "ENTOBOT_MIGRATION_URL"]] : []),
  ] as const;
  const missing = wanted
    .filter(([key = ""]) => !secrets.composed.includes(key))
    .flatMap(([, variable]) => variable ?? []);
  const elsewhere = secrets.literals.flatMap(({ variable }) => variable ?? []);
  return [...new Set([...missing, ...secrets.variables, ...elsewhere])].sort();
}
