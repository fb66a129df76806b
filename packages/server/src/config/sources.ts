import type { Issue } from "./issue.ts";

/**
 * Everything that was read to configure the server, before anybody understood it. It survives JSON, because
 * root gathers it with its own rights and hands it through a pipe to the unprivileged process that
 * interprets it. It holds secrets in the clear: never log it, never put it into arguments or variables.
 */
export interface ConfigurationSources {
  readonly home: string;
  readonly file: { readonly path: string; readonly text: string; readonly mode: number } | null;
  /** Only variables that configuration knows or the file refers to. */
  readonly environment: Readonly<Record<string, string>>;
  /** By the variable's name without _FILE. */
  readonly secretFiles: Readonly<Record<string, { readonly path: string; readonly text: string }>>;
  readonly masterKeyCredential: { readonly path: string; readonly text: string } | null;
  /** Names, without values, that look like ours and are not. */
  readonly strangeVariables: readonly string[];
  /** This machine has a sendmail program. */
  readonly sendmail: boolean;
  /** What could not be read. */
  readonly problems: readonly Issue[];
}
