import type { AccessClaims } from "../crypto/jwt.ts";
import { tokenKey } from "../crypto/token-key.ts";

/**
 * Tokens whose signature was checked once. Only what cannot change is kept: whether the session still lives is asked each
 * time. A token that is spelled otherwise is another key, and is checked anew.
 */
export function createVerifiedTokens(capacity: number) {
  const claims = new Map<string, AccessClaims>();
  return {
    find(token: string, now: number): AccessClaims | undefined {
      const key = tokenKey(token);
      const found = claims.get(key);
      if (!found) return undefined;
      claims.delete(key);
      if (found.expiresAt <= now) return undefined;
      claims.set(key, found);
      return found;
    },
    keep(token: string, verified: AccessClaims): void {
      claims.set(tokenKey(token), verified);
      if (claims.size <= capacity) return;
      const [oldest] = claims.keys();
      if (oldest !== undefined) claims.delete(oldest);
    },
  };
}
