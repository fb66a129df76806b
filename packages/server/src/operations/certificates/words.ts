import type { CertificateFault } from "../../crypto/certificate.ts";
import type { FileFault, PairPaths } from "./pair-files.ts";

const keys = { chain: "channels.mobile.tls_cert", key: "channels.mobile.tls_key" } as const;

export type PairFault = FileFault | CertificateFault;

/** For the record: a closed word. */
export const faultWord = (fault: PairFault): string =>
  typeof fault === "string" ? fault : `${fault.file}_unreadable`;

/** What is wrong with the pair and what to do about it, for the person who runs the server. */
export function describeFault(fault: PairFault, paths: PairPaths): string {
  if (typeof fault !== "string") return describeFileFault(fault, paths);
  const { chain, key } = paths;
  switch (fault) {
    case "chain_malformed":
      return `${keys.chain}: ${chain} is no chain of certificates in PEM, or it is cut short. Look at it with\n  openssl x509 -in ${quoted(chain)} -noout -subject -dates`;
    case "key_malformed":
      return `${keys.key}: ${key} is no private key in PEM. Look at it with\n  openssl pkey -in ${quoted(key)} -noout -check`;
    case "key_encrypted":
      return `${keys.key}: ${key} is locked by a passphrase, which nobody could type at a restart. Write it without one:\n  openssl pkey -in ${quoted(key)} -out NEW.pem`;
    case "key_of_another_certificate":
      return `${keys.key}: ${key} is not the key of the first certificate in ${chain}. These two must print the same:\n  openssl x509 -in ${quoted(chain)} -noout -pubkey\n  openssl pkey -in ${quoted(key)} -pubout`;
    case "key_weak":
      return `${keys.key}: ${key} is an RSA key of less than 2048 bits, which clients refuse. ${renewal}`;
    case "key_kind":
      return `${keys.key}: ${key} is of a kind that browsers refuse. Take RSA, or EC on P-256, P-384 or P-521. ${renewal}`;
    case "signature_weak":
      return `${keys.chain}: ${chain} is signed with MD5 or SHA-1, which clients refuse. ${renewal}`;
    case "not_yet_valid":
      return `${keys.chain}: ${chain} is not valid yet. If it should be, set this machine's clock.`;
    case "expired":
      return `${keys.chain}: ${chain} has expired, and every client would refuse it. ${renewal}`;
    case "refused_by_openssl":
      return `${keys.chain}: OpenSSL does not take ${chain} with ${key}. A certificate further down the chain may be too weak. ${renewal}`;
  }
}

const renewal = "With certbot: sudo certbot renew --force-renewal. Else ask whoever issued it.";

function describeFileFault({ file, code }: FileFault, paths: PairPaths): string {
  const path = paths[file];
  if (code === "ENOENT" || code === "ENOTDIR") return `${keys[file]}: ${path} is not there. ${missing(path)}`;
  if (code === "EACCES" || code === "EPERM") {
    return `${keys[file]}: ${path} may not be read by the user that runs Entobot. ${unreadable(paths)}`;
  }
  return `${keys[file]}: ${path} is not a file that can be read (${code}).`;
}

const underCertbot = (path: string) => /^\/etc\/letsencrypt\/live\/([^/]+)\//.exec(path)?.[1];

function missing(path: string): string {
  const name = underCertbot(path);
  return name
    ? `Get it first:\n  sudo certbot certonly --standalone -d ${quoted(name)}`
    : "Put it there, or correct the key.";
}

/** Certbot's folders are root's; so are a careful administrator's. The server is not root and never will be. */
function unreadable({ chain, key }: PairPaths): string {
  const name = underCertbot(chain) ?? underCertbot(key);
  if (name === undefined) {
    return `Let its group read both files:\n  sudo chgrp entobot ${quoted(chain)} ${quoted(key)} && sudo chmod 0640 ${quoted(chain)} ${quoted(key)}`;
  }
  const lineage = `/etc/letsencrypt/live/${name}`;
  return [
    "Certbot keeps it for root. Let it hand on a copy, now and after every renewal:",
    "  npx entobot harden --out /tmp/entobot-harden",
    "  sudo install -m 0755 /tmp/entobot-harden/certbot/deploy-hook.sh /etc/letsencrypt/renewal-hooks/deploy/entobot",
    `  sudo RENEWED_LINEAGE=${quoted(lineage)} /etc/letsencrypt/renewal-hooks/deploy/entobot`,
    "It puts both files into /etc/entobot/tls, for the group entobot (0640). Then set",
    `  ${keys.chain} to /etc/entobot/tls/fullchain.pem`,
    `  ${keys.key} to /etc/entobot/tls/privkey.pem`,
  ].join("\n");
}

/** For a shell. */
const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
