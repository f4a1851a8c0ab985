/** Writes a body to a stream of Node's, as fast as the stream takes it. */

import type { Writable } from "node:stream";
import type { BodySource } from "../streams/body-source.ts";

/**
 * Ends the stream when the body has ended. Whoever owns the stream cancels the body when it closes before that.
 *
 * @throws what the body fails with
 */
export async function writeBody(source: BodySource, writable: Writable): Promise<void> {
  for (let piece = await source.read(); piece !== null; piece = await source.read()) {
    if (!writable.write(piece)) {
      await drained(writable);
    }
  }
  writable.end();
}

/** Settles when the stream takes more, or is closed. */
function drained(writable: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (writable.destroyed) {
      resolve();
      return;
    }
    const done = (): void => {
      writable.off("drain", done);
      writable.off("close", done);
      resolve();
    };
    writable.on("drain", done);
    writable.on("close", done);
  });
}
