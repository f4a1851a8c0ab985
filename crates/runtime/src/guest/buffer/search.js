// `indexOf`, `lastIndexOf` and `includes` of `Buffer`.
// @ts-check
import { primordials } from "ext:core/mod.js";
import { bytesOf } from "ext:isolate/buffer/bytes.js";
import { codecOf } from "ext:isolate/buffer/codecs.js";

const { MathMax, MathMin, MathTrunc, NumberIsNaN, TypedArrayPrototypeGetLength, Uint8Array } = primordials;

/**
 * @param {any} bytes
 * @param {any} value number, string or bytes
 * @param {any} offset where to start; negative counts from the end. A string is the encoding
 * @param {string | undefined} encoding of a string
 * @param {boolean} forward
 * @returns {number} -1 when it is not found
 */
export function search(bytes, value, offset, encoding, forward) {
  if (typeof offset === "string") return search(bytes, value, undefined, offset, forward);
  const needle = needleOf(value, encoding);
  const size = TypedArrayPrototypeGetLength(bytes);
  const length = TypedArrayPrototypeGetLength(needle);
  let start = offset === undefined || NumberIsNaN(+offset) ? (forward ? 0 : size) : MathTrunc(offset);
  if (start < 0) start += size;
  if (length === 0) return MathMin(MathMax(start, 0), size);
  if (start < 0 && !forward) return -1;
  start = MathMin(MathMax(start, 0), size);
  const last = size - length;
  if (forward) {
    for (let at = start; at <= last; at++) if (matches(bytes, at, needle, length)) return at;
  } else {
    for (let at = MathMin(start, last); at >= 0; at--) if (matches(bytes, at, needle, length)) return at;
  }
  return -1;
}

/**
 * @param {any} value
 * @param {string | undefined} encoding
 * @returns {Uint8Array}
 */
function needleOf(value, encoding) {
  if (typeof value === "string") return codecOf(encoding).encode(value);
  if (typeof value !== "number") return bytesOf(value, "value");
  const needle = new Uint8Array(1);
  needle[0] = value;
  return needle;
}

/**
 * @param {any} bytes
 * @param {number} at
 * @param {Uint8Array} needle
 * @param {number} length
 */
function matches(bytes, at, needle, length) {
  for (let i = 0; i < length; i++) if (bytes[at + i] !== needle[i]) return false;
  return true;
}
