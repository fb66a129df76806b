import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect } from "vitest";
import { openCertificates } from "../../../src/operations/index.ts";
import { type Issued, makeAuthority } from "../../_support/certificates.ts";
import { testWith } from "../../_support/peers.ts";

const test = testWith("openssl");
const { issue } = makeAuthority();
const day = 86_400_000;

/** The folders as certbot makes them: links in live/, files in archive/. */
function certbot(first: Issued) {
  const folder = mkdtempSync(join(tmpdir(), "entobot-certbot-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const live = join(folder, "live");
  mkdirSync(live);
  mkdirSync(join(folder, "archive"));
  let round = 0;
  const put = (name: "fullchain" | "privkey", bytes: Buffer) => {
    const file = `${name}${++round}.pem`;
    writeFileSync(join(folder, "archive", file), bytes, { mode: 0o640 });
    const link = join(live, `${name}.pem`);
    symlinkSync(join("../archive", file), `${link}.new`);
    renameSync(`${link}.new`, link);
  };
  put("fullchain", first.chain);
  put("privkey", first.key);
  return { put, paths: { chain: join(live, "fullchain.pem"), key: join(live, "privkey.pem") } };
}

async function opened(first = issue(), publicHost: string | null = null) {
  let now = Date.now();
  const files = certbot(first);
  const certificates = await openCertificates({ paths: files.paths, publicHost, clock: () => now });
  let changes = 0;
  certificates.onChange(() => changes++);
  const pass = (ms: number) => {
    now += ms;
  };
  return { ...files, certificates, pass, changes: () => changes };
}

describe("while it runs", () => {
  test("a renewed pair is taken when both files have come, and not before", async () => {
    const { certificates, put, changes } = await opened();
    expect(await certificates.look()).toEqual({ kind: "same" });
    const next = issue();
    put("fullchain", next.chain);
    expect(await certificates.look()).toEqual({ kind: "waiting" });
    expect(certificates.current().chain.equals(next.chain)).toBe(false);
    put("privkey", next.key);
    expect(await certificates.look()).toMatchObject({ kind: "loaded" });
    expect(certificates.current()).toEqual(next);
    expect(await certificates.look()).toEqual({ kind: "same" });
    expect([changes(), certificates.troubles()]).toEqual([1, []]);
  });

  test("a bad pair keeps the old one, is said once, shown until it is mended", async () => {
    const first = issue();
    const { certificates, put, pass, changes } = await opened(first);
    put("privkey", issue().key);
    expect(await certificates.look()).toEqual({ kind: "waiting" });
    pass(11_000);
    expect(await certificates.look()).toEqual({ kind: "refused", fault: "key_of_another_certificate" });
    pass(90_000);
    expect(await certificates.look()).toEqual({ kind: "same" });
    expect(certificates.current().key.equals(first.key)).toBe(true);
    expect(certificates.view().problem?.text).toContain("is not the key of the first certificate");
    expect(certificates.troubles()).toHaveLength(1);
    put("privkey", first.key);
    expect(await certificates.look()).toEqual({ kind: "same" });
    expect([certificates.troubles(), certificates.view().problem, changes()]).toEqual([[], null, 0]);
  });

  test("files that go away, too; one that is not valid yet is taken when it is", async () => {
    const { certificates, put, paths, pass } = await opened();
    unlinkSync(paths.key);
    await certificates.look();
    pass(11_000);
    expect(await certificates.look()).toEqual({ kind: "refused", fault: "key_unreadable" });
    const next = issue({ from: Date.now() + 3_600_000 });
    put("fullchain", next.chain);
    put("privkey", next.key);
    await certificates.look();
    pass(11_000);
    expect(await certificates.look()).toEqual({ kind: "refused", fault: "not_yet_valid" });
    pass(3_700_000);
    expect(await certificates.look()).toMatchObject({ kind: "loaded" });
  });
});

describe("the view", () => {
  test("counts days, and warns while there is time", async () => {
    const { certificates, pass } = await opened(issue({ names: ["entobot.example"] }), "other.example");
    expect(certificates.view()).toMatchObject({ names: ["entobot.example"], daysLeft: 88, problem: null });
    expect(certificates.notices().map(({ code }) => code)).toEqual(["certificate_name"]);
    pass(80 * day);
    expect(certificates.notices()[0]?.text).toBe("The TLS certificate expires in 8 days.");
    pass(10 * day);
    expect(certificates.troubles()[0]).toContain("has expired");
  });
});

describe("a start is refused, with what to do", () => {
  const refusal = async (paths: { chain: string; key: string }) => {
    const opening = openCertificates({ paths, publicHost: null, clock: Date.now });
    return opening.then(
      () => "opened",
      (error: { code: string; text: string }) => `${error.code}: ${error.text}`,
    );
  };

  test("missing, mismatched, expired; a pipe does not make it wait", async () => {
    const { paths, put } = certbot(issue());
    const missing = { ...paths, key: `${paths.key}.gone` };
    expect(await refusal(missing)).toMatch(/^configuration: channels\.mobile\.tls_key: .*gone is not there/);
    const certbots = { chain: "/etc/letsencrypt/live/nobody.example/fullchain.pem", key: "/x" };
    expect(await refusal(certbots)).toContain("sudo certbot certonly --standalone -d nobody.example");
    expect(await refusal({ ...paths, chain: "/dev/null" })).toContain("is not a file that can be read");
    put("privkey", issue().key);
    expect(await refusal(paths)).toContain("openssl pkey -in");
    const over = issue({ from: Date.now() - 9 * day, to: Date.now() - day });
    put("fullchain", over.chain);
    put("privkey", over.key);
    expect(await refusal(paths)).toContain("sudo certbot renew --force-renewal");
  });

  test("a key that everybody may read is said", async () => {
    const { paths } = certbot(issue());
    chmodSync(paths.key, 0o644);
    const certificates = await openCertificates({ paths, publicHost: null, clock: Date.now });
    expect(certificates.notices().map(({ code }) => code)).toEqual(["certificate_key_open"]);
  });
});
