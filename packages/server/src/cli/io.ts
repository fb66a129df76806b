/** A command's only ways to the person and the shell. */
export interface Io {
  /** To stdout; resolves when the reader has room for more. Rejects when it left. */
  write(text: string): Promise<void>;
  /** To stderr: what must not get into a pipe. */
  complain(text: string): void;
  /** A person looks at stdout. */
  readonly outTerminal: boolean;
  /** A person sits at stdin. */
  readonly inTerminal: boolean;
  /** Colours and cursor movements are understood (no NO_COLOR, no dumb terminal). */
  readonly colour: boolean;
  readonly columns: () => number;
  readonly rows: () => number;
  /** A line from the person; null at the end of the input. */
  ask(question: string): Promise<string | null>;
  /** The same without showing what is typed. */
  askHidden(question: string): Promise<string | null>;
  /** Everything that stdin still holds. */
  readAll(): Promise<string>;
  /** Ctrl-C, TERM: what runs on shall end. */
  readonly stopped: AbortSignal;
  /** Keys one by one; undefined without a terminal. The screen of `chat` uses it. */
  readonly input: NodeJS.ReadStream;
}
