// Bodies that go to the host: response bodies of `serve()` and request bodies of `fetch`.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { host } from "ext:isolate/host.js";
import { atLeaseEnd } from "ext:isolate/lease/lease.js";
const {
  MapPrototypeDelete,
  MapPrototypeGet,
  MapPrototypeSet,
  PromisePrototypeThen,
  SafeMap,
  String,
  uncurryThis,
} = primordials;
const streams = core.loadExtScript("ext:deno_web/06_streams.js");

const readerPrototype = streams.ReadableStreamDefaultReader.prototype;
const read = uncurryThis(readerPrototype.read);
const cancel = uncurryThis(readerPrototype.cancel);

/** Longest string that is handed over as it is, in UTF-16 code units. */
const MAX_TEXT = 65_536;

/**
 * What goes on, by the host's number of the body: ends it with a reason.
 * @type {Map<number, (reason: unknown) => void>}
 */
const pumps = new SafeMap();

// The streams stay locked: to cancel one would run code of the guest's.
atLeaseEnd(() => pumps.clear());

/**
 * Moves a stream to the host, piece by piece, as fast as the host takes it.
 * @param {number} body the host's number of it
 * @param {ReadableStream} stream must be neither locked nor disturbed
 * @param {(cancelled: boolean) => void} [onEnd] called once, when nothing more will be read
 * @returns {Promise<{ error: unknown } | undefined>} what the stream failed with
 */
export async function pump(body, stream, onEnd = () => {}) {
  const reader = streams.acquireReadableStreamDefaultReader(stream);
  let cancelled = false;
  MapPrototypeSet(pumps, body, (/** @type {unknown} */ reason) => {
    cancelled = true;
    finish();
    ignore(cancel(reader, reason));
  });
  try {
    for (;;) {
      const { done, value } = await read(reader);
      if (cancelled) return;
      if (done) break;
      if (await write(body, value)) continue;
      finish();
      return;
    }
    host.endBody(body);
  } catch (failure) {
    if (cancelled) return;
    host.failBody(body, text(failure));
    ignore(cancel(reader, failure));
    finish();
    return { error: failure };
  }
  finish();

  function finish() {
    if (MapPrototypeDelete(pumps, body)) onEnd(cancelled);
  }
}

/**
 * @param {number} body
 * @param {unknown} chunk
 * @returns {boolean | Promise<boolean>} false if nobody wants more
 */
function write(body, chunk) {
  // Not even a moment's copy of a long text outside of what the guest may use.
  const whole = typeof chunk === "string" && chunk.length > MAX_TEXT ? core.encode(chunk) : chunk;
  return host.writeBody(body, whole) || host.bodyRoom(body);
}

/**
 * The host wants no more of a body.
 * @param {number} body
 * @param {string} reason
 */
export function cancelSink(body, reason) {
  MapPrototypeGet(pumps, body)?.(reason);
}

/** @param {Promise<unknown>} promise whose failure has no one to be told to */
function ignore(promise) {
  PromisePrototypeThen(promise, undefined, () => {});
}

/** @param {unknown} failure which a guest threw */
function text(failure) {
  try {
    return String(failure);
  } catch {
    return "Error";
  }
}
