import type { ProviderView } from "@entobot/contract/settings";
import { useState } from "react";
import { Badge } from "../../../design/badge.tsx";
import { Button } from "../../../design/button.tsx";
import { Menu, MenuItem } from "../../../design/menu.tsx";
import { Row } from "../../../design/rows.tsx";
import { toast } from "../../../design/toast.tsx";
import { useMay } from "../../viewer.ts";
import type { SettingsState } from "../settings-state.ts";
import { findSetting, originWords } from "../settings-view.ts";
import { ProviderDialog } from "./provider-dialog.tsx";
import { pathOf } from "./provider-draft.ts";
import { providerName } from "./provider-names.ts";
import { RemoveProvider } from "./remove-provider.tsx";
import { TestDialog } from "./test-dialog.tsx";

export function ProviderRow({ provider, state }: { provider: ProviderView; state: SettingsState }) {
  const may = useMay("settings.write");
  const [open, setOpen] = useState<"test" | "change" | "remove">();
  const close = () => setOpen(undefined);
  const { name, base_url, has_key, models, origin, editable } = provider;
  const changes = editable || (findSetting(state.view, pathOf(name, "models"))?.editable ?? true);
  const shown = providerName(name);
  const saved = () => {
    toast(`${shown} saved`);
    close();
  };
  return (
    <Row
      title={
        <>
          <span className="font-medium text-sm">{shown}</span>
          {state.models.some((model) => model.default && model.provider === name) && (
            <Badge tone="accent">default</Badge>
          )}
        </>
      }
      note={
        <>
          {hostOf(base_url)} · {has_key ? "key set" : "no key"} · {modelWords(models)}
          <span className="block text-ink-faint text-xs">
            {editable ? "Set up here" : `S${originWords(origin).slice(1)}; changed there`}
          </span>
        </>
      }
    >
      {may && (
        <Button
          aria-label={`Test ${shown}`}
          className={changes ? "max-sm:hidden" : undefined}
          onClick={() => setOpen("test")}
        >
          Test
        </Button>
      )}
      {may && changes && (
        <Menu label={`Actions for ${shown}`}>
          <MenuItem icon="send" onSelect={() => setOpen("test")}>
            Test
          </MenuItem>
          <MenuItem icon="edit" onSelect={() => setOpen("change")}>
            {editable ? "Change" : "Choose its models"}
          </MenuItem>
          {editable && (
            <MenuItem icon="trash" danger onSelect={() => setOpen("remove")}>
              Remove
            </MenuItem>
          )}
        </Menu>
      )}
      {open === "test" && <TestDialog provider={provider} view={state.view} onClose={close} />}
      {open === "change" && (
        <ProviderDialog state={state} stored={provider} onClose={close} onSaved={saved} />
      )}
      {open === "remove" && <RemoveProvider provider={provider} state={state} onClose={close} />}
    </Row>
  );
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);

function modelWords(models: readonly string[]): string {
  if (models.length === 0) return "any model";
  if (models.length <= 2) return models.join(", ");
  return `${models.length} models`;
}
