import { type Configuration, interpret } from "../../src/config/interpret.ts";
import type { ConfigurationSources } from "../../src/config/sources.ts";
import { isFailure } from "../../src/pure/failure.ts";

export const jwtSecret = "q7Zr1nVd0Yt5LwXe9KpAbC3sGh8UmJ2fQiNoRvTy4Bx6DkEzHlMaPcSgWuFj-_Ii7OdQ2wRt";

/** Sources as `gatherConfigurationSources` would hand them over, without touching a disk. */
export function sourcesOf(
  file: unknown,
  environment: Record<string, string> = {},
  more: Partial<ConfigurationSources> = {},
): ConfigurationSources {
  const text = typeof file === "string" ? file : JSON.stringify(file, null, 2);
  return {
    home: "/srv/entobot",
    file: file === undefined ? null : { path: "/etc/entobot/config.json", text, mode: 0o640 },
    environment,
    secretFiles: {},
    masterKeyCredential: null,
    strangeVariables: [],
    sendmail: true,
    problems: [],
    ...more,
  };
}

export const configure = (...args: Parameters<typeof sourcesOf>): Configuration =>
  interpret(sourcesOf(...args));

export interface RefusedIssue {
  readonly path: string;
  readonly message: string;
  readonly nearest?: string;
}

/** The issues of a refusal; fails when the configuration is accepted or anything else is thrown. */
export function refusalOf(...args: Parameters<typeof sourcesOf>): readonly RefusedIssue[] {
  try {
    configure(...args);
  } catch (error) {
    if (isFailure(error, "configuration")) return error.issues as readonly RefusedIssue[];
    throw error;
  }
  throw new Error("the configuration was accepted");
}
