import type { SessionId } from "@entobot/contract/ids";
import type { Wrong } from "../access/index.ts";
import { isToken } from "../crypto/token.ts";
import type { Call, PersonCall } from "../pure/call.ts";
import { Failure } from "../pure/failure.ts";
import { asStranger } from "./acting.ts";
import type { Tools } from "./deps.ts";
import { endAll } from "./end-sessions.ts";
import type { Identity } from "./identity.ts";
import { dropLinks, findLink, takeLink } from "./link-store.ts";
import { findWeakness } from "./password-rules.ts";
import { findPerson, findPersonByEmail, lockPerson, type PersonRow, updatePassword } from "./people-store.ts";
import { startBrowserSession } from "./start-session.ts";

export function assertStrong(
  password: string,
  about: { email: string; name: string; organization: string },
): void {
  const weakness = findWeakness(password, about);
  if (weakness) throw new Failure("weak_password", { text: `This password is too weak. ${weakness}` });
}

export function createPasswordCases(tools: Tools): Identity["passwords"] {
  const { database, audit, attempts, clock, hashToken, knownBrowsers, passwords, live } = tools;

  function failed(
    call: Call,
    wrong: Wrong,
    { method, reason, email }: { method: "password" | "link"; reason: string; email: string | null },
    person?: PersonRow,
  ): void {
    wrong(reason);
    audit.note(call, {
      event: "auth_failed",
      outcome: "failure",
      severity: "warning",
      target: person?.id ?? null,
      subject: person?.id ?? null,
      details: { method, reason },
      personal: { email },
    });
  }

  const about = (person: PersonRow) => ({
    email: person.email,
    name: person.name,
    organization: tools.settings().organizationName,
  });

  return {
    /** Known and unknown address, right and wrong state: the same work, the same answer (figure B11). */
    async signIn(given, request, mark = "") {
      const call = asStranger(given);
      const email = request.email.trim().toLowerCase();
      const known = knownBrowsers.find(email, mark, clock());
      const by = { method: "password", user: email, account: email } as const;
      const shown = known === undefined ? by : { ...by, known };
      const person = await attempts.judge(call, shown, async (wrong) => {
        const found = await findPersonByEmail(database, email);
        const right = await passwords.verify(request.password, found?.password ?? null);
        if (found && right && found.status === "active") return found;
        const reason = !found ? "unknown_person" : right ? "not_active" : "wrong_password";
        failed(call, wrong, { method: "password", reason, email }, found);
        throw new Failure("invalid_credentials");
      });
      return audit.mutate(call, "chained", async (mutation) => {
        // Disabled, or given another password, while the hash was computed?
        const now = await lockPerson(mutation.tx, person.id);
        if (now?.status !== "active" || now.password !== person.password) {
          throw new Failure("invalid_credentials");
        }
        return startBrowserSession(tools, mutation, now, "password");
      });
    },

    async setByLink(given, request) {
      const call = asStranger(given);
      const { hash, person } = await attempts.judge(call, { method: "link", user: null }, async (wrong) => {
        const hash = isToken(request.token) ? hashToken(request.token) : undefined;
        const link = hash && (await findLink(database, hash, clock()));
        const person = link?.person_id ? await findPerson(database, link.person_id) : undefined;
        if (hash && person && person.status !== "disabled") return { hash, person };
        failed(call, wrong, { method: "link", reason: "wrong_link", email: null }, person);
        throw new Failure("link_invalid");
      });
      assertStrong(request.password, about(person));
      const password = await passwords.hash(request.password);
      const ended: SessionId[] = [];
      const signedIn = await audit.mutate(call, "chained", async (mutation) => {
        const { tx } = mutation;
        const current = await lockPerson(tx, person.id);
        if (!current || current.status === "disabled") throw new Failure("link_invalid");
        if (!(await takeLink(tx, hash, clock()))) throw new Failure("link_invalid");
        await updatePassword(tx, current.id, password);
        const { id } = current;
        mutation.record({
          event: "password_set",
          actor: id,
          target: id,
          subject: id,
          details: { method: "link" },
        });
        ended.push(...(await endAll(mutation, id, null, "password_changed", clock())));
        return startBrowserSession(tools, mutation, { ...current, status: "active" }, "link");
      });
      await live.changed(ended);
      return signedIn;
    },

    async change(call: PersonCall, request) {
      const { personId, sessionId, email } = call.principal;
      const shown = { method: "password", user: email, account: email, known: sessionId } as const;
      const person = await attempts.judge(call, shown, async (wrong) => {
        const found = await findPerson(database, personId);
        const right = await passwords.verify(request.current_password, found?.password ?? null);
        if (found && right) return found;
        failed(call, wrong, { method: "password", reason: "wrong_password", email: null }, found);
        const text = "Invalid credentials: the current password is wrong.";
        throw new Failure("invalid_credentials", { text });
      });
      assertStrong(request.new_password, about(person));
      const password = await passwords.hash(request.new_password);
      const ended = await audit.mutate(call, "chained", async (mutation) => {
        const current = await lockPerson(mutation.tx, personId);
        if (current?.status !== "active" || current.password !== person.password) {
          throw new Failure("conflict");
        }
        await updatePassword(mutation.tx, personId, password);
        await dropLinks(mutation.tx, personId);
        mutation.record({
          event: "password_set",
          target: personId,
          subject: personId,
          details: { method: "change" },
        });
        return endAll(mutation, personId, sessionId, "password_changed", clock());
      });
      await live.changed(ended);
    },
  };
}
