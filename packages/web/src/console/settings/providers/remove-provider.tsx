import { ApiError } from "@entobot/client/api-error";
import type { ProviderView } from "@entobot/contract/settings";
import { ConfirmDialog } from "../../../design/confirm-dialog.tsx";
import { toast } from "../../../design/toast.tsx";
import { useCookieApi } from "../../../shell/session.tsx";
import { defaultModelKey } from "../setting-words.ts";
import type { SettingsState } from "../settings-state.ts";
import { findSetting } from "../settings-view.ts";
import { removalOf } from "./provider-draft.ts";
import { providerName } from "./provider-names.ts";

/** A key cannot be brought back by undoing, so it is asked first. */
export function RemoveProvider({
  provider,
  state,
  onClose,
}: {
  provider: ProviderView;
  state: SettingsState;
  onClose: () => void;
}) {
  const api = useCookieApi();
  const { view, models, reload } = state;
  const name = providerName(provider.name);
  const usual = models.find((model) => model.default);
  const isUsual = usual?.provider === provider.name;
  const chosenHere = findSetting(view, defaultModelKey)?.origin === "the console";
  const remove = async () => {
    const changes = {
      ...removalOf(provider.name),
      ...(isUsual && chosenHere && { [defaultModelKey]: null }),
    };
    try {
      await api.changeSettings({ version: view.version, changes });
    } catch (error) {
      // The newest state is taken at once: whoever still wants it presses again.
      if (error instanceof ApiError && error.code === "conflict") await reload();
      throw error;
    }
    toast(`${name} removed`);
    await reload();
  };
  return (
    <ConfirmDialog title={`Remove ${name}?`} verb="Remove" onConfirm={remove} onClose={onClose}>
      <p>
        Nobody here can use its models any more, from the next message on.
        {provider.has_key && " Its key is deleted; to use it again you enter it again."}
      </p>
      {isUsual && (
        <p>
          {usual?.id} answers now when nobody chose a model. A model of the next provider takes its place
          {view.providers.length === 1 && ": there is none, so the built-in rehearsal does"}.
        </p>
      )}
    </ConfirmDialog>
  );
}
