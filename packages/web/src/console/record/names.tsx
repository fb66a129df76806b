import type { Person } from "@entobot/contract/people";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useCookieApi } from "../../shell/session.tsx";
import { useLoaded } from "../../shell/use-loaded.ts";
import { allPages } from "../all-pages.ts";
import { useMay } from "../viewer.ts";

/** Id → what a person is called. The record holds ids only, so that a name can be forgotten. */
export type Names = ReadonlyMap<string, string>;

const NamesContext = createContext<Names>(new Map());

/** Undefined for who is no person, or gone. */
export const useName = (id: string | null): string | undefined => useContext(NamesContext).get(id ?? "");

export function NamesProvider({ children }: { children: ReactNode }) {
  const api = useCookieApi();
  const knows = useMay("people.read");
  const people = useLoaded("names", async () => (knows ? allPages(api.people.list) : []));
  const names = useMemo(() => namesOf(people.value ?? []), [people.value]);
  return <NamesContext value={names}>{children}</NamesContext>;
}

const namesOf = (people: readonly Person[]): Names =>
  new Map(people.map(({ id, name, email }) => [id, name || email]));
