import type { Socket } from "node:net";

/** Names a connection while it is open: the same for it and for the TLS inside it. */
export const connectionKey = ({ remoteAddress, remotePort, localPort }: Socket): string =>
  `${remoteAddress} ${remotePort} ${localPort}`;
