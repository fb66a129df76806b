import { ApiError } from "@entobot/client/api-error";
import { useState } from "react";
import { Dialog } from "../design/dialog.tsx";
import { Form } from "../design/form.tsx";
import { Menu, MenuItem } from "../design/menu.tsx";
import { toast } from "../design/toast.tsx";
import { PasswordField } from "../entrance/password-field.tsx";
import { changePreferences, usePreferences } from "../shell/preferences.ts";
import { navigate } from "../shell/router.tsx";
import { signOut, useCookieApi } from "../shell/session.tsx";
import { useMay, useViewer } from "./viewer.ts";

/** Everything about the person who is signed in. */
export function AccountMenu() {
  const { user } = useViewer();
  const { theme } = usePreferences();
  const chats = useMay("chat.use");
  const [changing, setChanging] = useState(false);
  return (
    <>
      <Menu label={`Account of ${user.name || user.email}`} icon="person">
        <p className="px-3 pt-1.5 pb-2 text-sm">
          <span className="block truncate font-medium">{user.name || user.email}</span>
          <span className="block truncate text-ink-soft text-xs">
            {user.email}, {user.role}
          </span>
        </p>
        {chats && (
          <MenuItem icon="send" onSelect={() => navigate("/app")}>
            Open the app
          </MenuItem>
        )}
        <MenuItem
          icon="settings"
          onSelect={() =>
            changePreferences({ theme: theme === "dark" ? "light" : theme === "light" ? "system" : "dark" })
          }
        >
          Theme: {theme}
        </MenuItem>
        <MenuItem icon="key" onSelect={() => setChanging(true)}>
          Change password
        </MenuItem>
        <MenuItem icon="signOut" onSelect={() => void signOut()}>
          Sign out
        </MenuItem>
      </Menu>
      {changing && <ChangePassword onClose={() => setChanging(false)} />}
    </>
  );
}

function ChangePassword({ onClose }: { onClose: () => void }) {
  const api = useCookieApi();
  const { user } = useViewer();
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
