/** How much of a body may be sent: the receiver grants bytes, the sender stops at zero (protocol.md, section 3.6). */

export class Credit {
  #bytes: number;
  #ended = false;
  #wake: (() => void) | undefined;

  /** @param bytes what may be sent before the first grant */
  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  /** The bytes that may be sent: at least 1, waiting for them if need be, or 0 once the credit was ended. */
  async available(): Promise<number> {
    while (this.#bytes <= 0 && !this.#ended) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#ended ? 0 : this.#bytes;
  }

  /** Takes a grant of the receiver. What is no positive number is ignored. */
  grant(bytes: unknown): void {
    if (typeof bytes === "number" && bytes > 0) {
      this.#bytes += bytes;
      this.#wake?.();
    }
  }

  charge(bytes: number): void {
    this.#bytes -= bytes;
  }

  /** Wakes whoever waits: nothing more may be sent. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }
}
