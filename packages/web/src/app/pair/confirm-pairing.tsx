import type { Credentials } from "@entobot/client/credentials";
import type { PairingPayload } from "@entobot/contract/auth";
import { limits } from "@entobot/contract/limits";
import { useState } from "react";
import { Button } from "../../design/button.tsx";
import { Notice } from "../../design/error-notice.tsx";
import { Field } from "../../design/field.tsx";
import { Form } from "../../design/form.tsx";
import { toast } from "../../design/toast.tsx";
import { Entrance } from "../../entrance/entrance.tsx";
import { forgetLinkToken } from "../../entrance/link-token.ts";
import { navigate } from "../../shell/router.tsx";
import { pairThisDevice } from "../device.ts";
import { deviceKind } from "../device-kind.ts";

/** The last look before a code is used: which server, under which name, and what happens to what is here already. */
export function ConfirmPairing({
  payload,
  paired,
  onCancel,
}: {
  payload: PairingPayload;
  paired: Credentials | undefined;
  onCancel: () => void;
}) {
  const [name, setName] = useState(() => deviceKind().name);
  const use = async () => {
    const { user } = await pairThisDevice(payload, name.trim() || deviceKind().name);
    forgetLinkToken();
    toast(`Paired as ${user.name || user.email}`);
    navigate("/app", { replace: true });
  };
  return (
    <Entrance
      title="Pair this device?"
      lead={
        <>
          It joins <strong className="font-semibold text-ink">{location.host}</strong>. Go on only if you or
          your administrator just made this code.
        </>
      }
    >
      {paired && (
        <Notice tone="warn">
          This browser is already paired as {paired.user.email}. Pairing again replaces that here.
        </Notice>
      )}
      <Form submit="Pair" onSubmit={use}>
        <Field
          label="Name of this device"
          hint="So that you recognise it in the list of your devices."
          value={name}
          maxLength={limits.deviceNameCharacters}
          onChange={(event) => setName(event.target.value)}
        />
      </Form>
      <Button kind="quiet" onClick={onCancel}>
        Cancel
      </Button>
    </Entrance>
  );
}
