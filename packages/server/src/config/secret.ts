const shown = "[secret]";

/**
 * A value that nobody prints by accident: JSON, `inspect`, string templates and errors show "[secret]".
 * Whoever needs the value says so with `reveal()`, which is easy to find in a review.
 */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return shown;
  }
}
