import type { Device, Session } from "@entobot/contract/devices";
import { useEffect, useState } from "react";
import { RemoveDevice } from "../../account/remove-device.tsx";
import { RenameDevice } from "../../account/rename-device.tsx";
import { Badge } from "../../design/badge.tsx";
import { Button, IconButton } from "../../design/button.tsx";
import { ConfirmDialog } from "../../design/confirm-dialog.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { ErrorNotice } from "../../design/error-notice.tsx";
import { Row, Rows } from "../../design/rows.tsx";
import { SkeletonRows } from "../../design/skeleton.tsx";
import { Ago } from "../../design/time.tsx";
import { toast } from "../../design/toast.tsx";
import { useCookieApi } from "../../shell/session.tsx";
import { useLoaded } from "../../shell/use-loaded.ts";
import { allPages } from "../all-pages.ts";
import { useLive } from "../live.tsx";
import { PageHeader } from "../page-header.tsx";
import { useMay, useViewer } from "../viewer.ts";
import { PairDialog } from "./pair-dialog.tsx";

export function DevicesPage() {
  const api = useCookieApi();
  const { status } = useLive();
  const { user } = useViewer();
  const pairs = useMay("chat.use");
  const devices = useLoaded("devices", () => allPages((page) => api.devices.list({ ...page, all: true })));
  const sessions = useLoaded("sessions", () => allPages((page) => api.sessions.list({ ...page, all: true })));
  const [pairing, setPairing] = useState(false);
  const [removing, setRemoving] = useState<Device>();
  const [renaming, setRenaming] = useState<Device>();
  const browsersOf = ({ user_id }: Device) =>
    sessions.value?.filter((session) => session.kind === "browser" && session.user_id === user_id);
  const known = status?.devices;
  const { reload } = devices;
  useEffect(() => {
    if (known !== undefined) void reload();
  }, [known, reload]);
  return (
    <>
      <PageHeader title="Devices" lead="Everything that is signed in, and a way to end it.">
        {pairs && (
          <Button kind="primary" icon="qr" onClick={() => setPairing(true)}>
            Pair a device
          </Button>
        )}
      </PageHeader>
      <div className="grid gap-8">
        {devices.value ? (
          devices.value.length === 0 ? (
            <EmptyState icon="devices" title="No devices yet">
              Pair a phone by its camera, or use this browser as a device.
            </EmptyState>
          ) : (
            <Rows label="Devices">
              {devices.value.map((device) => (
                <DeviceRow
                  key={device.device_id}
                  device={device}
                  onRename={() => setRenaming(device)}
                  onRemove={() => setRemoving(device)}
                />
              ))}
            </Rows>
          )
        ) : devices.error ? (
          <ErrorNotice error={devices.error} onRetry={devices.reload} />
        ) : (
          <SkeletonRows />
        )}
        <section className="grid gap-2">
          <h2 className="font-medium text-sm">Browsers that are signed in</h2>
          {sessions.value ? (
            <Rows label="Browsers">
              {sessions.value
                .filter((session) => session.kind === "browser")
                .map((session) => (
                  <SessionRow key={session.session_id} session={session} onChange={sessions.reload} />
                ))}
            </Rows>
          ) : sessions.error ? (
            <ErrorNotice error={sessions.error} onRetry={sessions.reload} />
          ) : (
            <SkeletonRows count={2} />
          )}
        </section>
      </div>
      {pairing && (
        <PairDialog
          onClose={() => {
            setPairing(false);
            void devices.reload();
          }}
        />
      )}
      {removing && (
        <RemoveDevice
          api={api}
          device={removing}
          own={removing.user_id === user.id}
          browsers={browsersOf(removing)?.filter(({ current }) => !current).length}
          staysHere={browsersOf(removing)?.some(({ current }) => current) ?? false}
          onClose={() => setRemoving(undefined)}
          onRemoved={() => Promise.all([devices.reload(), sessions.reload()])}
        />
      )}
      {renaming && (
        <RenameDevice
          api={api}
          device={renaming}
          onClose={() => setRenaming(undefined)}
          onRenamed={devices.reload}
        />
      )}
    </>
  );
}

function DeviceRow({
  device,
  onRename,
  onRemove,
}: {
  device: Device;
  onRename: () => void;
  onRemove: () => void;
}) {
  const removes = useMay("devices.remove_any");
  return (
    <Row
      title={
        <>
          <span className="truncate font-medium">{device.device_name}</span>
          {device.connected && <Badge tone="good">connected</Badge>}
          {!device.has_key && <Badge tone="warn">no device key</Badge>}
        </>
      }
      note={
        <>
          <span className="max-sm:block max-sm:truncate">{device.user_email}</span>
          <span className="max-sm:hidden"> · </span>
          paired <Ago at={device.paired_at} />
          <span className="max-sm:hidden">
            {" "}
            · seen <Ago at={device.last_seen_at} />
          </span>
        </>
      }
    >
      {removes && (
        <>
          {/* On a phone the name needs the room. */}
          <span className="max-sm:hidden">
            <IconButton icon="edit" label={`Rename ${device.device_name}`} onClick={onRename} />
          </span>
          <Button onClick={onRemove}>Remove</Button>
        </>
      )}
    </Row>
  );
}

function SessionRow({ session, onChange }: { session: Session; onChange: () => Promise<void> }) {
  const api = useCookieApi();
  const ends = useMay("sessions.revoke_any");
  const [asking, setAsking] = useState(false);
  return (
    <Row
      title={
        <>
          <span className="truncate font-medium">{session.user_email}</span>
          {session.current && <Badge tone="accent">this browser</Badge>}
        </>
      }
      note={
        <>
          Signed in <Ago at={session.created_at} /> · seen <Ago at={session.last_seen_at} />
        </>
      }
    >
      {ends && !session.current && <Button onClick={() => setAsking(true)}>End</Button>}
      {asking && (
        <ConfirmDialog
          title="End this session?"
          verb="End session"
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await api.sessions.revoke(session.session_id);
            toast("Session ended");
            await onChange();
          }}
        >
          <p>{session.user_email} is signed out in that browser within a second and can sign in again.</p>
        </ConfirmDialog>
      )}
    </Row>
  );
}
