import { useState } from "react";
import { ChangePassword } from "../account/change-password.tsx";
import { Menu, MenuItem } from "../design/menu.tsx";
import { changePreferences, usePreferences } from "../shell/preferences.ts";
import { navigate } from "../shell/router.tsx";
import { signOut, useCookieApi } from "../shell/session.tsx";
import { useMay, useViewer } from "./viewer.ts";

/** Everything about the person who is signed in. */
export function AccountMenu() {
  const api = useCookieApi();
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
      {changing && <ChangePassword api={api} user={user} onClose={() => setChanging(false)} />}
    </>
  );
}
