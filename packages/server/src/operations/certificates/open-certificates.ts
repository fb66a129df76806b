import type { Notice } from "@entobot/contract/health";
import { type Certificate, type CertificatePair, judgeCertificate } from "../../crypto/certificate.ts";
import type { Clock } from "../../pure/clock.ts";
import { Failure } from "../../pure/failure.ts";
import type { Certificates, CertificateView } from "./certificates.ts";
import { daysLeft, stageOf } from "./expiry.ts";
import { type PairPaths, readPair, stampOf } from "./pair-files.ts";
import { describeFault, faultWord, type PairFault } from "./words.ts";

export interface CertificateOptions {
  readonly paths: PairPaths;
  /** The host of `network.public_url`, which clients will ask for. */
  readonly publicHost: string | null;
  readonly clock: Clock;
  readonly patience?: Patience;
}

/** What a look at the files came to. */
export type Looked =
  | { readonly kind: "same" | "waiting" }
  | { readonly kind: "loaded"; readonly certificate: Certificate }
  | { readonly kind: "refused"; readonly fault: string };

export interface OpenedCertificates extends Certificates {
  certificate(): Certificate;
  /** Reads the files again if they changed. Not for use from two sides at once. */
  look(): Promise<Looked>;
}

interface Held {
  readonly pair: CertificatePair;
  readonly certificate: Certificate;
  readonly keyIsOpen: boolean;
  readonly stamp: string;
}

/** How long two files that do not fit each other may be on their way, and when what did not fit is tried again. */
export interface Patience {
  readonly halfMs: number;
  readonly againMs: number;
}
const patience: Patience = { halfMs: 10_000, againMs: 60_000 };

/** Throws a Failure("configuration") with the way out, so that no listener ever opens with half a pair. */
export async function openCertificates(options: CertificateOptions): Promise<OpenedCertificates> {
  const { paths, publicHost, clock } = options;
  const { halfMs, againMs } = options.patience ?? patience;
  const first = await read(paths, clock());
  if ("fault" in first) throw new Failure("configuration", { text: describeFault(first.fault, paths) });

  const listeners = new Set<() => void>();
  let held: Held = first;
  let loadedAt = clock();
  let problem: CertificateView["problem"] = null;
  /** Files that are there and not served: since when they have looked so, and whether that was said. */
  let bad: { readonly stamp: string; readonly since: number; triedAt: number; said: boolean } | null = null;

  async function look(): Promise<Looked> {
    const stamp = await stampOf(paths);
    if (stamp === held.stamp) return accept(held, clock());
    // It may become good as it is: one that is not yet valid, or whose folder is opened to us.
    if (bad?.stamp === stamp && bad.said && clock() - bad.triedAt < againMs) return { kind: "same" };
    const found = await read(paths, clock());
    if (!("fault" in found)) return accept(found, clock());
    return wait(found.stamp, found.fault, clock());
  }

  function accept(found: Held, now: number): Looked {
    const same = sameBytes(found.pair, held.pair);
    held = found;
    bad = null;
    problem = null;
    if (same) return { kind: "same" };
    loadedAt = now;
    for (const changed of listeners) changed();
    return { kind: "loaded", certificate: found.certificate };
  }

  /** The second file of the pair may be a moment behind the first. */
  function wait(stamp: string, fault: PairFault, now: number): Looked {
    if (bad?.stamp !== stamp) bad = { stamp, since: now, triedAt: now, said: false };
    bad.triedAt = now;
    if (bad.said) return { kind: "same" };
    if (now - bad.since < halfMs) return { kind: "waiting" };
    bad.said = true;
    problem = { at: now, text: describeFault(fault, paths) };
    return { kind: "refused", fault: faultWord(fault) };
  }

  return {
    look,
    certificate: () => held.certificate,
    current: () => held.pair,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    view() {
      const { covers: _, ...shown } = held.certificate;
      const left = daysLeft(shown.notAfter, clock());
      return { ...shown, chainFile: paths.chain, daysLeft: left, loadedAt, problem };
    },
    troubles() {
      const over = stageOf(held.certificate, clock()) === 0;
      return [
        ...(over ? ["the TLS certificate has expired; clients refuse it"] : []),
        ...(problem ? [`a new TLS certificate is not used, the one before is: ${problem.text}`] : []),
      ];
    },
    notices: () => [...expiryNotice(held.certificate, clock()), ...cautions(held, paths, publicHost)],
  };
}

async function read(paths: PairPaths, now: number): Promise<Held | { fault: PairFault; stamp: string }> {
  const stamp = await stampOf(paths);
  const found = await readPair(paths);
  if ("code" in found) return { fault: found, stamp };
  const certificate = judgeCertificate(found.pair, now);
  if (typeof certificate === "string") return { fault: certificate, stamp };
  return { ...found, certificate, stamp };
}

const sameBytes = (a: CertificatePair, b: CertificatePair): boolean =>
  a.chain.equals(b.chain) && a.key.equals(b.key);

function expiryNotice(certificate: Certificate, now: number): Notice[] {
  const stage = stageOf(certificate, now);
  if (stage === null || stage === 0) return [];
  const left = daysLeft(certificate.notAfter, now);
  const when = left < 1 ? "within a day" : `in ${left} ${left === 1 ? "day" : "days"}`;
  return [{ level: "warning", code: "certificate_expiring", text: `The TLS certificate expires ${when}.` }];
}

function cautions({ certificate, keyIsOpen }: Held, { key }: PairPaths, publicHost: string | null): Notice[] {
  const found: Notice[] = [];
  if (keyIsOpen) {
    const text = `Every user of this machine can read the TLS key: chmod o-r ${key}`;
    found.push({ level: "warning", code: "certificate_key_open", text });
  }
  if (publicHost !== null && !certificate.covers(publicHost)) {
    const text = `The TLS certificate does not speak for ${publicHost}, the host of network.public_url.`;
    found.push({ level: "warning", code: "certificate_name", text });
  }
  return found;
}
