/** Listeners by name. A listener that throws keeps nobody else from hearing. */
export interface Emitter<Events> {
  on<Name extends keyof Events>(name: Name, listener: (value: Events[Name]) => void): () => void;
  emit<Name extends keyof Events>(name: Name, value: Events[Name]): void;
}

export function createEmitter<Events>(): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(value: never) => void>>();
  return {
    on(name, listener) {
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own.add(listener));
      return () => own.delete(listener);
    },
    emit(name, value) {
      for (const listener of [...(listeners.get(name) ?? [])]) {
        try {
          (listener as (value: unknown) => void)(value);
        } catch (error) {
          reportError(error);
        }
      }
    },
  };
}

/** Where the platform shows what nobody caught, after the work at hand is done. */
function reportError(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}
