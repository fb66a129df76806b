import { expect, test } from "vitest";
import { testDatabase } from "../_support/database.ts";
import {
  addPerson,
  claimOwner,
  codeOf,
  operator,
  pairDevice,
  stranger,
  testIdentity,
} from "../_support/identity.ts";

/** Threat D3: acting as somebody by pairing a device for them. */
const { open } = await testDatabase();
const house = await testIdentity(open());
const { identity } = house;
const owner = await claimOwner(house);
const admin = await addPerson(house, "admin");
const auditor = await addPerson(house, "auditor");

const redeem = ({ session_id, temp_token }: { session_id: string; temp_token: string }) =>
  identity.pairing.redeem(stranger(), { session_id, temp_token, device_info: {} });

test("whoever has never had a password or a device can be paired for; nobody else without their yes", async () => {
  const { id, email } = await identity.people.add(operator(), { email: "new@example.com", role: "member" });
  const first = await identity.pairing.create(admin.call, { user: email });
  expect(first.hint).toBeNull();
  const device = await redeem(first);
  expect(device.user.id).toBe(id);
  expect((await identity.people.find(email))?.status).toBe("active");

  // Taking the phone away does not open the way in: their conversations are there.
  await identity.devices.remove(admin.call, device.device_id);
  for (const call of [admin.call, operator()]) {
    const second = await identity.pairing.create(call, { user: email });
    expect(second.hint).toMatch(/approve/);
    expect(await identity.pairing.state(call, second.session_id)).toMatchObject({
      state: "awaiting_approval",
    });
    expect(await codeOf(redeem(second))).toBe("pairing_invalid");
  }
});

test("the person, and nobody else, says yes; then it works once", async () => {
  const member = await addPerson(house, "member");
  const pairing = await identity.pairing.create(admin.call, { user: member.email });
  expect(await codeOf(redeem(pairing))).toBe("pairing_invalid");
  for (const call of [admin.call, owner.call, auditor.call]) {
    expect(await codeOf(identity.pairing.approve(call, pairing.session_id))).toBe("not_found");
  }
  expect(await identity.pairing.awaiting(member.call)).toMatchObject([{ session_id: pairing.session_id }]);
  await identity.pairing.approve(member.call, pairing.session_id);
  expect((await redeem(pairing)).user.id).toBe(member.id);
  expect(await codeOf(identity.pairing.approve(member.call, pairing.session_id))).toBe("pairing_invalid");
});

test("never for somebody above oneself, never without the permission", async () => {
  expect(await codeOf(identity.pairing.create(admin.call, { user: owner.email }))).toBe("access_denied");
  expect(await codeOf(identity.pairing.create(auditor.call, { user: admin.email }))).toBe("access_denied");
  const member = await addPerson(house, "member");
  expect(await codeOf(identity.pairing.create(member.call, { user: auditor.email }))).toBe("access_denied");
  // Not even whether somebody exists.
  expect(await codeOf(identity.pairing.create(member.call, { user: "nobody@example.com" }))).toBe(
    "access_denied",
  );
  expect(await codeOf(identity.pairing.create(operator(), {}))).toBe("invalid_request");
});

test("a pairing dies with the revoked session, the rank and the account it was made by; not with a sign-out", async () => {
  const fresh = async () =>
    (await identity.people.add(operator(), { email: `${crypto.randomUUID()}@example.com`, role: "member" }))
      .email;

  const signedOut = await addPerson(house, "admin");
  const one = await identity.pairing.create(signedOut.call, { user: await fresh() });
  await identity.sessions.end(signedOut.call);
  expect(await codeOf(redeem(one))).toBe("none");

  const revoked = await addPerson(house, "admin");
  const taken = await identity.pairing.create(revoked.call, { user: await fresh() });
  await identity.sessions.revoke(operator(), revoked.call.principal.sessionId);
  expect(await codeOf(redeem(taken))).toBe("pairing_invalid");

  const demoted = await addPerson(house, "admin");
  const toAdmin = await identity.people.add(operator(), { email: "soon@example.com", role: "member" });
  const two = await identity.pairing.create(demoted.call, { user: toAdmin.email });
  await identity.people.change(owner.call, toAdmin.id, { role: "admin" });
  await identity.people.change(owner.call, demoted.id, { role: "auditor" });
  expect(await codeOf(redeem(two))).toBe("pairing_invalid");

  const disabled = await addPerson(house, "admin");
  const three = await identity.pairing.create(disabled.call, { user: await fresh() });
  await identity.people.change(owner.call, disabled.id, { disabled: true });
  expect(await codeOf(redeem(three))).toBe("pairing_invalid");
});

test("many devices paired at once for many people do not wait for each other", async () => {
  const pairings = [];
  for (let n = 0; n < 30; n++) {
    const { email } = await identity.people.add(operator(), {
      email: `many${n}@example.com`,
      role: "member",
    });
    pairings.push(await identity.pairing.create(admin.call, { user: email }));
  }
  const codes = await Promise.all(pairings.map((pairing) => codeOf(redeem(pairing))));
  expect(new Set(codes)).toEqual(new Set(["none"]));
});

test("who may look at a pairing: its maker, its person, whoever sees all devices", async () => {
  const member = await addPerson(house, "member");
  const other = await addPerson(house, "member");
  const { session_id } = await identity.pairing.create(member.call, {});
  expect(await codeOf(identity.pairing.state(member.call, session_id))).toBe("none");
  expect(await codeOf(identity.pairing.state(auditor.call, session_id))).toBe("none");
  expect(await codeOf(identity.pairing.state(other.call, session_id))).toBe("not_found");
  expect(await codeOf(identity.pairing.state(stranger(), session_id))).toBe("not_found");
});

test("a device key, once registered, must be there at every refresh", async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const device = await pairDevice(house, owner.call, { public_key: { kty: "EC", crv: "P-256", x, y } });
  const token = device.refresh_token ?? "";
  expect(await codeOf(identity.pairing.refresh(stranger(), { refresh_token: token }))).toBe(
    "refresh_invalid",
  );
  const proof = await signProof(pair.privateKey, token);
  const renewed = await identity.pairing.refresh(stranger(), { refresh_token: token, proof });
  // The proof is bound to its token: it does not serve the next one.
  const next = { refresh_token: renewed.refresh_token ?? "", proof };
  expect(await codeOf(identity.pairing.refresh(stranger(), next))).toBe("refresh_invalid");
  // And without the key not even reuse ends the family.
  expect(await codeOf(identity.pairing.refresh(stranger(), { refresh_token: token }))).toBe(
    "refresh_invalid",
  );
  expect(await codeOf(identity.authenticate.accessToken(renewed.jwt_token))).toBe("none");
});

async function signProof(key: CryptoKey, token: string): Promise<string> {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const digest = Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(token))).toString("base64url");
  const signed = `${encode({ alg: "ES256", typ: "entobot-refresh+jwt" })}.${encode({ refresh_sha256: digest })}`;
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, Buffer.from(signed));
  return `${signed}.${Buffer.from(signature).toString("base64url")}`;
}
