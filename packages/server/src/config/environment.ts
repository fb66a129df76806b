/** The one place that reads `process.env`. A snapshot: what happens to the variables later changes nothing. */
export function environmentSnapshot(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** What a child process may know. Everything else, secrets first, stays here. */
const inheritable = /^(PATH|TZ|TMPDIR|LANG|LC_[A-Z]+|TERM|COLORTERM|NO_COLOR|SSL_CERT_FILE|SSL_CERT_DIR)$/;

export function inheritableEnvironment(
  environment: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => inheritable.test(name)));
}
