import type { AuditRecord } from "@entobot/contract/audit";
import { useCallback, useEffect, useRef, useState } from "react";
import { useCookieApi } from "../../shell/session.tsx";
import type { RecordFilters } from "./record-filters.ts";

export interface Records {
  readonly items: readonly AuditRecord[] | undefined;
  readonly error: unknown;
  readonly more: boolean;
  /** Reads the next older page. */
  readonly loadMore: () => void;
  readonly reload: () => void;
}

/** Pages of the record, newest first. A search is itself recorded, so nothing is asked without somebody wanting it. */
export function useRecords(filters: RecordFilters): Records {
  const api = useCookieApi();
  const key = JSON.stringify(filters);
  const [items, setItems] = useState<readonly AuditRecord[]>();
  const [error, setError] = useState<unknown>(null);
  const [next, setNext] = useState<string | null>(null);
  const turn = useRef(0);
  const busy = useRef(false);
  const load = useCallback(
    async (cursor: string | null) => {
      const mine = ++turn.current;
      busy.current = true;
      setError(null);
      try {
        const query = {
          ...(JSON.parse(key) as RecordFilters),
          limit: 100,
          ...(cursor !== null && { cursor }),
        };
        const page = await api.audit.search(query);
        if (mine !== turn.current) return;
        setItems((old) => (cursor === null ? page.items : [...(old ?? []), ...page.items]));
        setNext(page.next);
      } catch (reason) {
        if (mine === turn.current) setError(reason);
      } finally {
        if (mine === turn.current) busy.current = false;
      }
    },
    [api, key],
  );
  useEffect(() => {
    setItems(undefined);
    void load(null);
  }, [load]);
  return {
    items,
    error,
    more: next !== null,
    loadMore: () => {
      if (next !== null && !busy.current) void load(next);
    },
    reload: () => void load(null),
  };
}
