import { useEffect } from "react";
import { ErrorNotice } from "../design/error-notice.tsx";
import { Entrance } from "../entrance/entrance.tsx";
import { navigate } from "../shell/router.tsx";
import { askSession, useSession } from "../shell/session.tsx";
import { ConsoleLayout } from "./console-layout.tsx";
import { LiveProvider } from "./live.tsx";
import { ViewerProvider } from "./viewer.ts";

/** The console of an administrator or auditor. A member's place is the app. */
export function ConsoleRoot() {
  const { view, known, ended, error } = useSession();
  const member = view?.user.role === "member";
  useEffect(() => {
    void askSession();
  }, []);
  useEffect(() => {
    if (member) navigate("/app", { replace: true });
    else if (!view && (known || ended)) navigate("/sign-in", { replace: true });
  }, [view, member, known, ended]);
  if (error && !view) {
    return (
      <Entrance title="Entobot">
        <ErrorNotice error={error} onRetry={() => void askSession()} />
      </Entrance>
    );
  }
  if (!view || member) return null;
  return (
    <ViewerProvider value={view}>
      <LiveProvider>
        <ConsoleLayout />
      </LiveProvider>
    </ViewerProvider>
  );
}
