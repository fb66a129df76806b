import type { Api } from "@entobot/client/rest/api";
import type { Device } from "@entobot/contract/devices";
import { limits } from "@entobot/contract/limits";
import { useState } from "react";
import { Dialog } from "../design/dialog.tsx";
import { Field } from "../design/field.tsx";
import { Form } from "../design/form.tsx";

export function RenameDevice({
  api,
  device,
  onClose,
  onRenamed,
}: {
  api: Api;
  device: Device;
  onClose: () => void;
  onRenamed: () => Promise<unknown>;
}) {
  const [name, setName] = useState(device.device_name);
  return (
    <Dialog title="Rename device" onClose={onClose}>
      <Form
        submit="Rename"
        disabled={name.trim() === ""}
        onSubmit={async () => {
          await api.devices.rename(device.device_id, name.trim());
          onClose();
          await onRenamed();
        }}
      >
        <Field
          label="Name"
          value={name}
          maxLength={limits.deviceNameCharacters}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </Form>
    </Dialog>
  );
}
