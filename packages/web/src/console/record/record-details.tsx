import type { AuditRecord } from "@entobot/contract/audit";
import type { ReactNode } from "react";
import { CopyButton } from "../../design/copy-button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { eventWords } from "./event-words.ts";
import { useName } from "./names.tsx";

/** One record in full: what is hashed, the values behind its commitments, and its place in the chain. */
export function RecordDetails({
  record,
  onClose,
  onAbout,
}: {
  record: AuditRecord;
  onClose: () => void;
  onAbout: (id: string) => void;
}) {
  const personal = Object.entries(record.personal ?? {});
  return (
    <Dialog
      title={eventWords(record.event)}
      place="side"
      onClose={onClose}
      footer={<CopyButton text={JSON.stringify(record, null, 2)} label="Copy as JSON" />}
    >
      <dl className="grid gap-4">
        <Item name="Number">{record.seq}</Item>
        <Item name="Event">
          <span className="font-mono text-sm">{record.event}</span>
        </Item>
        <Item name="Time">{new Date(record.ts).toLocaleString()}</Item>
        <Item name="Outcome">
          {record.outcome}, {record.severity}
        </Item>
        <Item name="Who">
          <Story id={record.actor} onAbout={onAbout} />
        </Item>
        <Item name="Device">
          <Story id={record.device} onAbout={onAbout} />
        </Item>
        <Item name="What">
          <Story id={record.target} onAbout={onAbout} />
        </Item>
        {personal.map(([path, { value }]) => (
          <Item key={path} name={path}>
            {value}
          </Item>
        ))}
        <Item name="Details">
          <pre className="overflow-x-auto whitespace-pre-wrap rounded-md bg-sunken p-3 font-mono text-xs">
            {JSON.stringify(record.details, null, 2)}
          </pre>
        </Item>
        <Item name="Hash">
          <span className="font-mono text-xs">{record.hash}</span>
        </Item>
        <Item name="Hash of the one before">
          <span className="font-mono text-xs">{record.prev}</span>
        </Item>
      </dl>
    </Dialog>
  );
}

/** A person or device leads to all that the record holds of them. */
function Story({ id, onAbout }: { id: string | null; onAbout: (id: string) => void }) {
  const name = useName(id);
  if (!id || !/^(usr|dev)_/.test(id)) return <span className="font-mono text-sm">{id ?? "none"}</span>;
  return (
    <button type="button" className="grid text-left text-accent" onClick={() => onAbout(id)}>
      {name && <span className="underline">{name}</span>}
      <span className={`break-all font-mono text-sm ${name ? "text-ink-soft" : "underline"}`}>{id}</span>
    </button>
  );
}

function Item({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-ink-soft text-xs">{name}</dt>
      <dd className="text-sm">{children}</dd>
    </div>
  );
}
