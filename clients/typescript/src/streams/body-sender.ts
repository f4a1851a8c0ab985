/** Sends a body as fast as the receiver grants credit: uploads of dispatches and response bodies of `fetch`. */

import { errorText } from "../errors.ts";
import type { BodySource } from "./body-source.ts";
import type { Credit } from "./credit.ts";
import { MAX_CHUNK_BYTES } from "./limits.ts";

/** Writes the frames of one body. */
export interface OutgoingFrames {
  chunk(bytes: Uint8Array): void;
  end(): void;
  fail(text: string): void;
}

export class BodySender {
  readonly #source: BodySource;
  readonly #credit: Credit;
  readonly #frames: OutgoingFrames;
  #cancelled = false;

  constructor(source: BodySource, credit: Credit, frames: OutgoingFrames) {
    this.#source = source;
    this.#credit = credit;
    this.#frames = frames;
  }

  grant(bytes: unknown): void {
    this.#credit.grant(bytes);
  }

  /** The receiver wants no more, or cannot be reached: nothing more is sent and the source is told. */
  cancel(reason: unknown): void {
    if (!this.#cancelled) {
      this.#cancelled = true;
      this.#credit.end();
      this.#source.cancel(reason);
    }
  }

  /**
   * Sends everything. Settles when the body has ended, failed or was cancelled; never rejects.
   *
   * @returns whether the receiver was there to the end
   */
  async run(): Promise<boolean> {
    try {
      // Without credit nothing is read: the producer stops when the consumer does.
      while ((await this.#credit.available()) > 0) {
        const piece = await this.#source.read();
        if (this.#cancelled) {
          return false;
        }
        if (piece === null) {
          this.#frames.end();
          return true;
        }
        await this.#send(piece);
      }
    } catch (error) {
      if (!this.#cancelled) {
        this.#frames.fail(errorText(error));
        // The failure may be ours (a piece that is no bytes) and the source still at work.
        this.cancel(error);
        return true;
      }
    }
    return false;
  }

  async #send(piece: Uint8Array): Promise<void> {
    let offset = 0;
    while (offset < piece.length) {
      const room = Math.min(await this.#credit.available(), MAX_CHUNK_BYTES);
      if (room === 0) {
        return;
      }
      const chunk = piece.subarray(offset, offset + room);
      this.#credit.charge(chunk.length);
      this.#frames.chunk(chunk);
      offset += chunk.length;
    }
  }
}
