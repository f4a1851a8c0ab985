// `fetch`: requests that the host makes for the guest (runtime.md 6.6).
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { abortError } from "ext:isolate/abort/abort.js";
import { makeResponse } from "ext:isolate/fetch/response.js";
import { host } from "ext:isolate/host.js";
import { pump } from "ext:isolate/streams/pump.js";
const {
  ObjectGetOwnPropertyDescriptor,
  ObjectPrototypeIsPrototypeOf,
  Promise,
  PromisePrototypeThen,
  PromiseReject,
  RangeError,
  RegExpPrototypeExec,
  String,
  StringPrototypeToUpperCase,
  TypeError,
  Error,
  TypedArrayPrototypeGetByteLength,
  uncurryThis,
} = primordials;
const webidl = core.loadExtScript("ext:deno_webidl/00_webidl.js");
const { DOMException } = core.loadExtScript("ext:deno_web/01_dom_exception.js");
const { URL } = core.loadExtScript("ext:deno_web/00_url.js");
const abortSignal = core.loadExtScript("ext:deno_web/03_abort_signal.js");
const { ReadableStreamPrototype } = core.loadExtScript("ext:deno_web/06_streams.js");
const { Request, RequestPrototype, toInnerRequest } = core.loadExtScript("ext:deno_fetch/23_request.js");

const signalOf = uncurryThis(ObjectGetOwnPropertyDescriptor(RequestPrototype, "signal").get);

/** Stands in for the address of a relative URL, which only the host can resolve. */
const SOMEWHERE = "http://relative.invalid/";

/** Bodies of more bytes are streamed to hosts that take streams. */
const INLINE_BODY = 1_048_576;

/** The prefix by which a host names the class of an error. */
const PREFIX = /^\[(TypeError|RangeError|Error|AbortError)\](.*)$/s;

/**
 * Has the host make a request. The URL goes to it exactly as written.
 * @param {RequestInfo | URL} input
 * @param {RequestInit} [init]
 * @returns {Promise<Response>}
 */
export async function fetch(input, init = undefined) {
  webidl.requiredArguments(arguments.length, 1, "Failed to execute 'fetch'");
  const { url, request } = read(input, init);
  const signal = signalOf(request);
  if (signal.aborted) throw signal.reason;
  const inner = toInnerRequest(request);
  const body = await takeBody(inner);
  if (signal.aborted) throw signal.reason;
  return call(url, inner, body, signal);
}

/**
 * @param {any} input
 * @param {RequestInit | undefined} init
 */
function read(input, init) {
  if (ObjectPrototypeIsPrototypeOf(RequestPrototype, input)) {
    const request = init === undefined ? new Request(input) : new Request(input, init);
    return { url: toInnerRequest(request).url(), request };
  }
  const url = String(input);
  return { url, request: new Request(URL.canParse(url) ? url : SOMEWHERE, init) };
}

/**
 * All of a body, or a stream of it, or neither.
 * @typedef {{ whole: string | Uint8Array | null, stream: ReadableStream | null }} OutgoingBody
 */

/**
 * The body as it goes to the host: whole, or as a stream if it is large or of unknown length and the host takes streams.
 * @param {any} inner
 * @returns {Promise<OutgoingBody>}
 */
async function takeBody(inner) {
  const { body } = inner;
  if (body === null) return { whole: null, stream: null };
  const isStream = ObjectPrototypeIsPrototypeOf(ReadableStreamPrototype, body.streamOrStatic);
  if ((isStream || body.length > INLINE_BODY) && host.streamsRequests()) {
    return { whole: null, stream: body.stream };
  }
  const whole = await body.consume();
  // A body of no bytes is none, as for `Request.body`.
  const empty = typeof whole === "string" ? whole === "" : TypedArrayPrototypeGetByteLength(whole) === 0;
  return { whole: empty ? null : whole, stream: null };
}

/**
 * @param {string} url
 * @param {any} inner
 * @param {OutgoingBody} body
 * @param {any} signal
 * @returns {Promise<Response>}
 */
function call(url, inner, body, signal) {
  const { stream } = body;
  const method = StringPrototypeToUpperCase(inner.method);
  const upload = stream === null ? undefined : host.openUpload();
  if (stream !== null && upload === undefined) {
    return PromiseReject(new TypeError("Too many streams are open to send another request body"));
  }
  const started = host.startFetch(url, method, inner.headerList, body.whole, upload?.[0]);
  const answer = started[0];
  return new Promise((/** @type {(response: Response) => void} */ resolve, /** @type {(error: unknown) => void} */ reject) => {
    /** Breaks the response's body off, once there is one. @type {((reason: unknown) => void) | undefined} */
    let abortBody;
    let settled = false;
    const onAbort = () => giveUp(signal.reason);
    const release = () => signal[abortSignal.remove](onAbort);

    /** @param {unknown} reason */
    function giveUp(reason) {
      if (!settled) host.abortCall(started[1]);
      settled = true;
      reject(reason);
      abortBody?.(reason);
    }

    signal[abortSignal.add](onAbort);
    if (stream !== null && upload !== undefined) {
      PromisePrototypeThen(pump(upload[1], stream), (/** @type {{ error: unknown } | undefined} */ failure) => {
        if (failure !== undefined && !settled) giveUp(failure.error);
      });
    }
    PromisePrototypeThen(
      answer,
      (/** @type {unknown} */ value) => {
        settled = true;
        try {
          const { response, abort } = makeResponse(value, url, method, asError, release);
          abortBody = abort;
          resolve(response);
        } catch (error) {
          release();
          reject(error);
        }
      },
      (/** @type {unknown} */ error) => {
        settled = true;
        release();
        reject(asError(error));
      },
    );
  });
}

/**
 * What the guest sees of an error of the host (protocol.md 4.11).
 * @param {any} error
 */
function asError(error) {
  if (error?.name === "AbortError") return abortError();
  const named = RegExpPrototypeExec(PREFIX, error?.message);
  if (named === null) return error;
  const text = named[2];
  switch (named[1]) {
    case "TypeError":
      return new TypeError(text);
    case "RangeError":
      return new RangeError(text);
    case "AbortError":
      return new DOMException(text, "AbortError");
    default:
      return new Error(text);
  }
}
