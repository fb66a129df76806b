import { useEffect } from "react";
import { ErrorNotice } from "../design/error-notice.tsx";
import { Entrance } from "../entrance/entrance.tsx";
import { homeOf } from "./home-of.ts";
import { navigate } from "./router.tsx";
import { askSession, useSession } from "./session.tsx";

/** `/`: leads everybody to where they belong. */
export function StartPage() {
  const { view, known, error } = useSession();
  useEffect(() => {
    void askSession();
  }, []);
  useEffect(() => {
    if (view) navigate(homeOf(view), { replace: true });
    else if (known) {
      // A paired phone has no cookie session; it belongs in the app.
      void import("../app/device.ts")
        .then((device) => device.findCredentials())
        .then((credentials) => navigate(credentials ? "/app" : "/sign-in", { replace: true }))
        .catch(() => navigate("/sign-in", { replace: true }));
    }
  }, [view, known]);
  if (!error) return null;
  return (
    <Entrance title="Entobot">
      <ErrorNotice error={error} onRetry={() => void askSession()} />
    </Entrance>
  );
}
