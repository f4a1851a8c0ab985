/** A body to be sent, read piece by piece, of which the beginning may be looked at first. */

const NOT_YET = Symbol("not yet");

export class BodySource {
  readonly #reader: ReadableStreamDefaultReader<unknown>;
  /** Pieces that were looked at and are still to be read. */
  #held: Uint8Array[] = [];
  /** A read that has begun and whose piece nobody has taken. */
  #reading: Promise<Uint8Array | null> | undefined;

  /**
   * The body of a message, undefined when it has none.
   *
   * @throws TypeError when it was read already, or somebody else reads it
   */
  static of(message: Request | Response): BodySource | undefined {
    if (message.bodyUsed) {
      throw new TypeError("Body has already been consumed");
    }
    return message.body === null ? undefined : new BodySource(message.body);
  }

  /** @throws TypeError when somebody else reads the stream already */
  constructor(stream: ReadableStream<unknown>) {
    this.#reader = stream.getReader();
  }

  /**
   * The next piece, null at the end.
   *
   * @throws whatever the stream fails with
   */
  read(): Promise<Uint8Array | null> {
    const held = this.#held.shift();
    if (held !== undefined) {
      return Promise.resolve(held);
    }
    const reading = this.#reading ?? this.#next();
    this.#reading = undefined;
    return reading;
  }

  /**
   * The whole body, if it ends within `limit` bytes. If it does not, or fails, or keeps the caller waiting, the result is
   * undefined and nothing is lost: what was read comes again from `read`.
   *
   * @param patience how long to wait for it, in ms; with 0 only a body in memory is taken
   */
  async whole(limit: number, patience: number): Promise<Uint8Array | undefined> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    const timeout = startTimeout(patience);
    try {
      while (length <= limit) {
        this.#reading ??= this.#next();
        const piece = await Promise.race([this.#reading, timeout.over]);
        if (piece === NOT_YET) {
          break;
        }
        this.#reading = undefined;
        if (piece === null) {
          return concatenate(pieces, length);
        }
        pieces.push(piece);
        length += piece.length;
      }
    } catch {
      // The failed read stays in place, so that whoever reads next gets it behind the pieces.
    } finally {
      timeout.stop();
    }
    this.#held = pieces;
    return undefined;
  }

  /** Tells the stream that nobody wants the rest. */
  cancel(reason: unknown): void {
    this.#held = [];
    // A stream that has failed, or fails in its own `cancel`, concerns nobody any more.
    this.#reader.cancel(reason).catch(() => {});
  }

  #next(): Promise<Uint8Array | null> {
    const next = this.#reader.read().then(({ done, value }) => (done ? null : toBytes(value)));
    // It may fail while nobody waits for it; the failure is kept for the next reader.
    next.catch(() => {});
    return next;
  }
}

/** Passes after so many ms, and never before everything that is ready at once had its turn. */
function startTimeout(ms: number): { over: Promise<typeof NOT_YET>; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<typeof NOT_YET>((resolve) => (timer = setTimeout(resolve, ms, NOT_YET)));
  return { over, stop: () => clearTimeout(timer) };
}

/** Bodies made of bytes give `Uint8Array`; streams that a program makes itself may give other things. */
function toBytes(piece: unknown): Uint8Array {
  if (piece instanceof Uint8Array) {
    return piece;
  }
  if (ArrayBuffer.isView(piece)) {
    return new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
  }
  if (piece instanceof ArrayBuffer) {
    return new Uint8Array(piece);
  }
  if (typeof piece === "string") {
    return new TextEncoder().encode(piece);
  }
  throw new TypeError(`A body stream must give bytes, got ${piece === null ? "null" : typeof piece}`);
}

function concatenate(pieces: Uint8Array[], length: number): Uint8Array {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined) {
    return first;
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
