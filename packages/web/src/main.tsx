import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Pages } from "./shell/pages.tsx";
import { startPreferences } from "./shell/preferences.ts";
import { startServiceWorker } from "./shell/service-worker.ts";

startPreferences();
startServiceWorker();
createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <Pages />
  </StrictMode>,
);
