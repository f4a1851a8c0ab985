// Bodies that come from the host: request bodies of `serve()` and response bodies of `fetch`.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { host } from "ext:isolate/host.js";
import { atLeaseEnd } from "ext:isolate/lease/lease.js";
const {
  Error,
  MapPrototypeDelete,
  MapPrototypeSet,
  ObjectGetOwnPropertyDescriptor,
  PromiseResolve,
  SafeFinalizationRegistry,
  SafeMap,
  SafeMapIterator,
  SafeWeakRef,
  String,
  uncurryThis,
} = primordials;
const streams = core.loadExtScript("ext:deno_web/06_streams.js");

// A guest may replace the methods, so they are taken before it runs.
const controllerPrototype = streams.ReadableByteStreamController.prototype;
const enqueue = uncurryThis(controllerPrototype.enqueue);
const close = uncurryThis(controllerPrototype.close);
const error = uncurryThis(controllerPrototype.error);
const byobRequestOf = uncurryThis(ObjectGetOwnPropertyDescriptor(controllerPrototype, "byobRequest").get);
const respond = uncurryThis(streams.ReadableStreamBYOBRequest.prototype.respond);

/** Gives up the bodies whose streams nobody holds any more. */
const forgotten = new SafeFinalizationRegistry((/** @type {number} */ body) => {
  MapPrototypeDelete(open, body);
  host.cancelBody(body, "The body was never read");
});

/**
 * The controllers of those that have not ended, by body; weakly, so that a stream can be forgotten.
 * @type {Map<number, WeakRef<any>>}
 */
const open = new SafeMap();

atLeaseEnd(() => {
  const gone = new Error("Runtime was soft-disposed");
  for (const entry of new SafeMapIterator(open)) {
    const controller = entry[1].deref();
    if (controller !== undefined) error(controller, gone);
  }
  open.clear();
});

/**
 * @typedef {object} HostBody
 * @property {ReadableStream<Uint8Array>} stream
 * @property {(reason: unknown) => void} abort breaks the stream off, and tells the host
 */

/**
 * @param {number} body the host's number of it
 * @param {(error: any) => unknown} [asError] what readers see of a failure of the host's
 * @param {() => void} [onEnd] called once, when the stream has ended in whatever way
 * @returns {HostBody}
 */
export function hostBody(body, asError = (failure) => failure, onEnd = () => {}) {
  /** @type {any} */
  let controller;
  let ended = false;
  const stream = streams.createReadableByteStream(
    (/** @type {any} */ given) => {
      controller = given;
    },
    pull,
    (/** @type {unknown} */ reason) => {
      end();
      host.cancelBody(body, text(reason));
      return PromiseResolve();
    },
  );
  forgotten.register(stream, body, stream);
  MapPrototypeSet(open, body, new SafeWeakRef(controller));
  return {
    stream,
    abort(reason) {
      if (ended) return;
      end();
      error(controller, reason);
      host.cancelBody(body, text(reason));
    },
  };

  async function pull() {
    try {
      let chunk = host.readBody(body);
      while (chunk === undefined) {
        await host.bodyReady(body);
        if (ended) return;
        chunk = host.readBody(body);
      }
      if (chunk !== null) return enqueue(controller, chunk);
      end();
      close(controller);
      // A reader with a buffer of its own learns of the end by an answer of no bytes.
      const request = byobRequestOf(controller);
      if (request !== null) respond(request, 0);
    } catch (failure) {
      end();
      error(controller, asError(failure));
    }
  }

  function end() {
    if (ended) return;
    ended = true;
    forgotten.unregister(stream);
    MapPrototypeDelete(open, body);
    onEnd();
  }
}

/** @param {unknown} reason which a guest chose */
function text(reason) {
  try {
    return String(reason);
  } catch {
    return "";
  }
}
