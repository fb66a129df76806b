import { useCallback, useEffect, useRef, useState } from "react";

export interface Loaded<T> {
  /** What was loaded last; kept while it is loaded again, so that nothing jumps. */
  readonly value: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly reload: () => Promise<void>;
}

/** Loads when mounted and when `key` changes; answers that were overtaken are dropped. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; value: T | undefined; error: unknown; loading: boolean }>(
    {
      key,
      value: undefined,
      error: null,
      loading: true,
    },
  );
  const latest = useRef(load);
  latest.current = load;
  const turn = useRef(0);
  const reload = useCallback(async () => {
    const mine = ++turn.current;
    setState((old) => ({
      key,
      value: old.key === key ? old.value : undefined,
      error: null,
      loading: true,
    }));
    try {
      const value = await latest.current();
      if (mine === turn.current) setState({ key, value, error: null, loading: false });
    } catch (error) {
      if (mine === turn.current) setState((old) => ({ ...old, error, loading: false }));
    }
  }, [key]);
  useEffect(() => {
    void reload();
    return () => {
      turn.current++;
    };
  }, [reload]);
  return { ...(state.key === key ? state : { value: undefined, error: null, loading: true }), reload };
}
