import type { LockoutView } from "@entobot/contract/edge";
import { useState } from "react";
import { Badge } from "../../design/badge.tsx";
import { Button } from "../../design/button.tsx";
import { ConfirmDialog } from "../../design/confirm-dialog.tsx";
import { Row, Rows } from "../../design/rows.tsx";
import { Ago } from "../../design/time.tsx";
import { toast } from "../../design/toast.tsx";
import { useCookieApi } from "../../shell/session.tsx";
import { Section } from "../settings/section.tsx";
import { useMay } from "../viewer.ts";
import { TimeLeft } from "./time-left.tsx";
import type { Edge } from "./use-edge.ts";

/** Who failed too often and has to wait. */
export function LockoutsSection({ edge, reload }: { edge: Edge; reload: () => Promise<void> }) {
  const { lockouts, skewMs } = edge;
  return (
    <Section title="Locked out">
      {lockouts.length === 0 ? (
        <p className="rounded-lg border border-line bg-surface px-4 py-5 text-ink-soft text-sm">
          Nobody is locked out. After ten wrong credentials an address has to wait, after fifty an account.
        </p>
      ) : (
        <Rows label="Locked out">
          {lockouts.map((lockout) => (
            <LockoutRow key={lockout.id} lockout={lockout} skewMs={skewMs} reload={reload} />
          ))}
        </Rows>
      )}
    </Section>
  );
}

const kinds = { address: "address", account: "account" } as const;

function LockoutRow({
  lockout,
  skewMs,
  reload,
}: {
  lockout: LockoutView;
  skewMs: number;
  reload: () => Promise<void>;
}) {
  const api = useCookieApi();
  const releases = useMay("settings.write");
  const [asking, setAsking] = useState(false);
  const { id, kind, subject, level, started_at, until } = lockout;
  return (
    <Row
      title={
        <>
          <span className="font-medium text-sm">{subject}</span>
          <Badge>{kinds[kind]}</Badge>
        </>
      }
      note={
        <>
          <TimeLeft until={until} skewMs={skewMs} onOver={reload} /> · since <Ago at={started_at} />
          {level > 1 && ` · ${level} times in a row`}
        </>
      }
    >
      {releases && (
        <Button aria-label={`Release ${subject}`} onClick={() => setAsking(true)}>
          Release
        </Button>
      )}
      {asking && (
        <ConfirmDialog
          title={`Release ${subject}?`}
          verb="Release"
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await api.lockouts.release(id);
            await reload();
            toast(`${subject} may try again`);
          }}
        >
          {kind === "address" ? (
            <p>
              Whoever comes from this address may try again at once, and has ten attempts more. Do it when you
              know who they are.
            </p>
          ) : (
            <p>
              Anybody may try this account's password again at once, also whoever guessed at it. Do it when
              its owner asks you.
            </p>
          )}
          <p>The record will say that you released it.</p>
        </ConfirmDialog>
      )}
    </Row>
  );
}
