import { X509Certificate } from "node:crypto";

/** Whether a chain (PEM) ends in a certificate that signed itself: its own root. False for what is no chain. */
export function vouchesForItself(pem: string): boolean {
  const last = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)?.at(-1);
  if (last === undefined) return false;
  try {
    const certificate = new X509Certificate(last);
    return certificate.checkIssued(certificate);
  } catch {
    return false;
  }
}
