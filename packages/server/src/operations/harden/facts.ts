import {
  type Configuration,
  type ConfigurationSources,
  type SecretPlaces,
  type Settings,
  secretPlaces,
} from "../../config/index.ts";
import { systemUserName } from "../../host/system-user.ts";
import { type DatabaseNames, databaseNames } from "./database-names.ts";

/** Everything the files are made from. Nothing in it is a secret; nothing in it has been checked for any syntax. */
export interface HardenFacts {
  readonly settings: Settings;
  readonly configFile: string | null;
  readonly secrets: SecretPlaces;
  readonly database: DatabaseNames;
  /** Mail goes to a server of its own and not through this machine's sendmail. */
  readonly hasMailServer: boolean;
  readonly program: Program;
  readonly account: { readonly user: string; readonly group: string };
  /** What certbot, nginx and others keep where, on Debian and Ubuntu. */
  readonly places: {
    readonly letsencrypt: string;
    readonly webroot: string;
    readonly tls: string;
    readonly credentials: string;
    readonly authorities: string;
  };
  /** The configured certificate vouches for itself (or brings its root along): nobody else's word is needed. */
  readonly certificateIsAnchor: boolean;
}

export interface Program {
  /** The Node that runs it. */
  readonly node: string;
  /** The checkout, with `bin/entobot.cjs`. */
  readonly folder: string;
}

export const usualPlaces: HardenFacts["places"] = {
  letsencrypt: "/etc/letsencrypt/live",
  webroot: "/var/www/letsencrypt",
  tls: "/etc/entobot/tls",
  credentials: "/etc/entobot/credentials",
  authorities: "/etc/ssl/certs/ca-certificates.crt",
};

export interface FactsOptions {
  readonly sources: ConfigurationSources;
  readonly configuration: Configuration;
  readonly program: Program;
  readonly certificateIsAnchor: boolean;
}

export function factsFrom({
  sources,
  configuration,
  program,
  certificateIsAnchor,
}: FactsOptions): HardenFacts {
  const { settings, secrets, file } = configuration;
  return {
    ...{ settings, program, certificateIsAnchor, configFile: file, places: usualPlaces },
    secrets: secretPlaces(sources, configuration),
    database: databaseNames(secrets),
    hasMailServer: secrets.smtpUrl !== null,
    account: { user: systemUserName, group: systemUserName },
  };
}
