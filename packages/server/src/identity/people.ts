import { PersonId, type SessionId } from "@entobot/contract/ids";
import type { AddPerson, ChangePerson, Invitation, Person } from "@entobot/contract/people";
import { assertMay } from "../access/index.ts";
import type { Mutation } from "../audit/index.ts";
import { newToken } from "../crypto/token.ts";
import type { Call } from "../pure/call.ts";
import { timestamp } from "../pure/clock.ts";
import { Failure } from "../pure/failure.ts";
import { refuse, standsAbove } from "./acting.ts";
import type { Tools } from "./deps.ts";
import { everHadDevice } from "./device-store.ts";
import { endAll } from "./end-sessions.ts";
import { idPage } from "./id-page.ts";
import type { Identity } from "./identity.ts";
import { lifetimes } from "./lifetimes.ts";
import { dropLinks, putLink } from "./link-store.ts";
import { decideChange, losesOwner, mayGive } from "./people-rules.ts";
import {
  countOtherOwners,
  countPeople,
  findPerson,
  findPersonByEmail,
  hasOwner,
  insertPerson,
  listPeople,
  lockPerson,
  type PersonRow,
  toPerson,
  updatePerson,
} from "./people-store.ts";
import { announce } from "./session-store.ts";

export function createPeople(tools: Tools): Identity["people"] {
  const { database, audit, clock, newId, live } = tools;

  async function makeLink({ tx }: Mutation, person: PersonRow): Promise<Invitation> {
    const now = clock();
    const token = newToken(tools.random);
    const expiresAt = now + lifetimes.invitation;
    await putLink(tx, { hash: tools.hashToken(token), person: person.id, now, expiresAt });
    const { publicUrl, webUrl } = tools.settings();
    return {
      id: person.id,
      email: person.email,
      role: person.role,
      set_password_url: `${(publicUrl ?? webUrl).replace(/\/+$/, "")}/set-password#${token}`,
      expires_at: timestamp(expiresAt),
    };
  }

  async function get(call: Call, id: PersonId): Promise<Person> {
    const { principal } = call;
    const own = principal.kind === "person" && principal.personId === id;
    if (!own) assertMay(principal, "people.read");
    const person = await findPerson(database, id);
    if (!person) throw new Failure("not_found");
    return toPerson(person);
  }

  return {
    async add(call, request: AddPerson) {
      assertMay(call.principal, "people.add");
      const { role } = request;
      if (!mayGive(call.principal, role)) throw refuse(audit, call, "people.add", role);
      return audit.mutate(call, "chained", async (mutation) => {
        if (role === "owner" && !(await hasOwner(mutation.tx))) {
          throw new Failure("access_denied", { text: "Claim the server first: its first owner claims it." });
        }
        const email = request.email.trim().toLowerCase();
        const name = request.name ?? email.split("@")[0] ?? email;
        const id = newId<PersonId>("usr");
        const person: PersonRow = {
          ...{ id, email, name, role, status: "invited", password: null },
          ...{ created_at: clock(), last_seen_at: null },
        };
        if (!(await insertPerson(mutation.tx, person))) throw new Failure("email_taken");
        await tools.prepareKey(mutation.tx, id);
        const personal = { email };
        mutation.record({ event: "person_added", target: id, subject: id, details: { role }, personal });
        return makeLink(mutation, person);
      });
    },

    async invite(call, id) {
      assertMay(call.principal, "people.add");
      return audit.mutate(call, "chained", async (mutation) => {
        const person = await lockPerson(mutation.tx, id);
        if (!person) throw new Failure("not_found");
        if (!standsAbove(call.principal, person.role)) throw refuse(audit, call, "people.invite", id);
        if (person.status === "disabled") {
          throw new Failure("conflict", { text: "This person is disabled. Enable them first." });
        }
        mutation.record({ event: "person_invited", target: id, subject: id });
        return makeLink(mutation, person);
      });
    },

    async list(call, query) {
      assertMay(call.principal, "people.read");
      return idPage(PersonId, query, toPerson, (after, limit) => listPeople(database, after ?? "", limit));
    },

    get,

    async find(idOrEmail) {
      const text = idOrEmail.trim().toLowerCase();
      const person = PersonId.safeParse(text).success
        ? await findPerson(database, text)
        : await findPersonByEmail(database, text);
      return person && toPerson(person);
    },

    async change(call, id, change: ChangePerson) {
      assertMay(call.principal, "people.change");
      let touched: (SessionId | PersonId)[] = [];
      // Taking somebody's access away does not wait for the chain.
      const acknowledge = change.disabled === true ? "committed" : "chained";
      const person = await audit.mutate(call, acknowledge, async (mutation) => {
        const { tx } = mutation;
        const before = await lockPerson(tx, id);
        if (!before) throw new Failure("not_found");
        const known = before.password !== null || (await everHadDevice(tx, id));
        const after = decideChange(call.principal, before, change, known);
        if (!after) throw refuse(audit, call, "people.change", id);
        if (losesOwner(before, after) && (await countOtherOwners(tx, id)) === 0) {
          throw new Failure("conflict", {
            text: "This is the last owner. Make somebody else an owner first.",
          });
        }
        await updatePerson(tx, id, after);
        mutation.record({
          event: "person_changed",
          severity: after.role !== before.role ? "warning" : "info",
          target: id,
          subject: id,
          details: {
            role: after.role,
            role_before: before.role,
            status: after.status,
            status_before: before.status,
            renamed: after.name !== before.name,
          },
        });
        touched = [id];
        if (after.status === "disabled") {
          await dropLinks(tx, id);
          touched.push(...(await endAll(mutation, id, null, "person_disabled", clock())));
        }
        await announce(tx, [id]);
        return toPerson({ ...before, ...after });
      });
      await live.changed(touched);
      return person;
    },

    async self(call) {
      const { personId, email, name, role } = call.principal;
      return { id: personId, email, name, role };
    },

    async hasPassword({ principal }) {
      const found = await live.find(principal.sessionId);
      return found.kind === "live" && found.session.has_password;
    },

    count: () => countPeople(database),
  };
}
