import type { Notice } from "@entobot/contract/health";
import type { CertificatePair } from "../../crypto/certificate.ts";

/** For a screen: what is served, until when, and what came of the last change of the files. */
export interface CertificateView {
  readonly chainFile: string;
  readonly names: readonly string[];
  readonly issuer: string;
  /** Ms since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly daysLeft: number;
  readonly fingerprint: string;
  readonly keyKind: string;
  readonly loadedAt: number;
  /** Why the files that stand there now are not served; null when they are. */
  readonly problem: { readonly at: number; readonly text: string } | null;
}

/** The one pair that all TLS listeners share, kept fresh from its files. */
export interface Certificates {
  /** In force. */
  current(): CertificatePair;
  /** Called after `current` became another. Returns the end of it. */
  onChange(listener: () => void): () => void;
  view(): CertificateView;
  /** What degrades the server. */
  troubles(): readonly string[];
  /** What an administrator should know in time. */
  notices(): readonly Notice[];
}
