import { ApiError } from "@entobot/client/api-error";
import type { AuditRecord } from "@entobot/contract/audit";
import { limits } from "@entobot/contract/limits";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useCookieApi } from "../../shell/session.tsx";
import { queryOf, type RecordFilters } from "./record-filters.ts";
import { Pages } from "./record-pages.ts";

export interface Records {
  /** Undefined until the first page is there. */
  readonly pages: Pages<AuditRecord> | undefined;
  /** Another value for another search. */
  readonly search: string;
  readonly error: unknown;
  /** These rows are looked at. Reads what of them is not here. */
  readonly show: (first: number, last: number) => void;
  readonly reload: () => void;
}

/** Rows read ahead of the eye. */
const ahead = 40;
/** A scrollbar that is dragged passes over pages which nobody looks at. */
const restMs = 60;

/** The record, newest first. A search is itself recorded, so nothing is asked without somebody wanting it. */
export function useRecords(filters: RecordFilters): Records {
  const api = useCookieApi();
  const key = JSON.stringify(filters);
  const [turn, setTurn] = useState(0);
  const [, setVersion] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wanted = useRef({ first: 0, last: 0 });
  // Another search, or another look, begins anew.
  const pages = useMemo(() => new Pages<AuditRecord>(limits.pageSize), [key, turn]);
  const current = useRef(pages);
  current.current = pages;
  const reading = useRef<Pages<AuditRecord>>(undefined);

  const read = useCallback(async () => {
    const mine = current.current;
    const missing = mine.missing(wanted.current.first - ahead, wanted.current.last + ahead);
    if (!missing || reading.current === mine) return;
    reading.current = mine;
    let again = 0;
    try {
      const { page, cursor } = missing;
      const query = queryOf(JSON.parse(key) as RecordFilters);
      const { items, next } = await api.audit.search({
        ...query,
        limit: limits.pageSize,
        ...(cursor !== null && { cursor }),
      });
      if (mine !== current.current) return;
      mine.put(page, items, next);
      setError(null);
      setVersion((old) => old + 1);
    } catch (reason) {
      if (mine !== current.current) return;
      setError(reason);
      if (!(reason instanceof ApiError) || reason.code !== "rate_limited") return;
      again = (reason.retryAfter ?? 1) * 1000;
    } finally {
      if (reading.current === mine) reading.current = undefined;
    }
    // What is looked at now may be something else than when this was asked.
    later.current(again);
  }, [api, key]);
  const later = useRef((_ms: number) => {});
  later.current = (ms) => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void read();
    }, ms);
  };

  useEffect(() => {
    wanted.current = { first: 0, last: 0 };
    setError(null);
    void read();
    return () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [read, pages]);
  const show = useCallback((first: number, last: number) => {
    wanted.current = { first, last };
    later.current(restMs);
  }, []);
  return {
    pages: pages.length > 0 || pages.ended ? pages : undefined,
    search: `${turn} ${key}`,
    error,
    show,
    reload: () => setTurn((old) => old + 1),
  };
}
