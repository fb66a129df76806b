export type { Certificates, CertificateView } from "./certificates/certificates.ts";
export { openCertificates } from "./certificates/open-certificates.ts";
export { watchCertificates } from "./certificates/watch-certificates.ts";
export { type Advice, adviceFor } from "./harden/advice.ts";
export { factsFrom, type HardenFacts } from "./harden/facts.ts";
export { hardeningFiles, type WrittenFile } from "./harden/files.ts";
export { isItsOwnAnchor } from "./harden/find-anchor.ts";
export { planFrom } from "./harden/plan.ts";
export { writeFiles } from "./harden/write-files.ts";
