import { access } from "node:fs/promises";
import { dirname } from "node:path";
import { isFailure } from "../pure/failure.ts";
import { type GatherOptions, gatherConfigurationSources } from "./gather-sources.ts";
import { type Configuration, interpret } from "./interpret.ts";
import { describeOrigin, type Warning } from "./issue.ts";
import type { Settings } from "./settings.ts";

/** What `entobot config check --json` prints. Holds no value of any secret, only names and words. */
export interface ConfigurationReport {
  readonly ok: boolean;
  readonly file: string | null;
  readonly errors: readonly ReportedIssue[];
  readonly warnings: readonly Warning[];
  readonly not_supported_yet: readonly ReportedIssue[];
  readonly not_yet_enforced: readonly string[];
  /** Every key that somebody set, and where. */
  readonly set: Readonly<Record<string, string>>;
}

export interface ReportedIssue {
  readonly path: string;
  readonly message: string;
  readonly nearest: string | null;
}

/** Opens no home and no database. Missing folders and certificates warn: they may belong to another machine. */
export async function checkConfiguration(options: GatherOptions): Promise<ConfigurationReport> {
  const sources = await gatherConfigurationSources(options);
  const file = sources.file?.path ?? null;
  try {
    const configuration = interpret(sources);
    return reportOn(configuration, await findMissingPaths(configuration));
  } catch (error) {
    if (!isFailure(error, "configuration")) throw error;
    const errors = (error.issues ?? []).map(reported);
    return { ok: false, file, errors, warnings: [], not_supported_yet: [], not_yet_enforced: [], set: {} };
  }
}

function reportOn(configuration: Configuration, missing: readonly Warning[]): ConfigurationReport {
  const { values } = configuration;
  return {
    ok: true,
    file: configuration.file,
    errors: [],
    warnings: [...configuration.warnings, ...missing],
    not_supported_yet: configuration.unsupported.map(reported),
    not_yet_enforced: configuration.notYetEnforced,
    set: Object.fromEntries(values.paths().map((path) => [path, describeOrigin(values.origin(path))])),
  };
}

const reported = (issue: { path: string; message: string; nearest?: unknown }): ReportedIssue => ({
  path: issue.path,
  message: issue.message,
  nearest: typeof issue.nearest === "string" ? issue.nearest : null,
});

async function findMissingPaths({ settings, values }: Configuration): Promise<Warning[]> {
  const found = await Promise.all(
    namedPaths(settings)
      .filter(([key]) => values.isSet(key))
      .map(async ([key, path, what]) =>
        (await isThere(path))
          ? []
          : [{ path: key, message: `${what} ${path} is not there, or not readable by you.` }],
      ),
  );
  return found.flat();
}

function namedPaths(settings: Settings): readonly (readonly [string, string, string])[] {
  return [
    ["channels.mobile.tls_cert", settings.certificate?.chain ?? "", "the file"],
    ["channels.mobile.tls_key", settings.certificate?.key ?? "", "the file"],
    ["enterprise.audit_log_path", dirname(settings.auditLog.path), "the folder"],
    ["enterprise.access_log_path", dirname(settings.accessLogPath), "the folder"],
    ["tools.workspace", settings.tools.workspace, "the folder"],
  ];
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The report for a terminal, one line a finding. */
export function describeReport(report: ConfigurationReport): readonly string[] {
  const source = report.file ?? "no file: defaults and environment only";
  if (!report.ok) {
    return [
      `Configuration refused (${source})`,
      ...report.errors.map(({ path, message }) => `  ${path}: ${message}`),
    ];
  }
  return [
    `Configuration valid (${source})`,
    ...report.not_supported_yet.map(({ path }) => `  not supported yet: ${path} (start refuses it)`),
    ...report.not_yet_enforced.map((path) => `  not yet enforced: ${path}`),
    ...report.warnings.map(({ path, message }) => `  warning: ${path}: ${message}`),
  ];
}
