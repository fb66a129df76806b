/**
 * Takes a one-time secret out of the address (`#…`) and out of the history, so that it stays in no screenshot,
 * bookmark or list of visited pages. It lives in memory from then on.
 */
let taken = "";

export function takeLinkToken(): string {
  if (location.hash.length > 1) {
    taken = location.hash.slice(1);
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  return taken;
}

export function forgetLinkToken(): void {
  taken = "";
}
