import { Failure } from "../pure/failure.ts";

/** Where a value was written. Lines and columns count from 1. */
export type Origin =
  | { readonly kind: "file"; readonly file: string; readonly line: number; readonly column: number }
  | { readonly kind: "variable"; readonly variable: string }
  | { readonly kind: "secret-file"; readonly variable: string; readonly file: string }
  | { readonly kind: "credential"; readonly file: string }
  | { readonly kind: "console" }
  | { readonly kind: "default" };

/** One thing that is wrong. `message` never repeats a value: a secret may stand anywhere by mistake. */
export interface Issue {
  /** The key as written, or the variable's or file's name where no key is concerned. */
  readonly path: string;
  readonly message: string;
  /** The nearest valid name, as a full path. */
  readonly nearest?: string;
  readonly origin?: Origin;
}

/** One thing that is allowed and deserves a look. */
export interface Warning {
  readonly path: string;
  readonly message: string;
}

export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "file":
      return `${origin.file}, line ${origin.line}, column ${origin.column}`;
    case "variable":
      return `environment variable ${origin.variable}`;
    case "secret-file":
      return `${origin.file}, named by ${origin.variable}`;
    case "credential":
      return origin.file;
    case "console":
      return "the console";
    case "default":
      return "default";
  }
}

/** "enterprise.rate_limit_request: is not a known key. Did you mean …? (/etc/entobot/config.json, line 3, column 5)" */
export function describeIssue(issue: Issue): string {
  return `${issue.path}: ${fullMessage(issue)}`;
}

function fullMessage(issue: Issue): string {
  const hint = issue.nearest ? ` Did you mean ${issue.nearest}?` : "";
  const where = issue.origin ? ` (${describeOrigin(issue.origin)})` : "";
  return `${issue.message}${hint}${where}`;
}

/** What `start` and `config check` end with: every issue at once, exit code 78. */
export function refusal(issues: readonly Issue[]): Failure {
  return new Failure("configuration", {
    text: `The configuration is not valid:\n${issues.map((issue) => `  ${describeIssue(issue)}`).join("\n")}`,
    detail: issues.map(describeIssue).join("; "),
    issues: issues.map((issue) => ({ ...issue, message: fullMessage(issue) })),
  });
}
