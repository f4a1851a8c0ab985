/** A body that arrives, as a `ReadableStream`: whoever reads slowly stops the sender (protocol.md, section 3.6). */

/** What the sender of the body is told. */
export interface IncomingFrames {
  /** So many more bytes may be sent. */
  grant(bytes: number): void;
  /** The rest is not wanted. */
  cancel(reason: string): void;
}

export interface ReceiverOptions {
  /** Bytes granted when the first piece is asked for. */
  firstGrant: number;
  /** The least that a chunk has cost its sender; so much is granted again when it is consumed. */
  leastCharge: number;
  /** How the sender calls the reason when the consumer cancels. */
  cancelText: string;
  /** Called once, when the body has ended, failed or was cancelled: its id is free. */
  onSettled(): void;
}

export class BodyReceiver {
  /** The body. Nothing is buffered in the stream itself: what it gives was asked for. */
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #frames: IncomingFrames;
  readonly #options: ReceiverOptions;
  #queue: Uint8Array<ArrayBuffer>[] = [];
  #controller!: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  /** Set while a reader waits for a chunk; called when there is one, or none will come. */
  #arrived: (() => void) | undefined;
  #started = false;
  /** No frame of this body is expected any more. */
  #settled = false;
  /** The failure to report once the queue has been read. */
  #failure: Error | undefined;
  /** The stream was closed, failed or cancelled. */
  #done = false;

  constructor(frames: IncomingFrames, options: ReceiverOptions) {
    this.#frames = frames;
    this.#options = options;
    this.stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        start: (controller) => void (this.#controller = controller),
        pull: () => this.#pull(),
        cancel: () => this.#cancelled(),
      },
      { highWaterMark: 0 },
    );
  }

  /** A chunk has arrived. The bytes are copied: what is given may be a view into a larger buffer. */
  push(chunk: unknown): void {
    if (this.#settled || !(chunk instanceof Uint8Array)) {
      return;
    }
    if (chunk.length > 0) {
      this.#queue.push(chunk.slice());
      this.#arrived?.();
    } else if (this.#options.leastCharge > 0) {
      // Daemons send one to wake clients of another kind. It is nothing to read, but it was charged.
      this.#frames.grant(this.#options.leastCharge);
    }
  }

  /** The body is complete. */
  end(): void {
    this.#settle();
  }

  /** The body has broken off: the chunks before are delivered, then the reader gets this error. */
  fail(error: Error): void {
    if (!this.#settled) {
      this.#failure = error;
      this.#settle();
    }
  }

  /** Gives the body up on this side: whoever reads gets this error at once, the sender is told. */
  abort(error: unknown): void {
    if (this.#done) {
      return;
    }
    this.#done = true;
    this.#queue = [];
    this.#controller.error(error);
    this.#arrived?.();
    this.#tellSender();
  }

  async #pull(): Promise<void> {
    if (!this.#started) {
      this.#started = true;
      if (this.#options.firstGrant > 0 && !this.#settled) {
        this.#frames.grant(this.#options.firstGrant);
      }
    }
    while (this.#queue.length === 0 && !this.#settled && !this.#done) {
      await new Promise<void>((resolve) => (this.#arrived = resolve));
    }
    const chunk = this.#queue.shift();
    if (chunk !== undefined && !this.#done) {
      this.#controller.enqueue(chunk);
      if (!this.#settled) {
        this.#frames.grant(Math.max(chunk.length, this.#options.leastCharge));
      }
    }
    this.#finish();
  }

  #settle(): void {
    if (!this.#settled) {
      this.#settled = true;
      this.#arrived?.();
      this.#finish();
      this.#options.onSettled();
    }
  }

  /** Closes the stream when nothing is left to deliver, without waiting to be asked. */
  #finish(): void {
    if (this.#done || !this.#settled || this.#queue.length > 0) {
      return;
    }
    this.#done = true;
    if (this.#failure !== undefined) {
      this.#controller.error(this.#failure);
    } else {
      this.#controller.close();
    }
  }

  #cancelled(): void {
    this.#done = true;
    this.#queue = [];
    this.#tellSender();
  }

  #tellSender(): void {
    if (!this.#settled) {
      this.#settled = true;
      this.#frames.cancel(this.#options.cancelText);
      this.#options.onSettled();
    }
  }
}
