import { ApiError } from "@entobot/client/api-error";
import type { SettingValue } from "@entobot/contract/settings";
import { useState } from "react";
import { useCookieApi } from "../../shell/session.tsx";
import type { SettingsState } from "./settings-state.ts";

export interface Issue {
  readonly path: string;
  readonly message: string;
}
export type Changes = Readonly<Record<string, SettingValue>>;

export interface Change {
  /** What the server found wrong, by the setting that it belongs to. */
  readonly issues: readonly Issue[];
  readonly issueAt: (path: string) => string | undefined;
  /** Somebody else changed the settings since they were read. */
  readonly conflict: boolean;
  /** True when it is stored and shown. Throws what has nothing to do with what was entered. */
  readonly save: (changes: Changes) => Promise<boolean>;
  readonly refuse: (issues: readonly Issue[]) => void;
  readonly takeNewest: () => Promise<void>;
}

/** One change of settings, tried first: nothing is stored while anything about it is wrong. */
export function useChange({ view, reload }: Pick<SettingsState, "view" | "reload">): Change {
  const api = useCookieApi();
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const [conflict, setConflict] = useState(false);

  async function save(changes: Changes): Promise<boolean> {
    setIssues([]);
    setConflict(false);
    const request = { version: view.version, changes };
    try {
      const tried = await api.changeSettings({ ...request, dry_run: true });
      if (tried.issues.length > 0) {
        setIssues(tried.issues);
        return false;
      }
      await api.changeSettings(request);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "conflict") setConflict(true);
      else if (error.issues.length > 0) setIssues(error.issues);
      else throw error;
      return false;
    }
    await reload();
    return true;
  }

  return {
    ...{ issues, conflict, save, refuse: setIssues },
    issueAt: (path) => issues.find((issue) => issue.path === path)?.message,
    async takeNewest() {
      await reload();
      setConflict(false);
    },
  };
}
