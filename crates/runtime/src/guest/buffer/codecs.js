// The encodings of `Buffer`: text to bytes and back, by Node's names for them (spec 13.4).
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { base64Size, fromBase64, toBase64, toBase64Url } from "ext:isolate/buffer/base64.js";

const {
  SafeMap,
  String,
  StringFromCharCode,
  StringPrototypeCharCodeAt,
  StringPrototypeToLowerCase,
  TypeError,
  TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetLength,
  Uint8Array,
} = primordials;

/**
 * @typedef {object} Codec
 * @property {(text: string) => Uint8Array} encode bytes that nobody else holds
 * @property {(bytes: Uint8Array) => string} decode never fails: what is malformed is replaced
 * @property {(text: string) => number} size bytes of a text, for hex and base64 of a well-formed one
 */

/** @type {Codec} */
const utf8 = { encode: core.encode, decode: decodeUtf8, size: core.byteLength };

/** @type {Codec} */
const hex = { encode: fromHex, decode: toHex, size: (text) => text.length >>> 1 };

/** @type {Codec} */
const base64 = { encode: fromBase64, decode: toBase64, size: base64Size };

/** @type {Codec} */
const base64url = { encode: fromBase64, decode: toBase64Url, size: base64Size };

/** @type {Codec} */
const latin1 = { encode: fromLatin1, decode: toLatin1, size: (text) => text.length };

/** @type {Codec} */
const ascii = { encode: fromLatin1, decode: decodeAscii, size: (text) => text.length };

/** @type {Codec} */
const utf16le = { encode: fromUtf16, decode: toUtf16, size: (text) => text.length * 2 };

/** @type {Map<string, Codec>} */
const codecs = new SafeMap([
  ["utf8", utf8],
  ["utf-8", utf8],
  ["hex", hex],
  ["base64", base64],
  ["base64url", base64url],
  ["latin1", latin1],
  ["binary", latin1],
  ["ascii", ascii],
  ["utf16le", utf16le],
  ["utf-16le", utf16le],
  ["ucs2", utf16le],
  ["ucs-2", utf16le],
]);

/**
 * The codec of an encoding name, in any case; UTF-8 when there is none.
 * @param {unknown} name
 * @returns {Codec}
 * @throws {TypeError} when the name is not known
 */
export function codecOf(name) {
  if (name === undefined || name === null || name === "") return utf8;
  const codec = typeof name === "string" ? find(name) : undefined;
  if (codec === undefined) throw new TypeError(`Unknown encoding: ${String(name)}`);
  return codec;
}

/**
 * @param {unknown} name
 * @returns {boolean}
 */
export function isEncoding(name) {
  return typeof name === "string" && find(name) !== undefined;
}

/** @param {string} name */
function find(name) {
  return codecs.get(name) ?? codecs.get(StringPrototypeToLowerCase(name));
}

/**
 * Whether bytes may be cut anywhere without leaving half a character. Not so for UTF-8 and UTF-16.
 * @param {Codec} codec
 * @param {Uint8Array} bytes
 * @param {number} room
 * @returns {number} how many of the bytes fit into `room` and are whole characters
 */
export function wholeCharacters(codec, bytes, room) {
  const length = TypedArrayPrototypeGetLength(bytes);
  if (length <= room) return length;
  let end = room;
  if (codec === utf16le) end -= end % 2;
  if (codec === utf8) while (end > 0 && (bytes[end] & 0xc0) === 0x80) end--;
  return end;
}

/**
 * Bytes that a native function may read: shared memory is copied first.
 * @param {Uint8Array} bytes
 * @returns {Uint8Array}
 */
function own(bytes) {
  return core.isSharedArrayBuffer(TypedArrayPrototypeGetBuffer(bytes)) ? new Uint8Array(bytes) : bytes;
}

/** @param {Uint8Array} bytes */
function decodeUtf8(bytes) {
  const text = core.decode(own(bytes));
  // The engine's decoder drops a byte order mark; Node keeps it.
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? `\uFEFF${text}` : text;
}

/** @param {Uint8Array} bytes */
function decodeAscii(bytes) {
  const length = TypedArrayPrototypeGetLength(bytes);
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i++) out[i] = bytes[i] & 0x7f;
  return core.encodeBinaryString(out);
}

/** @param {string} text */
function fromLatin1(text) {
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = StringPrototypeCharCodeAt(text, i);
  return out;
}

/** @param {Uint8Array} bytes */
function toLatin1(bytes) {
  return core.encodeBinaryString(own(bytes));
}

/** @param {string} text */
function fromUtf16(text) {
  const out = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const unit = StringPrototypeCharCodeAt(text, i);
    out[2 * i] = unit;
    out[2 * i + 1] = unit >> 8;
  }
  return out;
}

/** @param {Uint8Array} bytes an odd last byte is dropped */
function toUtf16(bytes) {
  const end = TypedArrayPrototypeGetLength(bytes) - 1;
  let text = "";
  for (let i = 0; i < end; i += 2) text += StringFromCharCode(bytes[i] | (bytes[i + 1] << 8));
  return text;
}

/** @param {Uint8Array} bytes */
function toHex(bytes) {
  const length = TypedArrayPrototypeGetLength(bytes);
  const out = new Uint8Array(length * 2);
  for (let i = 0; i < length; i++) {
    out[2 * i] = hexDigit(bytes[i] >> 4);
    out[2 * i + 1] = hexDigit(bytes[i] & 15);
  }
  return core.encodeBinaryString(out);
}

/**
 * Reads up to the first pair that is not two hexadecimal digits, as Node does.
 * @param {string} text
 */
function fromHex(text) {
  const pairs = text.length >>> 1;
  const out = new Uint8Array(pairs);
  for (let i = 0; i < pairs; i++) {
    const value = (digitValue(text, 2 * i) << 4) | digitValue(text, 2 * i + 1);
    if (value < 0) return new Uint8Array(TypedArrayPrototypeGetBuffer(out), 0, i);
    out[i] = value;
  }
  return out;
}

/** @param {number} value 0 to 15 */
const hexDigit = (value) => (value < 10 ? 0x30 : 0x57) + value;

/**
 * @param {string} text
 * @param {number} at
 * @returns {number} negative when the character is not a hexadecimal digit
 */
function digitValue(text, at) {
  const code = StringPrototypeCharCodeAt(text, at);
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
