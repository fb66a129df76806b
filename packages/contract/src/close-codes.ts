/** WebSocket close codes in the private range (RFC 6455 §7.4.2). Pinned: clients decide by them. */
export const closeCodes = {
  /** The credential was refused. A client stops reconnecting and asks the person. */
  authenticationFailed: 4401,
  /** The session or the device was ended elsewhere. A client stops reconnecting and says so. */
  sessionEnded: 4403,
  /** No authentication within the deadline. */
  authenticationTimeout: 4408,
  /** The socket did not read what was sent to it. Reconnect and resume. */
  tooSlow: 4413,
  /** Too many requests or sockets. Reconnect later. */
  rateLimited: 4429,
  /** This address is not on the allow-list, or not any more. Reconnect with back-off. */
  addressRefused: 4430,
  /** The record or the database is not available. Reconnect with back-off. */
  unavailable: 4503,
} as const;

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];
