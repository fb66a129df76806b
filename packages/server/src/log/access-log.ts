/** Why a presented credential was refused: closed words, fit for a log that other programs read. */
export interface FailedAuthentication {
  /** The client's address, normalised. */
  readonly address: string;
  /** What the stranger called themselves; null where the door asks for no name. Cleaned and bounded by the writer. */
  readonly user: string | null;
  /** `wrong_password`, `locked`, `token_signature` … */
  readonly reason: string;
  readonly requestId: string;
}

/** One answered request, refused handshake or refused frame. */
export interface AccessLine {
  readonly address: string;
  readonly channel: "rest" | "mobile" | "web";
  /** HTTP method, or `FRAME`. */
  readonly method: string;
  /** Without its query, which may hold what nobody should log. */
  readonly path: string;
  /** HTTP status; for a frame its error code. */
  readonly outcome: number | string;
  readonly requestId: string;
  readonly milliseconds: number;
}

/** `access.log`: what fail2ban and an administrator read. Never throws: a log that cannot be written is told in health. */
export interface AccessLog {
  request(line: AccessLine): void;
  /** `<stamp> Authentication failed from <IP> user="…" reason=… request=…`: pinned, fail2ban reads it. */
  authenticationFailed(failure: FailedAuthentication): void;
}
