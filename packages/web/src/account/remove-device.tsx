import type { Api } from "@entobot/client/rest/api";
import type { Device } from "@entobot/contract/devices";
import { useState } from "react";
import { Checkbox } from "../design/checkbox.tsx";
import { ConfirmDialog } from "../design/confirm-dialog.tsx";
import { toast } from "../design/toast.tsx";

/** Asks before a device is removed, and whether its person's browsers go with it: one on a lost device could pair it again. */
export function RemoveDevice({
  api,
  device,
  own,
  browsers,
  staysHere = false,
  onClose,
  onRemoved,
}: {
  api: Api;
  device: Device;
  own: boolean;
  /** Of the person, without the one that asks; undefined while that is not known. */
  browsers: number | undefined;
  /** The browser that asks is the person's own, and is not ended. */
  staysHere?: boolean;
  onClose: () => void;
  onRemoved: () => Promise<unknown>;
}) {
  const [also, setAlso] = useState(true);
  const asked = browsers !== 0;
  const whose = own ? "you" : device.user_email;
  return (
    <ConfirmDialog
      title={`Remove “${device.device_name}”?`}
      verb="Remove"
      onClose={onClose}
      onConfirm={async () => {
        await api.devices.remove(device.device_id, { browsers: asked && also });
        toast("Device removed");
        await onRemoved();
      }}
    >
      <p>
        It is signed out within a second and can read and send nothing more of {own ? "yours" : "theirs"}. To
        use it again, pair it again.
      </p>
      {asked && (
        <Checkbox
          label={`Also sign ${whose} out of ${count(browsers)}`}
          hint={`Is the device lost? A browser that is signed in on it could pair it again.${staysHere ? " This one here stays signed in." : ""}`}
          checked={also}
          onChange={setAlso}
        />
      )}
    </ConfirmDialog>
  );
}

const count = (browsers: number | undefined) =>
  browsers === undefined ? "browsers" : browsers === 1 ? "1 browser" : `${browsers} browsers`;
