import type { Person } from "@entobot/contract/people";
import { Failure } from "../../pure/failure.ts";
import type { House } from "../house.ts";

/** By id or e-mail address, as the operator types it. */
export async function findPerson(house: House, idOrEmail: string): Promise<Person> {
  const person = await house.identity.people.find(idOrEmail.trim().toLowerCase());
  if (person === undefined) {
    throw new Failure("not_found", { text: "There is no such person. `entobot user list` shows everybody." });
  }
  return person;
}
