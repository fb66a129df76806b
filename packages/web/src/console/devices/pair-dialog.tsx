import type { Pairing, PairingState } from "@entobot/contract/auth";
import type { Person } from "@entobot/contract/people";
import { useEffect, useState } from "react";
import { Button } from "../../design/button.tsx";
import { CopyButton } from "../../design/copy-button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { ErrorNotice, Notice } from "../../design/error-notice.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { navigate } from "../../shell/router.tsx";
import { useCookieApi } from "../../shell/session.tsx";
import { useLoaded } from "../../shell/use-loaded.ts";
import { useLive } from "../live.tsx";
import { QrCode } from "./qr-code.tsx";

/** A code for a new device, one's own or another person's: how long it lasts, and the moment it is used. */
export function PairDialog({ person, onClose }: { person?: Person; onClose: () => void }) {
  const api = useCookieApi();
  const [round, setRound] = useState(0);
  const made = useLoaded(`pairing-${round}`, () => api.pairing.create(person ? { user: person.id } : {}));
  return (
    <Dialog
      title={person ? `Pair a phone for ${person.name || person.email}` : "Pair a device"}
      onClose={onClose}
    >
      {made.error ? (
        <ErrorNotice error={made.error} onRetry={made.reload} />
      ) : made.value ? (
        <Code
          key={made.value.session_id}
          pairing={made.value}
          person={person}
          onAgain={() => setRound(round + 1)}
          onClose={onClose}
        />
      ) : (
        <div className="grid min-h-96 place-items-center text-ink-faint">
          <Spinner label="Making a code" />
        </div>
      )}
    </Dialog>
  );
}

function Code({
  pairing,
  person,
  onAgain,
  onClose,
}: {
  pairing: Pairing;
  person: Person | undefined;
  onAgain: () => void;
  onClose: () => void;
}) {
  const { left, state } = usePairing(pairing);
  const { session_id, websocket_url, temp_token, timestamp } = pairing;
  const text = JSON.stringify({ session_id, websocket_url, temp_token, timestamp });
  if (state?.state === "used") {
    return (
      <div className="grid gap-4">
        <Notice tone="good">
          <p className="font-medium">{state.device_name ?? "The device"} is paired</p>
          <p className="text-ink-soft">It can be used from now on.</p>
        </Notice>
        <Button kind="primary" wide onClick={onClose}>
          Done
        </Button>
      </div>
    );
  }
  if (left <= 0 || state?.state === "expired") {
    return (
      <div className="grid gap-4">
        <Notice tone="warn">This code has expired. Codes last five minutes.</Notice>
        <Button kind="primary" wide onClick={onAgain}>
          Make a new code
        </Button>
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      <p className="text-ink-soft text-sm">
        {pairing.link
          ? "Point the phone's camera at it and follow the link."
          : "Scan it inside the app, or paste the text."}{" "}
        It works once.
        {person && ` Whoever scans it is ${person.email}: show it to nobody else.`}
      </p>
      <div className="grid justify-items-center gap-2">
        <QrCode text={pairing.link ?? text} label="Pairing code" />
        <p role="timer" className="text-ink-soft text-sm tabular-nums">
          {Math.floor(left / 60)}:{String(left % 60).padStart(2, "0")} left
        </p>
      </div>
      {pairing.hint && <Notice tone="warn">{pairing.hint}</Notice>}
      <div className="flex flex-wrap gap-2 *:grow">
        <CopyButton text={text} label="Copy as text" />
        {!person && <Button onClick={() => navigate("/pair")}>Use this browser</Button>}
      </div>
    </div>
  );
}

/** Seconds left, and what the server says: asked when the record moved, else every ten seconds. */
function usePairing({ session_id, expires_at }: Pairing): { left: number; state: PairingState | undefined } {
  const api = useCookieApi();
  const { head } = useLive();
  const secondsLeft = () => Math.max(0, expires_at - Math.floor(Date.now() / 1000));
  const [left, setLeft] = useState(secondsLeft);
  const beat = Math.floor(left / 10);
  const state = useLoaded(`${session_id}`, () => api.pairing.state(session_id));
  const { reload } = state;
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.max(0, expires_at - Math.floor(Date.now() / 1000))), 500);
    return () => clearInterval(timer);
  }, [expires_at]);
  const used = state.value?.state === "used";
  // Both the beat and the record's head only say that it is time to ask.
  useEffect(() => {
    if (!used && (head || beat)) void reload();
  }, [head, beat, used, reload]);
  return { left, state: state.value };
}
