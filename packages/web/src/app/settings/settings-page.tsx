import { Avatar } from "../../design/avatar.tsx";
import { AppHeader } from "../app-header.tsx";
import { useClient } from "../client-context.tsx";
import { Appearance } from "./appearance.tsx";
import { OwnDevices } from "./own-devices.tsx";
import { PasswordSection } from "./password-section.tsx";
import { Section } from "./section.tsx";
import { SignOutSection } from "./sign-out-section.tsx";

export function SettingsPage() {
  const credentials = useClient().credentials();
  return (
    <>
      <AppHeader title="Settings" back="/app" />
      <div className="min-h-0 flex-1 overflow-y-auto pb-[max(1.5rem,env(safe-area-inset-bottom))]">
        <div className="mx-auto grid max-w-xl gap-8 px-4 py-6">
          {credentials && (
            <Section title="You">
              <div className="flex items-center gap-3 p-4">
                <Avatar name={credentials.user.name || credentials.user.email} />
                <div className="min-w-0">
                  <p className="truncate font-medium">{credentials.user.name || credentials.user.email}</p>
                  <p className="truncate text-ink-soft text-sm">{credentials.user.email}</p>
                </div>
              </div>
              {credentials.user.role !== "member" && (
                <a
                  href="/console"
                  className="flex min-h-12 items-center border-line border-t px-4 text-accent hover:bg-hover"
                >
                  Open the console
                </a>
              )}
            </Section>
          )}
          <PasswordSection />
          <Appearance />
          <OwnDevices />
          <SignOutSection />
        </div>
      </div>
    </>
  );
}
