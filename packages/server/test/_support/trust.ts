import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { atTheEnd } from "./audit.ts";

/** From now on this process trusts that root too, as NODE_EXTRA_CA_CERTS would make it. */
export function trust(root: Buffer): void {
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, root.toString("utf8")]);
  atTheEnd(async () => setDefaultCACertificates(before));
}
