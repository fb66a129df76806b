import { Badge } from "../../design/badge.tsx";
import { ErrorNotice } from "../../design/error-notice.tsx";
import { Row, Rows } from "../../design/rows.tsx";
import { SkeletonRows } from "../../design/skeleton.tsx";
import { useCookieApi } from "../../shell/session.tsx";
import { useLoaded } from "../../shell/use-loaded.ts";
import { PageHeader } from "../page-header.tsx";
import { settingsOf, valueWords } from "./settings-view.ts";

/** Models first: they are what an administrator looks for. Then every setting with where it was set. */
export function SettingsPage() {
  const api = useCookieApi();
  const models = useLoaded("models", () => api.models());
  const settings = useLoaded("settings", () => api.settings());
  return (
    <>
      <PageHeader title="Settings" lead="What is in force, and where each value was set." />
      <div className="grid gap-8">
        <section className="grid gap-2">
          <h2 className="font-medium text-sm">Models</h2>
          {models.value ? (
            <Rows label="Models">
              {models.value.map((model) => (
                <Row
                  key={model.id}
                  title={
                    <>
                      <span className="font-medium text-sm">{model.id}</span>
                      {model.default && <Badge tone="accent">usual</Badge>}
                    </>
                  }
                  note={
                    model.provider === "builtin"
                      ? "Built in: no language model, no network"
                      : `Provider ${model.provider}`
                  }
                />
              ))}
            </Rows>
          ) : models.error ? (
            <ErrorNotice error={models.error} onRetry={models.reload} />
          ) : (
            <SkeletonRows count={2} />
          )}
        </section>
        <section className="grid gap-2">
          <h2 className="font-medium text-sm">In force</h2>
          {settings.value ? (
            <Rows label="Settings">
              {settingsOf(settings.value).map((setting) => (
                <Row
                  key={setting.key}
                  title={<code className="font-mono text-sm">{setting.key}</code>}
                  note={
                    <>
                      <span className="text-ink">{valueWords(setting)}</span> · from {setting.origin}
                    </>
                  }
                />
              ))}
            </Rows>
          ) : settings.error ? (
            <ErrorNotice error={settings.error} onRetry={settings.reload} />
          ) : (
            <SkeletonRows />
          )}
        </section>
      </div>
    </>
  );
}
