import { type ComponentType, Suspense } from "react";
import { Icon } from "../design/icon.tsx";
import { Mark } from "../design/mark.tsx";
import { lazyPage } from "../shell/lazy-page.ts";
import { Link, matchPath, usePath } from "../shell/router.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { HomePage } from "./home/home-page.tsx";
import { useLive } from "./live.tsx";
import { NoSuchPage } from "./no-such-page.tsx";
import { sections } from "./sections.ts";
import { useViewer } from "./viewer.ts";

const pages: Readonly<Record<string, ComponentType<object>>> = {
  "/console": HomePage,
  "/console/people": lazyPage(() => import("./people/people-page.tsx").then((file) => file.PeoplePage)),
  "/console/devices": lazyPage(() => import("./devices/devices-page.tsx").then((file) => file.DevicesPage)),
  "/console/record": lazyPage(() => import("./record/record-page.tsx").then((file) => file.RecordPage)),
  "/console/edge": lazyPage(() => import("./edge/edge-page.tsx").then((file) => file.EdgePage)),
  "/console/settings": lazyPage(() =>
    import("./settings/settings-page.tsx").then((file) => file.SettingsPage),
  ),
};

/** Navigation beside the page on a desktop, under the thumb on a phone. */
export function ConsoleLayout() {
  const path = usePath();
  const name = Object.keys(pages).find((pattern) => matchPath(pattern, path));
  const Page = name ? (pages[name] as ComponentType<object>) : NoSuchPage;
  return (
    <div className="md:flex md:h-dvh">
      <Sidebar path={name ?? ""} />
      <div className="min-w-0 flex-1 md:overflow-y-auto">
        <header className="flex h-14 items-center justify-between border-line border-b pr-2 pl-4 pt-[env(safe-area-inset-top)] md:hidden">
          <Organization />
          <AccountMenu />
        </header>
        <main className="mx-auto max-w-5xl px-4 pt-6 pb-[calc(6rem+env(safe-area-inset-bottom))] md:px-8 md:py-10">
          <Suspense>
            <Page key={name} />
          </Suspense>
        </main>
      </div>
      <BottomBar path={name ?? ""} />
    </div>
  );
}

function useSections() {
  const { permissions } = useViewer();
  return sections.filter(({ needs }) => permissions.includes(needs));
}

function Organization() {
  const { organization_name } = useViewer();
  return (
    <span className="flex min-w-0 items-center gap-2.5 font-semibold">
      <Mark className="size-7" />
      <span className="truncate">{organization_name || "Entobot"}</span>
    </span>
  );
}

function Sidebar({ path }: { path: string }) {
  const { connected } = useLive();
  return (
    <aside className="hidden w-60 shrink-0 flex-col border-line border-r p-3 md:flex">
      <div className="flex h-12 items-center px-2">
        <Organization />
      </div>
      <nav aria-label="Console" className="mt-3 grid gap-0.5">
        {useSections().map((section) => (
          <Link
            key={section.path}
            to={section.path}
            aria-current={section.path === path ? "page" : undefined}
            className="flex min-h-10 items-center gap-3 rounded-md px-3 text-ink-soft text-sm hover:bg-hover hover:text-ink aria-[current]:bg-accent-wash aria-[current]:font-medium aria-[current]:text-accent"
          >
            <Icon name={section.icon} />
            {section.name}
          </Link>
        ))}
      </nav>
      <div className="mt-auto flex items-center justify-between gap-2 pl-3">
        <span role="status" className="flex items-center gap-2 text-ink-faint text-xs">
          <span aria-hidden="true" className={`size-2 rounded-full ${connected ? "bg-good" : "bg-warn"}`} />
          {connected ? "Live" : "Connecting"}
        </span>
        <AccountMenu />
      </div>
    </aside>
  );
}

function BottomBar({ path }: { path: string }) {
  return (
    <nav
      aria-label="Console"
      className="fixed inset-x-0 bottom-0 z-10 flex overflow-x-auto border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {useSections().map((section) => (
        <Link
          key={section.path}
          to={section.path}
          aria-current={section.path === path ? "page" : undefined}
          className="grid min-h-14 min-w-fit flex-1 content-center justify-items-center gap-0.5 whitespace-nowrap px-1 text-ink-soft text-xs focus-visible:outline-offset-[-2px] aria-[current]:font-medium aria-[current]:text-accent"
        >
          <Icon name={section.icon} />
          {section.name}
        </Link>
      ))}
    </nav>
  );
}
