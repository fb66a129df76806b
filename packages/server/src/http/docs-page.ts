import type { Route } from "./route.ts";

const html = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const words: Readonly<Record<string, string>> = {
  public: "nobody in particular",
  optional: "nobody in particular",
  session: "any session",
};
const access = (route: Route) => words[route.access] ?? route.access;

/** A page without script: every route, what it is for and who may use it. The schemas are in openapi.json. */
export function docsPage(routes: readonly Route[]): string {
  const rows = routes.map(
    (route) => `<tr id="${html(route.name)}">
<td><code>${route.method} ${html(route.path)}</code></td><td>${html(route.summary)}</td><td>${html(access(route))}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Entobot API</title>
<link rel="stylesheet" href="/api/docs.css">
<main>
<h1>Entobot API</h1>
<p>Schemas of every request and answer: <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1).
Errors are <code>application/problem+json</code> with a <code>code</code> from a closed set.
Lists answer <code>items</code> and <code>next</code>; give <code>next</code> back as <code>cursor</code>.
Send an <code>Idempotency-Key</code> with whatever changes something, and repeat with the same key when in doubt.</p>
<table>
<thead><tr><th>Request</th><th>What it does</th><th>Needs</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
</main>
</html>
`;
}

export const docsStyle = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.8rem 0.4rem 0; border-bottom: 1px solid #8884; }
tr:target { outline: 2px solid; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
`;
