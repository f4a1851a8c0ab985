// Requests into the guest: from the host to the handler, and its response back (runtime.md 7.2 and 7.3).
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { afterChanges } from "ext:isolate/fs/changes.js";
import { host } from "ext:isolate/host.js";
import { atLeaseEnd } from "ext:isolate/lease/lease.js";
import { served } from "ext:isolate/serve/handlers.js";
import { forgetPendingUpgrades, requestUpgrade } from "ext:isolate/serve/sockets.js";
import { hostBody } from "ext:isolate/streams/host_body.js";
import { pump } from "ext:isolate/streams/pump.js";
const {
  Error,
  MapPrototypeDelete,
  MapPrototypeGet,
  MapPrototypeSet,
  ObjectPrototypeIsPrototypeOf,
  PromisePrototypeThen,
  PromiseResolve,
  RangeError,
  ReflectApply,
  SafeMap,
  StringPrototypeToUpperCase,
  TypeError,
  TypedArrayPrototypeGetByteLength,
} = primordials;
const { URL } = core.loadExtScript("ext:deno_web/00_url.js");
const { isReadableStreamDisturbed, isReadableStreamLocked, ReadableStreamPrototype } = core.loadExtScript("ext:deno_web/06_streams.js");
const { InnerBody } = core.loadExtScript("ext:deno_fetch/22_body.js");
const { fromInnerRequest, newInnerRequest } = core.loadExtScript("ext:deno_fetch/23_request.js");
const { nullBodyStatus, ResponsePrototype, toInnerResponse } = core.loadExtScript("ext:deno_fetch/23_response.js");

/** Longest body that goes to the host at once, in bytes or UTF-16 code units. */
const WHOLE_BODY = 1_048_576;

/**
 * A request in the hands of the guest.
 * @typedef {object} Dispatch
 * @property {number} id the host's number of it
 * @property {string} method
 * @property {string | undefined} upgrade the connection id, if the handler asked for an upgrade
 * @property {boolean} answered
 * @property {boolean} aborted
 * @property {(() => void) | undefined} abort fires the request's signal, once somebody has asked for it
 * @property {(() => void) | undefined} dropBody lets go of what was not read of the request's body
 */

/**
 * Dispatches whose response is not complete.
 * @type {Map<number, Dispatch>}
 */
const dispatches = new SafeMap();

// The host has answered them. To fire their signals would run code of the guest's.
atLeaseEnd(() => dispatches.clear());

/**
 * Takes a request of the host to the handler.
 * @param {number} id
 * @param {string} method
 * @param {string} url
 * @param {[string, string][]} headers
 * @param {Uint8Array | number | null} body all of it, or the host's number of it
 * @param {boolean} aborted
 */
export function dispatch(id, method, url, headers, body, aborted) {
  /** @type {Dispatch} */
  const dispatched = {
    id,
    method: StringPrototypeToUpperCase(method),
    upgrade: undefined,
    answered: false,
    aborted,
    abort: undefined,
    dropBody: undefined,
  };
  MapPrototypeSet(dispatches, id, dispatched);
  forgetPendingUpgrades();
  try {
    const handlers = served();
    const handler = handlers?.fetch;
    if (typeof handler !== "function") throw new Error("No serve() handler registered");
    const request = makeRequest(dispatched, url, headers, body);
    const server = {
      /** @param {unknown} _request @param {{ data?: unknown }} [upgradeOptions] */
      upgrade(_request, upgradeOptions) {
        dispatched.upgrade = requestUpgrade(dispatched, upgradeOptions?.data);
        return true;
      },
    };
    const result = ReflectApply(handler, handlers, [request, server]);
    if (ObjectPrototypeIsPrototypeOf(ResponsePrototype, result)) return answer(dispatched, result);
    PromisePrototypeThen(
      PromiseResolve(result),
      (/** @type {unknown} */ response) => answer(dispatched, response),
      (/** @type {unknown} */ error) => afterChanges(() => fail(dispatched, error)),
    );
  } catch (error) {
    afterChanges(() => fail(dispatched, error));
  }
}

/**
 * Answers with what the handler returned, when what it has written is there.
 * @param {Dispatch} dispatched
 * @param {unknown} response
 */
function answer(dispatched, response) {
  afterChanges(() => {
    try {
      respond(dispatched, response);
    } catch (error) {
      fail(dispatched, error);
    }
  });
}

/**
 * Fires the signal of a request.
 * @param {number} id
 */
export function abortDispatch(id) {
  const dispatched = MapPrototypeGet(dispatches, id);
  if (dispatched === undefined || dispatched.aborted) return;
  dispatched.aborted = true;
  dispatched.abort?.();
}

/**
 * @param {Dispatch} dispatched
 * @param {string} url
 * @param {[string, string][]} headers
 * @param {Uint8Array | number | null} body
 */
function makeRequest(dispatched, url, headers, body) {
  const { method } = dispatched;
  const inner = newInnerRequest(method, parse(url), () => headers, makeBody(dispatched, body), false);
  if (inner.body !== null && (method === "GET" || method === "HEAD")) {
    throw new TypeError("Request with GET/HEAD method cannot have body.");
  }
  // Called when somebody looks at the signal for the first time.
  inner.onCancel = (/** @type {() => void} */ abort) => {
    dispatched.abort = abort;
    if (dispatched.aborted) abort();
  };
  return fromInnerRequest(inner, "request");
}

/** @param {string} url */
function parse(url) {
  try {
    return new URL(url).href;
  } catch {
    throw new TypeError(`Failed to parse URL from ${url}`);
  }
}

/**
 * @param {Dispatch} dispatched
 * @param {Uint8Array | number | null} body
 */
function makeBody(dispatched, body) {
  if (body === null) return null;
  if (typeof body === "number") {
    const { stream, abort } = hostBody(body);
    dispatched.dropBody = () => {
      // What somebody reads is left to him, also after the response.
      if (!isReadableStreamLocked(stream) && !isReadableStreamDisturbed(stream)) {
        abort(new TypeError("The request has been answered"));
      }
    };
    return new InnerBody(stream);
  }
  if (TypedArrayPrototypeGetByteLength(body) === 0) return null;
  const inner = new InnerBody({ body, consumed: false });
  inner.length = TypedArrayPrototypeGetByteLength(body);
  return inner;
}

/**
 * Answers with what the handler returned.
 * @param {Dispatch} dispatched
 * @param {any} response
 */
function respond(dispatched, response) {
  const inner = ObjectPrototypeIsPrototypeOf(ResponsePrototype, response) ? toInnerResponse(response) : undefined;
  if (inner === undefined) throw new TypeError(notAResponse(response));
  const { status, statusMessage, headerList, body } = inner;
  if (status === 0) throw new RangeError("fetch handler returned Response.error(), which has no status");
  const visible = status === 101 ? 200 : status;
  dispatched.answered = true;
  if (body === null || nullBodyStatus(status) || dispatched.method === "HEAD") {
    body?.cancel();
    host.respond(dispatched.id, visible, statusMessage, headerList, dispatched.upgrade, null);
    return end(dispatched);
  }
  if (body.unusable()) throw new TypeError("Body has already been consumed");
  if (isLong(body)) {
    const sink = host.respondStreaming(dispatched.id, visible, statusMessage, headerList, dispatched.upgrade);
    if (sink === undefined) return end(dispatched);
    // A client that goes away half-way has lost interest in the request as a whole.
    pump(sink, body.stream, (cancelled) => {
      if (cancelled) abortDispatch(dispatched.id);
      end(dispatched);
    });
    return;
  }
  host.respond(dispatched.id, visible, statusMessage, headerList, dispatched.upgrade, body.consume());
  end(dispatched);
}

/**
 * Whether a body goes to the host piece by piece: a stream, or too much to be held at once outside of the guest.
 * @param {any} body
 */
function isLong({ streamOrStatic }) {
  if (ObjectPrototypeIsPrototypeOf(ReadableStreamPrototype, streamOrStatic)) return true;
  const whole = streamOrStatic.body;
  return (typeof whole === "string" ? whole.length : TypedArrayPrototypeGetByteLength(whole)) > WHOLE_BODY;
}

/** @param {unknown} result */
function notAResponse(result) {
  return result === null || result === undefined
    ? `fetch handler did not return a Response object (got ${result})`
    : `fetch handler must return a Response object (got ${typeof result})`;
}

/**
 * @param {Dispatch} dispatched
 * @param {unknown} error
 */
function fail(dispatched, error) {
  dispatched.answered = true;
  host.failDispatch(dispatched.id, error);
  end(dispatched);
}

/** @param {Dispatch} dispatched */
function end(dispatched) {
  MapPrototypeDelete(dispatches, dispatched.id);
  dispatched.dropBody?.();
}
