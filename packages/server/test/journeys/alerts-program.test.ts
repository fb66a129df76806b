import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../_support/alerts.ts";
import { makeAuthority } from "../_support/certificates.ts";
import { openMailSink, partsOf } from "../_support/mail-sink.ts";
import { product } from "../_support/product.ts";

/** The program itself, with the mail server's address and password from the environment, as an operator sets it up. */
test("an alert outlives SIGKILL and a mail server that is away; the commands say how it is", async () => {
  const authority = makeAuthority();
  // The program runs as another user, who cannot open the authority's folder.
  const rootFile = join(tmpdir(), `entobot-root-${process.pid}.pem`);
  writeFileSync(rootFile, authority.root, { mode: 0o644 });
  onTestFinished(() => rmSync(rootFile));
  const sink = await openMailSink({ pair: authority.issue(), password: "of-the-mail-server" });
  const program = await product({
    environment: {
      ENTOBOT_SMTP_URL: `smtp://entobot:of-the-mail-server@localhost:${sink.port}`,
      NODE_EXTRA_CA_CERTS: rootFile,
    },
  });
  const file = join(program.home, "config.json");
  const config = JSON.parse(readFileSync(file, "utf8")) as object;
  const monitoring = { alerts_enabled: true, alert_email: "security@firm.test", alert_on: ["auth_failed"] };
  writeFileSync(file, JSON.stringify({ ...config, monitoring }));
  await program.start();

  const tested = await program.command(["alerts", "test"]);
  expect(tested).toMatchObject({ exit: 0, json: { ok: true, enabled: true, results: [{ problem: null }] } });
  expect(sink.received[0]).toMatchObject({ subject: "[Entobot] A test", tls: true });

  const failSignIn = () =>
    fetch(`${program.api}/api/v1/auth/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: program.api },
      body: JSON.stringify({ email: "mallory@evil.test", password: "a wrong password" }),
    });
  expect((await failSignIn()).status).toBe(401);
  await eventually(() => sink.received.length === 2);
  expect(partsOf(sink.received[1]?.raw ?? "").text).toContain("127.0.0.1");

  await sink.close();
  await failSignIn();
  // A refusal of a stranger is in the record a little after its answer (a flood is folded for two seconds).
  await eventually(async () => {
    const { json } = await program.command(["audit", "search", "--event", "auth_failed"]);
    return (json as { items: unknown[] }).items.length === 2;
  });
  // Killed before or after it came into the outbox: the record has it.
  await program.kill();
  await sink.open();
  await program.start();
  // The quiet minute after the first message is not over: the digest waits, and nothing of it is lost.
  let json: unknown;
  await eventually(async () => {
    ({ json } = await program.command(["alerts", "status"]));
    return (json as { channels: { waiting: number }[] }).channels[0]?.waiting === 1;
  }, 60_000);
  expect(json).toMatchObject({
    enabled: true,
    events: ["auth_failed"],
    channels: [
      { channel: "mail", last_problem: null },
      { channel: "webhook", configured: false },
    ],
  });
  expect(sink.received).toHaveLength(2);
}, 240_000);
