/** What was made last is closed first. One that cannot be closed does not keep the others open. */
export class ReleaseStack {
  readonly #steps: { readonly name: string; readonly run: () => unknown }[] = [];
  readonly #failed: (name: string, error: unknown) => void;

  constructor(failed: (name: string, error: unknown) => void) {
    this.#failed = failed;
  }

  push(name: string, run: () => unknown): void {
    this.#steps.push({ name, run });
  }

  async release(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step.run();
      } catch (error) {
        this.#failed(step.name, error);
      }
    }
  }
}
