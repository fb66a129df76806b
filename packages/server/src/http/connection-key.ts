import type { Socket } from "node:net";

/**
 * Names a connection while it is open: the same for it and for the TLS inside it. All four ends: from one port of theirs
 * a peer may reach two addresses of ours.
 */
export const connectionKey = ({ remoteAddress, remotePort, localAddress, localPort }: Socket): string =>
  `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
