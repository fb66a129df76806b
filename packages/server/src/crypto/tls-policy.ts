import { constants } from "node:crypto";
import type { SecureContextOptions } from "node:tls";

/** TLS 1.2 with AEAD and forward secrecy, and 1.3, where every suite has both (RFC 9325 §4.2). */
const suites = [
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "TLS_AES_128_GCM_SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
];

/** The first holds also against somebody who records today and has a quantum computer later. */
const groups = ["X25519MLKEM768", "X25519", "prime256v1", "secp384r1"];

/** None with SHA-1, which TLS 1.2 would still allow. */
const signatures = [
  ...["ecdsa_secp256r1_sha256", "ecdsa_secp384r1_sha384", "ecdsa_secp521r1_sha512"],
  ...["rsa_pss_rsae_sha256", "rsa_pss_rsae_sha384", "rsa_pss_rsae_sha512"],
  ...["rsa_pkcs1_sha256", "rsa_pkcs1_sha384", "rsa_pkcs1_sha512"],
];

/** What every TLS listener speaks, with a pair of chain and key. */
export const tlsOptions = ({ chain, key }: { chain: Buffer; key: Buffer }): SecureContextOptions => ({
  cert: chain,
  key,
  minVersion: "TLSv1.2",
  maxVersion: "TLSv1.3",
  ciphers: suites.join(":"),
  honorCipherOrder: true,
  ecdhCurve: groups.join(":"),
  sigalgs: signatures.join(":"),
  // A ticket's key would outlive what it protects: whoever finds it reads every resumed connection of TLS 1.2.
  secureOptions:
    constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_COMPRESSION | constants.SSL_OP_NO_TICKET,
});
