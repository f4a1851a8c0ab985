// What a guest hands to a WebSocket: conversions and checks, with the error texts of runtime.md section 8.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
const {
  ArrayBufferIsView,
  ArrayBufferPrototypeGetByteLength,
  DataViewPrototypeGetBuffer,
  DataViewPrototypeGetByteLength,
  DataViewPrototypeGetByteOffset,
  NumberIsInteger,
  ObjectGetOwnPropertyDescriptor,
  ObjectPrototypeIsPrototypeOf,
  RegExpPrototypeTest,
  SafeArrayIterator,
  SafeRegExp,
  SafeSet,
  SetPrototypeAdd,
  SetPrototypeHas,
  StringPrototypeIndexOf,
  StringPrototypeSlice,
  SymbolIterator,
  TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetByteLength,
  TypedArrayPrototypeGetByteOffset,
  Uint8Array,
  uncurryThis,
} = primordials;

const webidl = core.loadExtScript("ext:deno_webidl/00_webidl.js");
const { URL, URLPrototype } = core.loadExtScript("ext:deno_web/00_url.js");
const { DOMException } = core.loadExtScript("ext:deno_web/01_dom_exception.js");
const { BlobPrototype } = core.loadExtScript("ext:deno_web/09_file.js");

export const CONSTRUCT = "Failed to construct 'WebSocket'";
export const SEND = "Failed to execute 'send' on 'WebSocket'";
const CLOSE = "Failed to execute 'close' on 'WebSocket'";

/** The longest reason of a close, in bytes: the rest of a control frame (RFC 6455, 5.5). */
const MAX_REASON = 123;

/** A token of HTTP, which is what subprotocols are. */
const TOKEN = new SafeRegExp(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/);

const getHost = getterOf(URLPrototype, "host");
const getHref = getterOf(URLPrototype, "href");
const getProtocol = getterOf(URLPrototype, "protocol");
const getBlobSize = getterOf(BlobPrototype, "size");

/** @param {object} prototype @param {string} name @returns {(object: any) => any} */
function getterOf(prototype, name) {
  return uncurryThis(ObjectGetOwnPropertyDescriptor(prototype, name).get);
}

/**
 * The address of a server, without fragment.
 * @param {string} given
 * @returns {{ href: string, origin: string }}
 */
export function parseAddress(given) {
  let url;
  try {
    url = new URL(given);
  } catch {
    throw new DOMException(`${CONSTRUCT}: The URL '${given}' is invalid.`, "SyntaxError");
  }
  const scheme = getProtocol(url);
  if (scheme !== "ws:" && scheme !== "wss:") {
    throw new DOMException(`${CONSTRUCT}: The URL's scheme must be either 'ws' or 'wss'.`, "SyntaxError");
  }
  const href = getHref(url);
  const fragment = StringPrototypeIndexOf(href, "#");
  return {
    href: fragment === -1 ? href : StringPrototypeSlice(href, 0, fragment),
    // The getter of the class would ask another one, which a guest may have replaced.
    origin: `${scheme}//${getHost(url)}`,
  };
}

/**
 * Converts to a string or a list of strings.
 * @param {any} protocols
 * @returns {string[]}
 */
export function convertProtocols(protocols) {
  const isList = webidl.type(protocols) === "Object" && protocols[SymbolIterator] != null;
  if (isList) return webidl.converters["sequence<DOMString>"](protocols, CONSTRUCT, "Argument 2");
  return [webidl.converters.DOMString(protocols, CONSTRUCT, "Argument 2")];
}

/** @param {string[]} protocols */
export function checkProtocols(protocols) {
  const seen = new SafeSet();
  for (const protocol of new SafeArrayIterator(protocols)) {
    if (!RegExpPrototypeTest(TOKEN, protocol)) {
      throw new DOMException(`${CONSTRUCT}: The subprotocol '${protocol}' is invalid.`, "SyntaxError");
    }
    if (SetPrototypeHas(seen, protocol)) {
      throw new DOMException(`${CONSTRUCT}: The subprotocol '${protocol}' is duplicated.`, "SyntaxError");
    }
    SetPrototypeAdd(seen, protocol);
  }
}

/**
 * Converts what is to be sent. Bytes are still those of the guest, who may change them.
 * @param {any} data
 * @returns {{ kind: "text", data: string, size: number } | { kind: "bytes", data: Uint8Array, size: number }
 *   | { kind: "blob", data: object, size: number }}
 */
export function convertMessage(data) {
  if (ObjectPrototypeIsPrototypeOf(BlobPrototype, data)) {
    webidl.converters.Blob(data, SEND, "Argument 1");
    return { kind: "blob", data, size: getBlobSize(data) };
  }
  if (core.isArrayBuffer(data)) return bytes(data, 0, ArrayBufferPrototypeGetByteLength(data));
  if (!ArrayBufferIsView(data)) {
    const text = webidl.converters.USVString(data, SEND, "Argument 1");
    return { kind: "text", data: text, size: core.byteLength(text) };
  }
  webidl.converters.ArrayBufferView(data, SEND, "Argument 1");
  if (core.isDataView(data)) {
    const buffer = DataViewPrototypeGetBuffer(data);
    return bytes(buffer, DataViewPrototypeGetByteOffset(data), DataViewPrototypeGetByteLength(data));
  }
  const buffer = TypedArrayPrototypeGetBuffer(data);
  return bytes(buffer, TypedArrayPrototypeGetByteOffset(data), TypedArrayPrototypeGetByteLength(data));
}

/**
 * @param {ArrayBuffer} buffer
 * @param {number} offset
 * @param {number} size
 * @returns {{ kind: "bytes", data: Uint8Array, size: number }}
 */
function bytes(buffer, offset, size) {
  // A detached buffer has no bytes, but cannot be looked at.
  return { kind: "bytes", data: size === 0 ? new Uint8Array(0) : new Uint8Array(buffer, offset, size), size };
}

/**
 * @param {any} code
 * @param {any} reason
 * @returns {{ code: number, reason: string }}
 */
export function convertClose(code, reason) {
  const number = code === undefined ? 1000 : webidl.converters["unrestricted double"](code, CLOSE, "Argument 1");
  const text = reason === undefined ? "" : webidl.converters.USVString(reason, CLOSE, "Argument 2");
  if (!NumberIsInteger(number)) {
    throw new DOMException(`${CLOSE}: The code must be an integer.`, "InvalidAccessError");
  }
  if (number !== 1000 && !(number >= 3000 && number <= 4999)) {
    const message = `${CLOSE}: The code must be either 1000, or between 3000 and 4999.`;
    throw new DOMException(message, "InvalidAccessError");
  }
  if (core.byteLength(text) > MAX_REASON) {
    throw new DOMException(`${CLOSE}: The message must not be greater than ${MAX_REASON} bytes.`, "SyntaxError");
  }
  return { code: number, reason: text };
}
