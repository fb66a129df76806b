import { useEffect, useState } from "react";
import { Button } from "../../../design/button.tsx";
import { EmptyState } from "../../../design/empty-state.tsx";
import { Rows } from "../../../design/rows.tsx";
import { toast } from "../../../design/toast.tsx";
import { navigate, useSearch } from "../../../shell/router.tsx";
import { useMay } from "../../viewer.ts";
import { Section } from "../section.tsx";
import type { SettingsState } from "../settings-state.ts";
import { DefaultModelDialog } from "./default-model-dialog.tsx";
import { DefaultModelRow } from "./default-model-row.tsx";
import { ProviderDialog } from "./provider-dialog.tsx";
import { providerName } from "./provider-names.ts";
import { ProviderRow } from "./provider-row.tsx";

/** Where the form to add a provider is open: the first steps lead here. */
const adding = "?add=provider";

export function AddProviderButton() {
  return (
    <Button kind="primary" icon="add" onClick={() => navigate(`/console/settings${adding}`)}>
      Add a provider
    </Button>
  );
}

export function ProvidersSection({ state }: { state: SettingsState }) {
  const may = useMay("settings.write");
  const open = useSearch() === adding && may;
  const [fresh, setFresh] = useState<string>();
  const { providers } = state.view;
  const close = () => navigate("/console/settings", { replace: true });
  // A provider that has no usual model answers nobody until one is chosen.
  const builtIn = state.models.some((model) => model.default && model.provider === "builtin");
  useEffect(() => {
    if (fresh !== undefined && !builtIn) setFresh(undefined);
  }, [fresh, builtIn]);
  return (
    <Section title="Models and providers">
      <Rows label="Models and providers">
        <DefaultModelRow state={state} />
        {providers.map((provider) => (
          <ProviderRow key={provider.name} provider={provider} state={state} />
        ))}
        {providers.length === 0 && (
          <li>
            <EmptyState icon="key" title="No language model yet" action={may && <AddProviderButton />}>
              Until a provider is set up the built-in rehearsal answers: it repeats and looks things up, with
              no network.
            </EmptyState>
          </li>
        )}
      </Rows>
      {open && (
        <ProviderDialog
          state={state}
          onClose={close}
          onSaved={(name) => {
            toast(`${providerName(name)} is set up`);
            setFresh(name);
            close();
          }}
        />
      )}
      {fresh !== undefined && !open && builtIn && providers.some(({ name }) => name === fresh) && (
        <DefaultModelDialog state={state} of={fresh} onClose={() => setFresh(undefined)} />
      )}
    </Section>
  );
}
