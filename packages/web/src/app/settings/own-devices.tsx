import type { Device } from "@entobot/contract/devices";
import { useState } from "react";
import { RemoveDevice } from "../../account/remove-device.tsx";
import { RenameDevice } from "../../account/rename-device.tsx";
import { Badge } from "../../design/badge.tsx";
import { Button, IconButton } from "../../design/button.tsx";
import { ErrorNotice } from "../../design/error-notice.tsx";
import { SkeletonRows } from "../../design/skeleton.tsx";
import { Ago } from "../../design/time.tsx";
import { useLoaded } from "../../shell/use-loaded.ts";
import { useApi, useClient } from "../client-context.tsx";
import { Section } from "./section.tsx";

/** Where one is signed in, and a way to end it. This device itself is ended below, by signing out. */
export function OwnDevices() {
  const api = useApi();
  const own = useClient().credentials()?.deviceId;
  const devices = useLoaded("own-devices", () => api.devices.list({ limit: 100 }));
  const browsers = useLoaded("own-browsers", () => api.sessions.list({ limit: 100 }));
  const [removing, setRemoving] = useState<Device>();
  const [renaming, setRenaming] = useState<Device>();
  const items = devices.value?.items;
  return (
    <Section title="Your devices">
      {items ? (
        <ul>
          {items.map((device) => (
            <li
              key={device.device_id}
              className="flex min-h-16 items-center gap-3 border-line border-b px-4 py-2 last:border-b-0"
            >
              <div className="min-w-0 flex-1">
                <p className="flex items-center gap-2">
                  <span className="truncate">{device.device_name}</span>
                  {device.device_id === own ? (
                    <Badge tone="accent">this device</Badge>
                  ) : (
                    device.connected && <Badge tone="good">connected</Badge>
                  )}
                </p>
                <p className="text-ink-soft text-sm">
                  Paired <Ago at={device.paired_at} />
                  {device.device_id !== own && (
                    <>
                      , seen <Ago at={device.last_seen_at} />
                    </>
                  )}
                </p>
              </div>
              {device.device_id === own ? (
                <IconButton icon="edit" label="Rename this device" onClick={() => setRenaming(device)} />
              ) : (
                <Button onClick={() => setRemoving(device)}>Remove</Button>
              )}
            </li>
          ))}
        </ul>
      ) : devices.error ? (
        <ErrorNotice error={devices.error} onRetry={devices.reload} />
      ) : (
        <SkeletonRows count={2} />
      )}
      {removing && (
        <RemoveDevice
          api={api}
          device={removing}
          own
          browsers={browsers.value?.items.filter(({ kind }) => kind === "browser").length}
          onClose={() => setRemoving(undefined)}
          onRemoved={() => Promise.all([devices.reload(), browsers.reload()])}
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
    </Section>
  );
}
