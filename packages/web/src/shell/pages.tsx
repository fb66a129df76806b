import { type ComponentType, Suspense } from "react";
import { ToastRegion } from "../design/toast.tsx";
import { lazyPage } from "./lazy-page.ts";
import { NotFoundPage } from "./not-found-page.tsx";
import { PageBoundary } from "./page-boundary.tsx";
import { usePath } from "./router.tsx";
import { StartPage } from "./start-page.tsx";

const AppRoot = lazyPage(() => import("../app/app-root.tsx").then((file) => file.AppRoot));
const ConsoleRoot = lazyPage(() => import("../console/console-root.tsx").then((file) => file.ConsoleRoot));

/** The first part of the address decides which of the few worlds is loaded. */
const worlds: Readonly<Record<string, ComponentType<object>>> = {
  "": StartPage,
  app: AppRoot,
  console: ConsoleRoot,
  claim: lazyPage(() => import("../entrance/claim-page.tsx").then((file) => file.ClaimPage)),
  "set-password": lazyPage(() =>
    import("../entrance/set-password-page.tsx").then((file) => file.SetPasswordPage),
  ),
  "sign-in": lazyPage(() => import("../entrance/sign-in-page.tsx").then((file) => file.SignInPage)),
  pair: lazyPage(() => import("../app/pair/pair-page.tsx").then((file) => file.PairPage)),
};

export function Pages() {
  const name = usePath().split("/")[1] ?? "";
  const World = Object.hasOwn(worlds, name) ? (worlds[name] as ComponentType<object>) : NotFoundPage;
  return (
    <>
      <PageBoundary key={name}>
        <Suspense>
          <World />
        </Suspense>
      </PageBoundary>
      <ToastRegion />
    </>
  );
}
