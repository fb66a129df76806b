/** What the web listener shows when the pages have not been built. */
export const noBuildPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Entobot</title>
<h1>Entobot is running</h1>
<p>Its web pages have not been built in this checkout. Run <code>npm run build</code> and start it again.</p>
<p>The API answers meanwhile: <a href="/api/health">/api/health</a>.</p>
</html>
`;
