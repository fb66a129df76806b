/**
 * The name says how the cookie may travel: `__Host-` (RFC 6265bis §4.1.3.2) where the browser speaks https, a plain
 * name over http on this machine, where a browser would refuse the other.
 */
export const cookieName = (secure: boolean) => (secure ? "__Host-entobot_session" : "entobot_session");

const attributes = (secure: boolean) => `Path=/; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;

export function setCookie(secret: string, secure: boolean, seconds: number): string {
  return `${cookieName(secure)}=${secret}; Max-Age=${Math.max(0, Math.floor(seconds))}; ${attributes(secure)}`;
}

/** What a browser that has signed in is known by. No credential: nothing but the counting of wrong passwords looks at it. */
const knownName = (secure: boolean) => (secure ? "__Host-entobot_browser" : "entobot_browser");

export function setKnownCookie(mark: string, secure: boolean, seconds: number): string {
  return `${knownName(secure)}=${mark}; Max-Age=${Math.max(0, Math.floor(seconds))}; ${attributes(secure)}`;
}

/** Of two nobody knows which is whose. */
export function knownCookie(header: string | undefined, secure: boolean): string | undefined {
  const [mark, second] = valuesOf(header, knownName(secure));
  return second === undefined ? mark : undefined;
}

export function clearCookie(secure: boolean): string {
  return `${cookieName(secure)}=; Max-Age=0; ${attributes(secure)}`;
}

/** The session cookie's values in a Cookie header; more than one is somebody's try to shadow the real one. */
export function sessionCookies(header: string | undefined, secure: boolean): string[] {
  return valuesOf(header, cookieName(secure));
}

function valuesOf(header: string | undefined, name: string): string[] {
  const prefix = `${name}=`;
  return (header ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix))
    .map((pair) => pair.slice(prefix.length));
}
