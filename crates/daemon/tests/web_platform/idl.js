// The interfaces of the WinterTC Minimum Common Web Platform API, in a short form of Web IDL, and what of it a guest
// finds. An attribute with `=` can be assigned to; the number of a method is its `length`.
// @ts-check

/**
 * @typedef {object} Interface
 * @property {number} [length] of the constructor; without one it cannot be called
 * @property {string} [inherits] the interface it extends; default: none
 * @property {string} [attributes]
 * @property {string} [methods]
 * @property {string} [statics]
 * @property {string} [constants] on the class and its prototype
 * @property {string} [iterates] what `Symbol.iterator` is the same function as
 * @property {string} [iteratesAsync] the same for `Symbol.asyncIterator`
 */

const bodies = { attributes: "body bodyUsed", methods: "arrayBuffer/0 blob/0 bytes/0 formData/0 json/0 text/0" };
const pairs = "entries/0 forEach/1 keys/0 values/0";
const exceptionCodes = "INDEX_SIZE_ERR DOMSTRING_SIZE_ERR HIERARCHY_REQUEST_ERR WRONG_DOCUMENT_ERR INVALID_CHARACTER_ERR " +
  "NO_DATA_ALLOWED_ERR NO_MODIFICATION_ALLOWED_ERR NOT_FOUND_ERR NOT_SUPPORTED_ERR INUSE_ATTRIBUTE_ERR INVALID_STATE_ERR " +
  "SYNTAX_ERR INVALID_MODIFICATION_ERR NAMESPACE_ERR INVALID_ACCESS_ERR VALIDATION_ERR TYPE_MISMATCH_ERR SECURITY_ERR " +
  "NETWORK_ERR ABORT_ERR URL_MISMATCH_ERR QUOTA_EXCEEDED_ERR TIMEOUT_ERR INVALID_NODE_TYPE_ERR DATA_CLONE_ERR";
const urlParts = "protocol hostname port username password pathname search hash";

/** @type {Record<string, Interface>} */
export const interfaces = {
  AbortController: { length: 0, attributes: "signal", methods: "abort/0" },
  AbortSignal: { inherits: "EventTarget", attributes: "aborted reason onabort=", methods: "throwIfAborted/0", statics: "abort/0 any/1 timeout/1" },
  Blob: { length: 0, attributes: "size type", methods: "arrayBuffer/0 bytes/0 slice/0 stream/0 text/0" },
  ByteLengthQueuingStrategy: { length: 1, attributes: "highWaterMark size" },
  CompressionStream: { length: 1, attributes: "readable writable" },
  CountQueuingStrategy: { length: 1, attributes: "highWaterMark size" },
  Crypto: { attributes: "subtle", methods: "getRandomValues/1 randomUUID/0" },
  CryptoKey: { attributes: "type extractable algorithm usages" },
  CustomEvent: { length: 1, inherits: "Event", attributes: "detail", methods: "initCustomEvent/1" },
  DecompressionStream: { length: 1, attributes: "readable writable" },
  DOMException: { length: 0, inherits: "Error", attributes: "name message code", constants: exceptionCodes },
  ErrorEvent: { length: 1, inherits: "Event", attributes: "message filename lineno colno error" },
  Event: {
    length: 1,
    attributes: "type target srcElement currentTarget eventPhase cancelBubble= bubbles cancelable returnValue= defaultPrevented composed timeStamp",
    methods: "composedPath/0 stopPropagation/0 stopImmediatePropagation/0 preventDefault/0 initEvent/1",
    constants: "NONE CAPTURING_PHASE AT_TARGET BUBBLING_PHASE",
  },
  EventTarget: { length: 0, methods: "addEventListener/2 removeEventListener/2 dispatchEvent/1" },
  File: { length: 2, inherits: "Blob", attributes: "name lastModified" },
  FormData: { length: 0, methods: `append/2 delete/1 get/1 getAll/1 has/1 set/2 ${pairs}`, iterates: "entries" },
  Headers: { length: 0, methods: `append/2 delete/1 get/1 getSetCookie/0 has/1 set/2 ${pairs}`, iterates: "entries" },
  MessageChannel: { length: 0, attributes: "port1 port2" },
  MessageEvent: { length: 1, inherits: "Event", attributes: "data origin lastEventId source ports", methods: "initMessageEvent/1" },
  MessagePort: { inherits: "EventTarget", attributes: "onmessage= onmessageerror= onclose=", methods: "postMessage/1 start/0 close/0" },
  Performance: { inherits: "EventTarget", attributes: "timeOrigin", methods: "now/0 toJSON/0" },
  PromiseRejectionEvent: { length: 2, inherits: "Event", attributes: "promise reason" },
  ReadableByteStreamController: { attributes: "byobRequest desiredSize", methods: "close/0 enqueue/1 error/0" },
  ReadableStream: {
    length: 0, attributes: "locked", methods: "cancel/0 getReader/0 pipeThrough/1 pipeTo/1 tee/0 values/0", statics: "from/1", iteratesAsync: "values",
  },
  ReadableStreamBYOBReader: { length: 1, attributes: "closed", methods: "cancel/0 read/1 releaseLock/0" },
  ReadableStreamBYOBRequest: { attributes: "view", methods: "respond/1 respondWithNewView/1" },
  ReadableStreamDefaultController: { attributes: "desiredSize", methods: "close/0 enqueue/0 error/0" },
  ReadableStreamDefaultReader: { length: 1, attributes: "closed", methods: "cancel/0 read/0 releaseLock/0" },
  Request: {
    length: 1,
    attributes: `method url headers destination referrer referrerPolicy mode credentials cache redirect integrity keepalive isReloadNavigation
      isHistoryNavigation signal duplex ${bodies.attributes}`,
    methods: `clone/0 ${bodies.methods}`,
  },
  Response: {
    length: 0,
    attributes: `type url redirected status ok statusText headers ${bodies.attributes}`,
    methods: `clone/0 ${bodies.methods}`,
    statics: "error/0 json/1 redirect/1",
  },
  SubtleCrypto: {
    methods: "encrypt/3 decrypt/3 sign/3 verify/4 digest/2 generateKey/3 deriveKey/5 deriveBits/2 importKey/5 exportKey/2 wrapKey/4 unwrapKey/7",
  },
  TextDecoder: { length: 0, attributes: "encoding fatal ignoreBOM", methods: "decode/0" },
  TextDecoderStream: { length: 0, attributes: "encoding fatal ignoreBOM readable writable" },
  TextEncoder: { length: 0, attributes: "encoding", methods: "encode/0 encodeInto/2" },
  TextEncoderStream: { length: 0, attributes: "encoding readable writable" },
  TransformStream: { length: 0, attributes: "readable writable" },
  TransformStreamDefaultController: { attributes: "desiredSize", methods: "enqueue/0 error/0 terminate/0" },
  URL: {
    length: 1,
    attributes: "href= origin protocol= username= password= host= hostname= port= pathname= search= searchParams hash=",
    methods: "toJSON/0 toString/0",
    statics: "canParse/1 parse/1 createObjectURL/1 revokeObjectURL/1",
  },
  URLPattern: { length: 0, attributes: `${urlParts} hasRegExpGroups`, methods: "exec/0 test/0" },
  URLSearchParams: { length: 0, attributes: "size", methods: `append/2 delete/1 get/1 getAll/1 has/1 set/2 sort/0 toString/0 ${pairs}`, iterates: "entries" },
  WritableStream: { length: 0, attributes: "locked", methods: "abort/0 close/0 getWriter/0" },
  WritableStreamDefaultController: { attributes: "signal", methods: "error/0" },
  WritableStreamDefaultWriter: { length: 1, attributes: "closed desiredSize ready", methods: "abort/0 close/0 releaseLock/0 write/0" },
};

/** What other standards add; it may be there. @type {Record<string, string>} */
const newer = {
  Blob: "textStream",
  Event: "isTrusted",
  File: "webkitRelativePath",
  Performance: "clearMarks clearMeasures clearResourceTimings getEntries getEntriesByName getEntriesByType mark measure setResourceTimingBufferSize",
  Request: "textStream",
  Response: "textStream",
  SubtleCrypto: "decapsulateBits decapsulateKey encapsulateBits encapsulateKey getPublicKey",
};

/** Functions and objects on the global object; those with a number are functions, of that `length`. */
export const globals = "globalThis atob/1 btoa/1 clearInterval/0 clearTimeout/0 console crypto fetch/1 navigator.userAgent onerror onrejectionhandled " +
  "onunhandledrejection performance queueMicrotask/1 reportError/1 self setInterval/1 setTimeout/1 structuredClone/1";

/** Members of the namespace objects. */
export const namespaces = {
  WebAssembly: "Exception Global Instance JSTag Memory Module Table Tag compile/1 compileStreaming/1 instantiate/1 instantiateStreaming/1 validate/1",
  console: "assert clear count countReset debug dir dirxml error group groupCollapsed groupEnd info log table time timeEnd timeLog timeStamp trace warn",
};

/** @param {string | undefined} names */
export const words = (names) => (names ?? "").split(/\s+/).filter(Boolean);

/** A class, wherever it can be found: some have no name on the global object. @param {string} name */
export function find(name) {
  /** @type {any} */
  const scope = globalThis;
  if (typeof scope[name] === "function") return scope[name];
  /** @type {Record<string, () => any>} */
  const hidden = { Crypto: () => crypto.constructor, SubtleCrypto: () => crypto.subtle.constructor, Performance: () => performance.constructor };
  return hidden[name]?.();
}

/**
 * What a class lacks, has otherwise, or has too much, one line each.
 * @param {string} name
 * @returns {{ missing: string[], faults: string[] }}
 */
export function examine(name) {
  const Class = find(name);
  const { length, inherits, attributes, methods, statics, constants, iterates, iteratesAsync } = interfaces[name];
  /** @type {string[]} */
  const missing = [];
  /** @type {string[]} */
  const faults = [];
  /** @param {boolean} holds @param {string} text */
  const expect = (holds, text) => { if (!holds) faults.push(text); };
  const { prototype } = Class;
  const parent = inherits === undefined ? undefined : find(inherits) ?? Error;

  expect(Class.name === name, `is named ${JSON.stringify(Class.name)}`);
  expect(Class.length === (length ?? 0), `its length is ${Class.length}`);
  expect(Object.getPrototypeOf(prototype) === (parent?.prototype ?? Object.prototype), `does not inherit from ${inherits ?? "Object"}`);
  if (parent !== Error) expect(Object.getPrototypeOf(Class) === (parent ?? Function.prototype), "the class does not inherit as its objects do");
  expect(describe(Class, "prototype") === "value", `its prototype is ${describe(Class, "prototype")}`);
  expect(describe(prototype, "constructor") === "value writable configurable", `constructor is ${describe(prototype, "constructor")}`);
  expect(describe(prototype, Symbol.toStringTag) === "value configurable", `Symbol.toStringTag is ${describe(prototype, Symbol.toStringTag)}`);
  expect(prototype[Symbol.toStringTag] === name, `Symbol.toStringTag is ${JSON.stringify(prototype[Symbol.toStringTag])}`);
  expect(fails(() => Class("x")), "can be called without new");
  if (length === undefined) expect(fails(() => new Class()), "can be constructed");
  else if (length > 0) expect(fails(() => new Class()), "can be constructed without arguments");

  for (const word of words(attributes)) {
    const attribute = word.replace("=", "");
    const descriptor = Object.getOwnPropertyDescriptor(prototype, attribute);
    if (descriptor === undefined) { missing.push(attribute); continue; }
    const { get, set } = descriptor;
    expect(typeof get === "function" && describe(prototype, attribute).startsWith(`accessor enumerable configurable`), `${attribute} is ${describe(prototype, attribute)}`);
    expect(get?.name === `get ${attribute}`, `the getter of ${attribute} is named ${JSON.stringify(get?.name)}`);
    expect((set !== undefined) === word.endsWith("="), `${attribute} can${set === undefined ? "not" : ""} be assigned to`);
    if (set !== undefined) expect(set.name === `set ${attribute}`, `the setter of ${attribute} is named ${JSON.stringify(set.name)}`);
    expect(fails(() => get?.call({})) && fails(() => get?.call(prototype)), `the getter of ${attribute} takes any object`);
  }
  for (const [holder, list, prefix] of /** @type {const} */ ([[prototype, methods, ""], [Class, statics, "static "]])) {
    for (const word of words(list)) {
      const [method, count] = word.split("/");
      const value = Object.getOwnPropertyDescriptor(holder, method)?.value;
      if (typeof value !== "function") { missing.push(prefix + method); continue; }
      expect(describe(holder, method) === "value writable enumerable configurable", `${prefix}${method} is ${describe(holder, method)}`);
      expect(value.name === method, `${prefix}${method} is named ${JSON.stringify(value.name)}`);
      expect(value.length === Number(count), `the length of ${prefix}${method} is ${value.length} instead of ${count}`);
      expect(!isConstructor(value), `${prefix}${method} is a constructor`);
    }
  }
  for (const constant of words(constants)) {
    for (const holder of [Class, prototype]) {
      expect(describe(holder, constant) === "value enumerable", `the constant ${constant} is ${describe(holder, constant)}`);
    }
  }
  if (iterates) expect(prototype[Symbol.iterator] === prototype[iterates], `Symbol.iterator is not ${iterates}`);
  if (iteratesAsync) expect(prototype[Symbol.asyncIterator] === prototype[iteratesAsync], `Symbol.asyncIterator is not ${iteratesAsync}`);

  const known = new Set([...words(attributes), ...words(methods), ...words(constants), "constructor"].map((word) => word.replace(/\/.*|=/, "")));
  for (const own of words(newer[name])) known.add(own);
  for (const own of Object.getOwnPropertyNames(prototype)) expect(known.has(own), `has ${own} besides`);
  const knownStatics = new Set([...words(statics).map((word) => word.replace(/\/.*/, "")), ...words(constants), "length", "name", "prototype"]);
  for (const own of Object.getOwnPropertyNames(Class)) expect(knownStatics.has(own), `has static ${own} besides`);
  return { missing, faults };
}

/** @param {object} holder @param {PropertyKey} name */
export function describe(holder, name) {
  const descriptor = Object.getOwnPropertyDescriptor(holder, name);
  if (descriptor === undefined) return "missing";
  const kind = "value" in descriptor ? "value" : "accessor";
  const flags = ["writable", "enumerable", "configurable"].filter((flag) => /** @type {any} */ (descriptor)[flag]);
  return [kind, ...flags].join(" ");
}

/** Whether something throws a TypeError. A rejected promise is as good, for what is asynchronous. @param {() => unknown} run */
function fails(run) {
  try {
    const result = run();
    if (result instanceof Promise) { result.catch(() => {}); return true; }
    return false;
  } catch (error) {
    return error instanceof TypeError;
  }
}

/** @param {Function} value */
function isConstructor(value) {
  try {
    Reflect.construct(Object, [], value);
    return true;
  } catch {
    return false;
  }
}
