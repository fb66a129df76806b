import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { createSecureContext } from "node:tls";
import { tlsOptions } from "./tls-policy.ts";

/** Why a pair cannot be used. Closed words: the record holds them. */
export const certificateFaults = [
  "chain_malformed",
  "key_malformed",
  "key_encrypted",
  "key_of_another_certificate",
  "key_weak",
  "key_kind",
  "signature_weak",
  "not_yet_valid",
  "expired",
  "refused_by_openssl",
] as const;
export type CertificateFault = (typeof certificateFaults)[number];

/** A chain and its key that fit each other and may be served. */
export interface CertificatePair {
  readonly chain: Buffer;
  readonly key: Buffer;
}

export interface Certificate {
  /** Host names and addresses that it speaks for. */
  readonly names: readonly string[];
  readonly issuer: string;
  /** Ms since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** SHA-256 of the certificate, 64 hex digits. */
  readonly fingerprint: string;
  /** `RSA 2048`, `EC prime256v1`. */
  readonly keyKind: string;
  covers(host: string): boolean;
}

const block = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
/** Those of RFC 8446 §4.2.7 that browsers take. */
const curves = ["prime256v1", "secp384r1", "secp521r1"];
const leastRsaBits = 2048;
const mostNames = 100;

/** Takes nothing on trust: half a file, a key of yesterday's certificate and one that clients would refuse are all faults. */
export function judgeCertificate(
  { chain, key }: CertificatePair,
  now: number,
): Certificate | CertificateFault {
  const leaf = readLeaf(chain);
  if (!leaf) return "chain_malformed";
  const secret = readKey(key);
  if (typeof secret === "string") return secret;
  if (!leaf.checkPrivateKey(secret)) return "key_of_another_certificate";
  const weakness = weaknessOf(leaf);
  if (weakness) return weakness;
  const certificate = describe(leaf);
  if (now < certificate.notBefore) return "not_yet_valid";
  if (now >= certificate.notAfter) return "expired";
  return fitsTls({ chain, key }) ? certificate : "refused_by_openssl";
}

/** The first of the file; the others must at least be certificates. */
function readLeaf(chain: Buffer): X509Certificate | undefined {
  const text = chain.toString("latin1");
  const blocks = text.match(block) ?? [];
  if (blocks.length !== text.split("-----BEGIN ").length - 1) return undefined;
  try {
    return blocks.map((pem) => new X509Certificate(pem))[0];
  } catch {
    return undefined;
  }
}

function readKey(key: Buffer): KeyObject | "key_malformed" | "key_encrypted" {
  if (/-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(key.toString("latin1"))) return "key_encrypted";
  try {
    return createPrivateKey(key);
  } catch {
    return "key_malformed";
  }
}

function weaknessOf(leaf: X509Certificate): CertificateFault | undefined {
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = leaf.publicKey;
  if (/md5|sha1(?!\d)|sha-1(?!\d)/i.test(leaf.signatureAlgorithm ?? "")) return "signature_weak";
  if (kind === "rsa") return (details?.modulusLength ?? 0) < leastRsaBits ? "key_weak" : undefined;
  return kind === "ec" && curves.includes(details?.namedCurve ?? "") ? undefined : "key_kind";
}

function describe(leaf: X509Certificate): Certificate {
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = leaf.publicKey;
  return {
    names: namesOf(leaf),
    issuer: commonName(leaf.issuer),
    notBefore: leaf.validFromDate.getTime(),
    notAfter: leaf.validToDate.getTime(),
    fingerprint: leaf.fingerprint256.replaceAll(":", "").toLowerCase(),
    keyKind: kind === "rsa" ? `RSA ${details?.modulusLength}` : `EC ${details?.namedCurve}`,
    covers: (host) =>
      (isIP(host) === 0 ? leaf.checkHost(host, { subject: "never" }) : leaf.checkIP(host)) !== undefined,
  };
}

/** What clients compare with (RFC 9525 §2): the common name is none of it. */
const namesOf = (leaf: X509Certificate): string[] =>
  [...(leaf.subjectAltName ?? "").matchAll(/(?:DNS|IP Address):([^,"\s]+)/g)]
    .slice(0, mostNames)
    .map((match) => match[1] ?? "");

/** `CN=` where there is one, else the last part of the name. */
function commonName(name: string): string {
  const parts = name.split("\n");
  const part = parts.find((text) => text.startsWith("CN=")) ?? parts.at(-1) ?? "";
  return part.replace(/^\w+=/, "").slice(0, 200);
}

function fitsTls(pair: CertificatePair): boolean {
  try {
    createSecureContext(tlsOptions(pair));
    return true;
  } catch {
    return false;
  }
}
