import type { ApiError } from "./api-error.ts";
import type { Entry } from "./conversation-state.ts";

/** Promises of answers: each is the first entry of the assistant after the question. */
export interface Answers {
  wait(afterSeq: number): Promise<Entry>;
  /** Something arrived. */
  look(): void;
  /** A turn ended without an entry. */
  fail(error: ApiError): void;
}

interface Waiter {
  readonly afterSeq: number;
  readonly answer: PromiseWithResolvers<Entry>;
}

export function createAnswers(entries: () => readonly Entry[]): Answers {
  let waiters: Waiter[] = [];

  function look(): void {
    if (waiters.length === 0) return;
    const all = entries();
    waiters = waiters.filter(({ afterSeq, answer }) => {
      const found = all.find(({ seq, role }) => seq > afterSeq && role === "assistant");
      if (found !== undefined) answer.resolve(found);
      return found === undefined;
    });
  }

  return {
    wait(afterSeq) {
      const answer = Promise.withResolvers<Entry>();
      waiters.push({ afterSeq, answer });
      look();
      return answer.promise;
    },
    look,
    fail(error) {
      const left = waiters;
      waiters = [];
      for (const { answer } of left) answer.reject(error);
    },
  };
}
