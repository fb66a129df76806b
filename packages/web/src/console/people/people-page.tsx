import type { Person } from "@entobot/contract/people";
import { useState } from "react";
import { Avatar } from "../../design/avatar.tsx";
import { Badge } from "../../design/badge.tsx";
import { Button } from "../../design/button.tsx";
import { ErrorNotice } from "../../design/error-notice.tsx";
import { Row, Rows } from "../../design/rows.tsx";
import { SkeletonRows } from "../../design/skeleton.tsx";
import { Ago } from "../../design/time.tsx";
import { useCookieApi } from "../../shell/session.tsx";
import { useLoaded } from "../../shell/use-loaded.ts";
import { allPages } from "../all-pages.ts";
import { PageHeader } from "../page-header.tsx";
import { useMay } from "../viewer.ts";
import { AddPersonDialog } from "./add-person-dialog.tsx";
import { PersonMenu } from "./person-menu.tsx";
import { roleWords } from "./role-words.ts";

export function PeoplePage() {
  const api = useCookieApi();
  const adds = useMay("people.add");
  const people = useLoaded("people", () => allPages(api.people.list));
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader title="People" lead="Who may use this server, and as what.">
        {adds && (
          <Button kind="primary" icon="add" onClick={() => setAdding(true)}>
            Add a person
          </Button>
        )}
      </PageHeader>
      {people.value ? (
        <Rows label="People">
          {people.value.map((person) => (
            <PersonRow key={person.id} person={person} onChange={people.reload} />
          ))}
        </Rows>
      ) : people.error ? (
        <ErrorNotice error={people.error} onRetry={people.reload} />
      ) : (
        <SkeletonRows />
      )}
      {adding && <AddPersonDialog onClose={() => setAdding(false)} onAdded={people.reload} />}
    </>
  );
}

function PersonRow({ person, onChange }: { person: Person; onChange: () => Promise<void> }) {
  return (
    <Row
      lead={<Avatar name={person.name || person.email} />}
      title={
        <>
          <span className="truncate font-medium">{person.name || person.email}</span>
          <span
            className={person.role === "member" && person.status !== "active" ? "max-sm:hidden" : "contents"}
          >
            <Badge tone={person.role === "member" ? "neutral" : "accent"}>
              {roleWords[person.role].name}
            </Badge>
          </span>
          {person.status === "invited" && <Badge tone="warn">invited</Badge>}
          {person.status === "disabled" && <Badge tone="bad">disabled</Badge>}
        </>
      }
      note={
        <>
          <span className="max-sm:block max-sm:truncate">{person.email}</span>
          <span className="max-sm:hidden">
            {" "}
            · {person.last_seen_at ? "seen " : ""}
            <Ago at={person.last_seen_at} never="not seen yet" />
          </span>
        </>
      }
    >
      <PersonMenu person={person} onChange={onChange} />
    </Row>
  );
}
