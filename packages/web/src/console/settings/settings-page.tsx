import type { Model } from "@entobot/contract/conversations";
import type { SettingsView } from "@entobot/contract/settings";
import { ErrorNotice } from "../../design/error-notice.tsx";
import { SkeletonRows } from "../../design/skeleton.tsx";
import { useCookieApi } from "../../shell/session.tsx";
import { useLoaded } from "../../shell/use-loaded.ts";
import { PageHeader } from "../page-header.tsx";
import { useMay } from "../viewer.ts";
import { IgnoredNotice } from "./ignored-notice.tsx";
import { AddProviderButton, ProvidersSection } from "./providers/providers-section.tsx";
import { Section } from "./section.tsx";
import { SettingGroups } from "./setting-groups.tsx";

/** Models and providers first: they are what an administrator looks for. Then every setting with where it was set. */
export function SettingsPage() {
  const api = useCookieApi();
  const may = useMay("settings.write");
  const chats = useMay("chat.use");
  const { value, error, reload } = useLoaded("settings", async () => {
    const [view, models] = await Promise.all([api.settings(), chats ? api.models() : undefined]);
    return { view, models: models ?? onlyDefault(view) };
  });
  const state = value && { ...value, reload };
  return (
    <>
      <PageHeader title="Settings" lead="What is in force, and where each value was set.">
        {may && state && state.view.providers.length > 0 && <AddProviderButton />}
      </PageHeader>
      <div className="grid gap-8">
        {error !== null && <ErrorNotice error={error} onRetry={reload} />}
        {state ? (
          <>
            <IgnoredNotice ignored={state.view.ignored} />
            <ProvidersSection state={state} />
            <SettingGroups state={state} />
          </>
        ) : (
          error === null && (
            <Section title="Models and providers">
              <SkeletonRows />
            </Section>
          )
        )}
      </div>
    </>
  );
}

/** An auditor is given no list of models to talk to, but may know which one answers. */
function onlyDefault({ default_model: id }: SettingsView): readonly Model[] {
  return [{ id, provider: id.split("/")[0] ?? "", default: true }];
}
