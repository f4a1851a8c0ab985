/** Frames on the byte stream: a u32 length, a type byte, a payload (protocol.md, section 1.2). Knows no MessagePack. */

import { ProtocolError } from "../errors.ts";
import { MAX_FRAME_LENGTH } from "./messages.ts";

const LENGTH_BYTES = 4;

/** Receives the type byte and the payload; the payload may be a view into a larger buffer. */
export type FrameHandler = (type: number, payload: Uint8Array) => void;

/**
 * Cuts a byte stream into frames, wherever the chunks happen to end.
 *
 * Every byte is copied at most once: a frame that lies within one chunk is handed on as a view, and a frame that
 * spans chunks is gathered in a buffer of exactly its size.
 */
export class FrameParser {
  readonly #onFrame: FrameHandler;
  /** The first bytes of a frame whose length field is not complete yet. */
  #header = new Uint8Array(LENGTH_BYTES);
  #headerFilled = 0;
  /** The body (type byte and payload) of a frame that spans chunks. */
  #body: Uint8Array | undefined;
  #bodyFilled = 0;

  constructor(onFrame: FrameHandler) {
    this.#onFrame = onFrame;
  }

  /**
   * Takes the next bytes and calls the handler once per completed frame.
   *
   * @throws ProtocolError when a length field is below 2 or above the limit; the stream cannot be read any further.
   */
  push(chunk: Uint8Array): void {
    let offset = 0;
    while (offset < chunk.length) {
      if (this.#body !== undefined) {
        offset = this.#fillBody(this.#body, chunk, offset);
        continue;
      }
      while (this.#headerFilled < LENGTH_BYTES && offset < chunk.length) {
        this.#header[this.#headerFilled++] = chunk[offset++] as number;
      }
      if (this.#headerFilled < LENGTH_BYTES) {
        return;
      }
      const length = readLength(this.#header);
      this.#headerFilled = 0;
      if (offset + length <= chunk.length) {
        this.#emit(chunk.subarray(offset, offset + length));
        offset += length;
      } else {
        this.#body = new Uint8Array(length);
        this.#bodyFilled = 0;
      }
    }
  }

  #fillBody(body: Uint8Array, chunk: Uint8Array, offset: number): number {
    const take = Math.min(body.length - this.#bodyFilled, chunk.length - offset);
    body.set(chunk.subarray(offset, offset + take), this.#bodyFilled);
    this.#bodyFilled += take;
    if (this.#bodyFilled === body.length) {
      this.#body = undefined;
      this.#emit(body);
    }
    return offset + take;
  }

  #emit(body: Uint8Array): void {
    this.#onFrame(body[0] as number, body.subarray(1));
  }
}

/** Checked as soon as the four bytes are known, so that a wrong length never makes the parser wait for its bytes. */
function readLength(header: Uint8Array): number {
  const length = new DataView(header.buffer, header.byteOffset, LENGTH_BYTES).getUint32(0);
  if (length > MAX_FRAME_LENGTH) {
    throw new ProtocolError(`Frame of ${length} bytes received; the limit is ${MAX_FRAME_LENGTH} bytes`);
  }
  if (length < 2) {
    throw new ProtocolError(`Frame of ${length} bytes received; the least is 2 bytes`);
  }
  return length;
}

/**
 * Builds a frame in one buffer of its own.
 *
 * @param label how error texts call the message
 * @throws RangeError when the frame would exceed the limit of 10,485,760 bytes; nothing may be sent then
 */
export function buildFrame(type: number, payload: Uint8Array, label: string): Uint8Array {
  const length = payload.length + 1;
  if (length > MAX_FRAME_LENGTH) {
    throw new RangeError(`${label} takes ${length} bytes; a frame holds at most ${MAX_FRAME_LENGTH} bytes`);
  }
  const frame = new Uint8Array(LENGTH_BYTES + length);
  new DataView(frame.buffer).setUint32(0, length);
  frame[LENGTH_BYTES] = type;
  frame.set(payload, LENGTH_BYTES + 1);
  return frame;
}
