import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

export interface IssueOptions {
  readonly names?: readonly string[];
  /** Ms since the epoch. Default: yesterday, for 90 days. */
  readonly from?: number;
  readonly to?: number;
  readonly key?: "ec" | "rsa2048" | "rsa1024" | "ed25519" | "secp256k1";
  readonly digest?: "sha256" | "sha1";
}

export interface Issued {
  readonly chain: Buffer;
  readonly key: Buffer;
}

export interface Authority {
  /** What clients trust. */
  readonly root: Buffer;
  readonly rootFile: string;
  issue(options?: IssueOptions): Issued;
}

const kinds: Readonly<Record<NonNullable<IssueOptions["key"]>, readonly string[]>> = {
  ec: ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
  rsa2048: ["rsa", "-pkeyopt", "rsa_keygen_bits:2048"],
  rsa1024: ["rsa", "-pkeyopt", "rsa_keygen_bits:1024"],
  ed25519: ["ed25519"],
  secp256k1: ["ec", "-pkeyopt", "ec_paramgen_curve:secp256k1"],
};

const day = 86_400_000;
const stamp = (ms: number) => `${new Date(ms).toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`;

/** A certificate authority of the test file's own, by the openssl on this machine. */
export function makeAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), "entobot-authority-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync("openssl", words, { cwd: folder, stdio: "pipe" });
  const newKey = (file: string, kind: NonNullable<IssueOptions["key"]>) =>
    openssl("genpkey", "-algorithm", ...kinds[kind], "-out", file);
  mkdirSync(at("issued"));
  writeFileSync(at("index"), "");
  writeFileSync(at("serial"), "1000");
  writeFileSync(
    at("ca.conf"),
    [
      "[ca]\ndefault_ca=here\n[here]\ndatabase=index\nserial=serial\nnew_certs_dir=issued\npolicy=any\nunique_subject=no",
      "certificate=root.pem\nprivate_key=root.key\ndefault_md=sha256\n[any]\ncommonName=supplied",
    ].join("\n"),
  );
  newKey("root.key", "ec");
  openssl("req", "-x509", "-key", "root.key", "-out", "root.pem", "-days", "3650", "-subj", "/CN=Test Root");

  let count = 0;
  return {
    root: readFileSync(at("root.pem")),
    rootFile: at("root.pem"),
    issue({ names = ["localhost", "127.0.0.1"], from, to, key = "ec", digest = "sha256" } = {}) {
      const name = `leaf-${++count}`;
      newKey(`${name}.key`, key);
      openssl("req", "-new", "-key", `${name}.key`, "-out", `${name}.csr`, "-subj", "/CN=Leaf");
      const entries = names.map((text) => `${/^[\d.]+$|:/.test(text) ? "IP" : "DNS"}:${text}`);
      writeFileSync(at(`${name}.ext`), `subjectAltName=${entries.join(",")}\nbasicConstraints=CA:FALSE\n`);
      openssl(
        ...["ca", "-batch", "-notext", "-config", "ca.conf", "-in", `${name}.csr`, "-out", `${name}.pem`],
        ...["-extfile", `${name}.ext`, "-md", digest],
        ...["-startdate", stamp(from ?? Date.now() - day), "-enddate", stamp(to ?? Date.now() + 89 * day)],
      );
      const chain = Buffer.concat([readFileSync(at(`${name}.pem`)), readFileSync(at("root.pem"))]);
      return { chain, key: readFileSync(at(`${name}.key`)) };
    },
  };
}
