import type { ConversationId } from "@entobot/contract/ids";
import { Failure } from "../../pure/failure.ts";
import { LruMap } from "../lru-map.ts";
import { Overload } from "./overload.ts";
import { type StopReason, type Turn, turnKey } from "./turn.ts";

export interface TurnQueueOptions {
  readonly running: number;
  readonly waiting: number;
  readonly waitingPerConversation: number;
  /** Must not throw. `elsewhere`: work that somebody else does, and we only wait for. */
  readonly run: (turn: Turn, elsewhere: Elsewhere) => Promise<void>;
  readonly overload?: Overload;
}

export type Elsewhere = <T>(work: () => Promise<T>) => Promise<T>;

/** Turns of one conversation run one after the other, those of different conversations side by side, within bounds. */
export class TurnQueue {
  readonly #options: TurnQueueOptions;
  /** The first of a line is running, or about to. */
  readonly #lines = new Map<ConversationId, Turn[]>();
  /** Conversations whose first turn waits for a place. */
  readonly #ready: ConversationId[] = [];
  readonly #running = new Set<ConversationId>();
  readonly #closing = new Map<Turn, PromiseWithResolvers<void>>();
  readonly #finished = new LruMap<string, true>(10_000);
  /** Conversations whose running turn waits for a model: no haste of ours would end that sooner. */
  readonly #elsewhere = new Set<ConversationId>();
  readonly #overload: Overload;
  /** Places promised to messages that are being stored. */
  #promised = 0;
  #count = 0;
  /** Of these, those that we could be working on. */
  #ours = 0;
  #closed = false;

  constructor(options: TurnQueueOptions) {
    this.#options = options;
    this.#overload = options.overload ?? new Overload();
  }

  get running(): number {
    return this.#running.size;
  }

  isBusy(id: ConversationId): boolean {
    return this.#lines.has(id);
  }

  /**
   * Keeps a place before the message is accepted, so that what was accepted is also answered. Give it back once.
   * Under overload a conversation has one open question at a time: nobody's first one is refused for others' tenth.
   */
  reserve(id: ConversationId): () => void {
    if (this.#closed) throw new Failure("shutting_down");
    const { waiting, running, waitingPerConversation } = this.#options;
    const inLine = this.#lines.get(id)?.length ?? 0;
    const strained = this.#overload.isStrained(this.#ours + this.#promised);
    if (
      this.#count + this.#promised >= waiting + running ||
      inLine > (strained ? 0 : waitingPerConversation)
    ) {
      throw new Failure("busy", { retryAfter: 2 });
    }
    this.#promised++;
    let held = true;
    return () => {
      if (held) this.#promised--;
      held = false;
    };
  }

  /** Starts the turn when its time comes; a turn that is known already is not started again. */
  add(turn: Turn): void {
    const key = turnKey(turn);
    const line = this.#lines.get(turn.conversationId) ?? [];
    if (this.#finished.get(key) || line.some(({ seq }) => seq === turn.seq)) return;
    if (this.#closed) turn.stop.abort("interrupted" satisfies StopReason);
    line.push(turn);
    this.#closing.set(turn, Promise.withResolvers());
    this.#count++;
    if (!this.#elsewhere.has(turn.conversationId)) this.#ours++;
    if (line.length > 1) {
      // In the order of the messages, whatever order their senders were told in; the running one stays first.
      const running = this.#running.has(turn.conversationId) ? line.splice(0, 1) : [];
      line.sort((a, b) => a.seq - b.seq).unshift(...running);
      return;
    }
    this.#lines.set(turn.conversationId, line);
    this.#ready.push(turn.conversationId);
    // A little later: the other messages of the same commit may be earlier ones of this conversation.
    queueMicrotask(() => this.#pump());
  }

  /** Stops the running turn of the conversation and those behind it. Resolves when they are closed. */
  async cancel(id: ConversationId, reason: StopReason = "cancelled"): Promise<void> {
    const line = [...(this.#lines.get(id) ?? [])];
    for (const turn of line) turn.stop.abort(reason);
    await Promise.all(line.map((turn) => this.#closing.get(turn)?.promise));
  }

  /** Takes no more; waits for what runs, then interrupts what is left and waits until that is closed too. */
  async drain(ms: number): Promise<void> {
    this.#closed = true;
    const deadline = performance.now() + ms;
    while (this.#count > 0 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await Promise.all([...this.#lines.keys()].map((id) => this.cancel(id, "interrupted")));
  }

  #pump(): void {
    while (this.#running.size < this.#options.running) {
      const id = this.#ready.shift();
      if (id === undefined) return;
      const turn = this.#lines.get(id)?.[0];
      if (!turn) continue;
      this.#running.add(id);
      void this.#run(turn);
    }
  }

  async #run(turn: Turn): Promise<void> {
    const { conversationId: id } = turn;
    await this.#options.run(turn, (work) => this.#away(id, work));
    this.#finished.set(turnKey(turn), true);
    this.#running.delete(id);
    this.#count--;
    this.#ours--;
    this.#overload.finished();
    this.#closing.get(turn)?.resolve();
    this.#closing.delete(turn);
    const line = this.#lines.get(id);
    line?.shift();
    if (line && line.length > 0) this.#ready.push(id);
    else this.#lines.delete(id);
    this.#pump();
  }
  async #away<T>(id: ConversationId, work: () => Promise<T>): Promise<T> {
    const inLine = () => this.#lines.get(id)?.length ?? 0;
    this.#elsewhere.add(id);
    this.#ours -= inLine();
    try {
      return await work();
    } finally {
      this.#ours += inLine();
      this.#elsewhere.delete(id);
    }
  }
}
