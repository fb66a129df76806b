import { ApiError } from "@entobot/client/api-error";
import type { Api } from "@entobot/client/rest/api";
import type { Self } from "@entobot/contract/people";
import { useState } from "react";
import { Dialog } from "../design/dialog.tsx";
import { Form } from "../design/form.tsx";
import { toast } from "../design/toast.tsx";
import { PasswordField } from "../entrance/password-field.tsx";

/** One's own password, in the console and in the app. */
export function ChangePassword({
  api,
  user,
  onClose,
}: {
  api: Api;
  user: Pick<Self, "email" | "name">;
  onClose: () => void;
}) {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [wrong, setWrong] = useState(false);
  return (
    <Dialog title="Change password" onClose={onClose}>
      <Form
        submit="Change password"
        onSubmit={async () => {
          try {
            await api.auth.changePassword({ current_password: current, new_password: next });
          } catch (error) {
            if (!(error instanceof ApiError && error.code === "invalid_credentials")) throw error;
            return setWrong(true);
          }
          toast("Password changed");
          onClose();
        }}
      >
        <p className="text-ink-soft text-sm">
          You are signed out everywhere else: on every other device and in every other browser.
        </p>
        <PasswordField
          label="Current password"
          value={current}
          error={wrong ? "This is not your current password." : undefined}
          onChange={(value) => {
            setCurrent(value);
            setWrong(false);
          }}
        />
        <PasswordField label="New password" value={next} onChange={setNext} known={[user.email, user.name]} />
      </Form>
    </Dialog>
  );
}
