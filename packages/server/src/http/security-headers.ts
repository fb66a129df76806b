export type Headers = Record<string, string | string[]>;

/** Names of the Trusted Types policies that the web app may make: one, for its worker's and its own scripts' addresses. */
const trustedTypes = "entobot";

/**
 * On every response, errors and static files too. No inline script or style, nothing from elsewhere, no frame.
 * `socketOrigins` are our own ws:// and wss:// origins (the mobile channel has a port of its own).
 */
export function securityHeaders(socketOrigins: readonly string[], https: boolean): Headers {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    ["connect-src 'self'", ...socketOrigins].join(" "),
    "manifest-src 'self'",
    "worker-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${trustedTypes}`,
  ];
  return {
    "content-security-policy": policy.join("; "),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy":
      "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), serial=(), browsing-topics=()",
    "x-frame-options": "DENY",
    "x-xss-protection": "0",
    "cache-control": "no-store",
    // Browsers ignore it over http; a proxy in front of us speaks https.
    ...(https ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}
