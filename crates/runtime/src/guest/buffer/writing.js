// What changes the bytes of a `Buffer`: `write`, `fill` and copies.
// @ts-check
import { primordials } from "ext:core/mod.js";
import { checkRange, isBytes, part } from "ext:isolate/buffer/bytes.js";
import { codecOf, wholeCharacters } from "ext:isolate/buffer/codecs.js";

const {
  MathMin,
  TypeError,
  TypedArrayPrototypeCopyWithin,
  TypedArrayPrototypeFill,
  TypedArrayPrototypeGetLength,
  TypedArrayPrototypeSet,
  Uint8Array,
} = primordials;

/**
 * Copies as many bytes as there are and as fit.
 * @param {any} target
 * @param {number} at
 * @param {any} source
 * @param {number} start
 * @param {number} end
 * @returns {number} bytes copied
 */
export function copyInto(target, at, source, start, end) {
  const room = TypedArrayPrototypeGetLength(target) - at;
  const count = MathMin(MathMin(end, TypedArrayPrototypeGetLength(source)) - start, room);
  if (!(count > 0)) return 0;
  TypedArrayPrototypeSet(target, part(source, start, start + count, Uint8Array), at);
  return count;
}

/**
 * `Buffer.prototype.write`.
 * @param {any} buffer
 * @param {unknown} text
 * @param {any} offset may be the encoding
 * @param {any} [length] may be the encoding
 * @param {string} [encoding]
 * @returns {number} bytes written
 */
export function writeText(buffer, text, offset, length, encoding) {
  if (typeof text !== "string") throw new TypeError("The \"string\" argument must be of type string");
  if (typeof offset === "string") return writeText(buffer, text, undefined, undefined, offset);
  if (typeof length === "string") return writeText(buffer, text, offset, undefined, length);
  const size = TypedArrayPrototypeGetLength(buffer);
  const start = offset === undefined ? 0 : checkRange(offset, "offset", 0, size);
  const room = size - start;
  const codec = codecOf(encoding);
  const bytes = codec.encode(text);
  const wanted = length === undefined ? room : MathMin(checkRange(length, "length", 0, size), room);
  return copyInto(buffer, start, bytes, 0, wholeCharacters(codec, bytes, wanted));
}

/**
 * `Buffer.prototype.fill`.
 * @param {any} buffer
 * @param {any} value
 * @param {any} [offset] may be the encoding
 * @param {any} [end] may be the encoding
 * @param {string} [encoding]
 * @returns {any} the buffer
 */
export function fillBytes(buffer, value, offset, end, encoding) {
  if (typeof offset === "string") return fillBytes(buffer, value, undefined, undefined, offset);
  if (typeof end === "string") return fillBytes(buffer, value, offset, undefined, end);
  const size = TypedArrayPrototypeGetLength(buffer);
  const from = offset === undefined ? 0 : checkRange(offset, "offset", 0, Infinity);
  const to = end === undefined ? size : checkRange(end, "end", 0, size);
  if (from >= to) return buffer;
  const pattern = typeof value === "string" ? codecOf(encoding).encode(value) : isBytes(value) ? value : null;
  if (pattern === null || value === "") return TypedArrayPrototypeFill(buffer, value & 255, from, to);
  if (TypedArrayPrototypeGetLength(pattern) === 0) {
    throw new TypeError("The argument 'value' is invalid: it has no bytes");
  }
  // One copy of the pattern, which then doubles itself.
  let filled = copyInto(buffer, from, pattern, 0, to - from);
  while (filled < to - from) {
    const count = MathMin(filled, to - from - filled);
    TypedArrayPrototypeCopyWithin(buffer, from + filled, from, from + count);
    filled += count;
  }
  return buffer;
}
