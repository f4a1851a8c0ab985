// Puts the web platform on the global object and removes what a guest must not reach.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { describeAbort } from "ext:isolate/abort/abort.js";
import { Buffer } from "ext:isolate/buffer/buffer.js";
import { knowClasses, structuredClone } from "ext:isolate/clone/clone.js";
import { console } from "ext:isolate/console/console.js";
import { describeWebClasses } from "ext:isolate/console/web_classes.js";
import { atob, btoa } from "ext:isolate/encoding/base64.js";
import { guardCrypto } from "ext:isolate/crypto/checks.js";
import { announceDom } from "ext:isolate/dom/dom.js";
import { emit, on } from "ext:isolate/events/events.js";
import { completeEvents } from "ext:isolate/events/targets.js";
import { describeBody, describeRedirect } from "ext:isolate/fetch/body_texts.js";
import { describeMethod } from "ext:isolate/fetch/method.js";
import { fetch } from "ext:isolate/fetch/fetch.js";
import { guardFormData } from "ext:isolate/fetch/form_data.js";
import { completeRequest } from "ext:isolate/fetch/request.js";
import { FileSystemDirectoryHandle, FileSystemFileHandle, getDirectory } from "ext:isolate/fs/handles.js";
import { FileSystemWritableFileStream } from "ext:isolate/fs/writable.js";
import { keepWithinLease } from "ext:isolate/lease/lease.js";
import { path } from "ext:isolate/path/path.js";
import { serve } from "ext:isolate/serve/handlers.js";
import { correctShapes } from "ext:isolate/shapes.js";
import { describeReleased } from "ext:isolate/streams/released.js";
import * as timers from "ext:isolate/timers/timers.js";
import { replaceStreaming } from "ext:isolate/wasm/streaming.js";
import { WebSocket } from "ext:isolate/websocket/websocket.js";
const {
  ArrayPrototypePush,
  FunctionPrototype,
  ObjectDefineProperty,
  ObjectGetPrototypeOf,
  ObjectKeys,
  RangeError,
  ReflectApply,
  ReflectDeleteProperty,
  ReflectOwnKeys,
  SafeArrayIterator,
  SafeSet,
  SetPrototypeHas,
  String,
  TypeError,
} = primordials;

const load = core.loadExtScript;
const url = load("ext:deno_web/00_url.js");
const { DOMException } = load("ext:deno_web/01_dom_exception.js");
const { URLPattern } = load("ext:deno_web/01_urlpattern.js");
const event = load("ext:deno_web/02_event.js");
const abort = load("ext:deno_web/03_abort_signal.js");
const streams = load("ext:deno_web/06_streams.js");
const encoding = load("ext:deno_web/08_text_encoding.js");
const file = load("ext:deno_web/09_file.js");
const compression = load("ext:deno_web/14_compression.js");
const performance = load("ext:deno_web/15_performance.js");
const { Headers } = load("ext:deno_fetch/20_headers.js");
const { FormData } = load("ext:deno_fetch/21_formdata.js");
const { Request } = load("ext:deno_fetch/23_request.js");
const { Response } = load("ext:deno_fetch/23_response.js");
const cryptoScript = load("ext:deno_crypto/00_crypto.js");
const cryptoClasses = [cryptoScript.Crypto, cryptoScript.SubtleCrypto];
const { brand } = load("ext:deno_webidl/00_webidl.js");

/** What V8 itself defines; everything else on the global object is listed in `web`. */
const intrinsics = new SafeSet([
  "Object", "Function", "Array", "Number", "parseFloat", "parseInt", "Infinity", "NaN", "undefined", "Boolean",
  "String", "Symbol", "Date", "Promise", "RegExp", "Error", "AggregateError", "EvalError", "RangeError",
  "ReferenceError", "SyntaxError", "TypeError", "URIError", "globalThis", "JSON", "Math", "Intl", "ArrayBuffer",
  "Atomics", "Uint8Array", "Int8Array", "Uint16Array", "Int16Array", "Uint32Array", "Int32Array", "Float16Array",
  "Float32Array", "Float64Array", "Uint8ClampedArray", "BigUint64Array", "BigInt64Array", "DataView", "Map",
  "BigInt", "Set", "Iterator", "WeakMap", "WeakSet", "WeakRef", "Proxy", "Reflect", "FinalizationRegistry",
  "decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent", "escape", "unescape", "eval", "isFinite",
  "isNaN", "SharedArrayBuffer", "WebAssembly", "Temporal", "SuppressedError", "DisposableStack",
  "AsyncDisposableStack",
]);

/** @type {Record<string, unknown>} */
// @ts-ignore: no prototype, so that `in` asks for these names alone
const web = {
  __proto__: null,
  AbortController: abort.AbortController,
  AbortSignal: abort.AbortSignal,
  Blob: file.Blob,
  Buffer,
  ByteLengthQueuingStrategy: streams.ByteLengthQueuingStrategy,
  CompressionStream: compression.CompressionStream,
  CountQueuingStrategy: streams.CountQueuingStrategy,
  CryptoKey: cryptoScript.CryptoKey,
  CustomEvent: event.CustomEvent,
  DecompressionStream: compression.DecompressionStream,
  DOMException,
  Event: event.Event,
  EventTarget: event.EventTarget,
  File: file.File,
  FileSystemDirectoryHandle,
  FileSystemFileHandle,
  FileSystemWritableFileStream,
  FormData,
  Headers,
  // The name by which the bodies that come from the host are known; they are ordinary streams.
  HostBackedReadableStream: streams.ReadableStream,
  ReadableByteStreamController: streams.ReadableByteStreamController,
  ReadableStream: streams.ReadableStream,
  ReadableStreamBYOBReader: streams.ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest: streams.ReadableStreamBYOBRequest,
  ReadableStreamDefaultController: streams.ReadableStreamDefaultController,
  ReadableStreamDefaultReader: streams.ReadableStreamDefaultReader,
  Request,
  Response,
  TextDecoder: encoding.TextDecoder,
  TextDecoderStream: encoding.TextDecoderStream,
  TextEncoder: encoding.TextEncoder,
  TextEncoderStream: encoding.TextEncoderStream,
  TransformStream: streams.TransformStream,
  TransformStreamDefaultController: streams.TransformStreamDefaultController,
  __emit: emit,
  __on: on,
  URL: url.URL,
  URLPattern,
  URLSearchParams: url.URLSearchParams,
  WebSocket,
  WritableStream: streams.WritableStream,
  WritableStreamDefaultController: streams.WritableStreamDefaultController,
  WritableStreamDefaultWriter: streams.WritableStreamDefaultWriter,
  atob,
  btoa,
  clearInterval: timers.clearInterval,
  clearTimeout: timers.clearTimeout,
  console,
  fetch,
  getDirectory,
  path,
  performance: performance.performance,
  queueMicrotask: timers.queueMicrotask,
  serve,
  setInterval: timers.setInterval,
  setTimeout: timers.setTimeout,
  structuredClone,
};

/** The errors of native code that are DOMExceptions, by the name after `DOMException` in their class. */
const exceptions = [
  "AbortError", "DataCloneError", "DataError", "InvalidAccessError", "InvalidCharacterError", "InvalidStateError",
  "NetworkError", "NotFoundError", "NotSupportedError", "OperationError", "QuotaExceededError", "SyntaxError",
  "TimeoutError", "TypeMismatchError",
];

function registerErrors() {
  for (const name of new SafeArrayIterator(exceptions)) {
    core.registerErrorBuilder(`DOMException${name}`, (message) => new DOMException(message, name));
  }
}

/** V8's longest internal list. A built-in that needs a longer one ends the process. */
const MAX_LIST = 2 ** 27 - 1024;

/**
 * Refuses strings of which `split` and `match` might make a list that V8 can not hold.
 * @param {"split" | "match"} name
 */
function guardLongStrings(name) {
  const original = String.prototype[name];
  const { [name]: guarded } = {
    /** @this {unknown} @param {unknown} pattern @param {unknown[]} rest */
    [name](pattern, ...rest) {
      const text = typeof this === "string" || this === null || this === undefined ? this : String(this);
      if (text?.length > MAX_LIST) throw new RangeError("Invalid array length");
      return ReflectApply(original, text, [pattern, ...new SafeArrayIterator(rest)]);
    },
  };
  ObjectDefineProperty(guarded, "length", { __proto__: null, value: original.length, configurable: true });
  ObjectDefineProperty(String.prototype, name, { __proto__: null, value: guarded, writable: true, enumerable: false, configurable: true });
}

/** The classes of the web platform, also those without a name on the global object. @returns {Function[]} */
function platformClasses() {
  const { Crypto, SubtleCrypto } = cryptoScript;
  const { Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure } = performance;
  const classes = [Crypto, SubtleCrypto, Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure];
  for (const name of new SafeArrayIterator(ObjectKeys(web))) {
    const value = web[name];
    if (typeof value === "function" && value.prototype !== undefined && value !== Buffer) ArrayPrototypePush(classes, value);
  }
  return classes;
}

/** Runs once, while the snapshot is made. */
export function install() {
  registerErrors();
  describeAbort();
  completeEvents(event);
  describeBody(Request, "Request");
  describeBody(Response, "Response");
  describeMethod(Request);
  describeReleased(streams);
  describeRedirect(Response);
  completeRequest(Request);
  guardFormData(FormData);
  correctShapes(web);
  guardCrypto(cryptoScript);
  ReflectDeleteProperty(url.URL, "createObjectURL");
  ReflectDeleteProperty(url.URL, "revokeObjectURL");
  ObjectDefineProperty(file.File.prototype, "webkitRelativePath", {
    __proto__: null,
    get() {
      return "";
    },
    enumerable: true,
    configurable: true,
  });
  ReflectDeleteProperty(ObjectGetPrototypeOf(globalThis), "constructor");
  guardLongStrings("split");
  guardLongStrings("match");
  ReflectDeleteProperty(Atomics, "waitAsync");
  lockFunctionCall();
  // What a listener throws is dispatched to the global object; here nobody listens to it, and the guest goes on.
  event.saveGlobalThisReference({ __proto__: null, dispatchEvent: () => false });
  core.setReportExceptionCallback(() => {});
  knowClasses(platformClasses());
  hideStatics(cryptoScript.CryptoKey);
  expectBrands();
  describeWebClasses({ URL: url.URL, URLSearchParams: url.URLSearchParams, Headers, Request, Response });
  for (const name of new SafeArrayIterator(ObjectKeys(web))) define(name, web[name]);
  for (const name of new SafeArrayIterator(ReflectOwnKeys(globalThis))) {
    // `Deno` and `__bootstrap` serve the start of an isolate, which then removes them.
    if (name === "Deno" || name === "__bootstrap" || name in web || SetPrototypeHas(intrinsics, name)) continue;
    if (!ReflectDeleteProperty(globalThis, name)) throw new TypeError(`the global ${String(name)} cannot be removed`);
  }
}

/** Runs at the start of each isolate: what cannot be made before V8 runs for real. */
export function start() {
  announceDom();
  // The memory of a shared buffer that grows is not V8's to refuse. (The class does not exist while snapshots are made.)
  if (typeof SharedArrayBuffer === "function") ReflectDeleteProperty(SharedArrayBuffer.prototype, "grow");
  // Nor is there WebAssembly then; what replaces its functions has run once all the same, so that it is compiled.
  const wasm = globalThis.WebAssembly;
  replaceStreaming(wasm ?? { __proto__: null });
  if (wasm === undefined) return;
  // V8 compiles on threads of its own.
  for (const name of new SafeArrayIterator(["compile", "instantiate"])) keepWithinLease(wasm, name);
}

/** Runs when an isolate gets its first owner. */
export function restartClock() {
  performance.setTimeOrigin();
}

/** Makes `crypto`, which a snapshot cannot hold, when a guest first reads it. */
export function makeCrypto() {
  const { crypto } = cryptoScript;
  for (const nativeClass of new SafeArrayIterator(cryptoClasses)) {
    hideStatics(nativeClass);
    ReflectDeleteProperty(nativeClass.prototype, brand);
  }
  return crypto;
}

/**
 * The script brands its objects by assignment. Until then the prototypes have a property of that name, so that no setter
 * of a guest gets hold of an object that is not complete.
 */
function expectBrands() {
  for (const nativeClass of new SafeArrayIterator(cryptoClasses)) {
    ObjectDefineProperty(nativeClass.prototype, brand, { __proto__: null, value: undefined, writable: true, configurable: true });
  }
}

/**
 * The platform's asynchronous functions go through `call` of the native ones, which a guest would see if it replaced it.
 */
function lockFunctionCall() {
  ObjectDefineProperty(FunctionPrototype, "call", { __proto__: null, writable: false, configurable: false });
}

/**
 * The native classes carry plumbing as static methods; a guest reaches a class by `constructor`.
 * @param {Function} nativeClass
 */
function hideStatics(nativeClass) {
  for (const name of new SafeArrayIterator(ReflectOwnKeys(nativeClass))) {
    if (name === "length" || name === "name" || name === "prototype" || typeof name === "symbol") continue;
    ReflectDeleteProperty(nativeClass, name);
  }
}

/** @param {string} name @param {unknown} value */
export function define(name, value) {
  ObjectDefineProperty(globalThis, name, {
    __proto__: null,
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
