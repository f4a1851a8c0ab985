/** Bodies for tests of streams. */

/** Bytes that are different everywhere: lost, doubled or swapped chunks change them. */
export function pattern(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index++) {
    bytes[index] = (index * 31 + (index >> 8) * seed + seed) & 0xff;
  }
  return bytes;
}

/** A producer that a test drives and watches. */
export class Producer {
  readonly stream: ReadableStream<Uint8Array>;
  /** Pieces asked for so far. */
  pulls = 0;
  cancelled: unknown;
  readonly #cancel: { promise: Promise<unknown>; resolve: (reason: unknown) => void };

  /** @param piece gives the n-th piece, or null for the end; what it throws fails the stream */
  constructor(piece: (n: number) => Uint8Array | string | null | Promise<Uint8Array | string | null>) {
    let resolve = (_: unknown): void => {};
    const promise = new Promise<unknown>((done) => (resolve = done));
    this.#cancel = { promise, resolve };
    this.stream = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const next = await piece(this.pulls++);
          if (next === null) {
            controller.close();
          } else {
            controller.enqueue(typeof next === "string" ? new TextEncoder().encode(next) : next);
          }
        },
        cancel: (reason) => {
          this.cancelled = reason;
          resolve(reason);
        },
      },
      { highWaterMark: 0 },
    );
  }

  /** Settles when the consumer has cancelled. */
  whenCancelled(): Promise<unknown> {
    return this.#cancel.promise;
  }
}

export const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until something has become true. */
export async function until(condition: () => boolean, what = "the condition", ms = 5_000): Promise<void> {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) {
      throw new Error(`${what} did not come true within ${ms} ms`);
    }
    await delay(2);
  }
}
