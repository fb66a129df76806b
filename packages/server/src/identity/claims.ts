import type { ClaimRequest } from "@entobot/contract/auth";
import type { PersonId } from "@entobot/contract/ids";
import type { Wrong } from "../access/index.ts";
import { isToken, newToken } from "../crypto/token.ts";
import type { Call } from "../pure/call.ts";
import { Failure } from "../pure/failure.ts";
import { asStranger, refuse } from "./acting.ts";
import type { Tools } from "./deps.ts";
import type { Identity } from "./identity.ts";
import { lifetimes } from "./lifetimes.ts";
import { findLink, putLink, takeLink } from "./link-store.ts";
import { assertStrong } from "./passwords.ts";
import { hasOwner, insertOwnership, insertPerson, type PersonRow } from "./people-store.ts";
import { startBrowserSession } from "./start-session.ts";

/** How a fresh server gets its first owner: once. */
export function createClaims(tools: Tools): Identity["claims"] {
  const { database, audit, attempts, clock, newId, random, hashToken, passwords } = tools;

  function refuseLink(call: Call, wrong: Wrong): Failure {
    wrong("wrong_link");
    audit.note(call, {
      event: "auth_failed",
      outcome: "failure",
      severity: "warning",
      details: { method: "claim", reason: "wrong_link" },
    });
    return new Failure("link_invalid");
  }

  let claimed = false;

  return {
    /** Strangers may ask as often as they like; a server that was claimed stays so. */
    async hasOwner() {
      claimed ||= await hasOwner(database);
      return claimed;
    },

    async create(call) {
      const { kind } = call.principal;
      if (kind !== "operator" && kind !== "system") throw refuse(audit, call, "claim.create", "server");
      return audit.mutate(call, "chained", async ({ tx, record }) => {
        if (await hasOwner(tx)) throw new Failure("already_claimed");
        const now = clock();
        const token = newToken(random);
        const expiresAt = now + lifetimes.claimLink;
        await putLink(tx, { hash: hashToken(token), person: null, now, expiresAt });
        record({ event: "claim_created", severity: "warning", details: { expires_at: expiresAt } });
        return { token, expiresAt };
      });
    },

    async claim(given, request: ClaimRequest) {
      const call = asStranger(given);
      if (await hasOwner(database)) throw new Failure("already_claimed");
      const hash = await attempts.judge(call, { method: "claim", user: null }, async (wrong) => {
        const shown = isToken(request.token) ? hashToken(request.token) : undefined;
        const link = shown && (await findLink(database, shown, clock()));
        if (!shown || link?.person_id !== null) throw refuseLink(call, wrong);
        return shown;
      });
      const email = request.email.trim().toLowerCase();
      const name = request.name ?? email.split("@")[0] ?? email;
      assertStrong(request.password, { email, name, organization: tools.settings().organizationName });
      const password = await passwords.hash(request.password);

      return audit.mutate(call, "chained", async (mutation) => {
        const { tx } = mutation;
        const now = clock();
        const taken = await takeLink(tx, hash, now);
        if (taken?.person_id !== null) throw new Failure("link_invalid");
        const id = newId<PersonId>("usr");
        const owner: PersonRow = {
          ...{ id, email, name, password, created_at: now, last_seen_at: null },
          ...{ role: "owner", status: "active" },
        };
        if (!(await insertPerson(tx, owner))) throw new Failure("email_taken");
        if (!(await insertOwnership(tx, id, now))) throw new Failure("already_claimed");
        await tools.prepareKey(tx, id);
        mutation.record({
          event: "owner_claimed",
          severity: "warning",
          actor: id,
          target: id,
          subject: id,
          personal: { email },
        });
        return startBrowserSession(tools, mutation, owner, "claim");
      });
    },
  };
}
