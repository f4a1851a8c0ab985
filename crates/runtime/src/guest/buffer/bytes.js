// Checks and small operations on byte arrays, shared by the parts of `Buffer`.
// @ts-check
import { core, primordials } from "ext:core/mod.js";

const {
  DataViewPrototypeGetBuffer,
  DataViewPrototypeGetByteLength,
  DataViewPrototypeGetByteOffset,
  MathMax,
  MathMin,
  MathTrunc,
  NumberIsInteger,
  RangeError,
  TypeError,
  TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetByteLength,
  TypedArrayPrototypeGetByteOffset,
  TypedArrayPrototypeGetLength,
  TypedArrayPrototypeGetSymbolToStringTag,
  Uint8Array,
} = primordials;

/**
 * Whether a value is a `Uint8Array`, buffers included.
 * @param {any} value
 * @returns {boolean}
 */
export function isBytes(value) {
  return TypedArrayPrototypeGetSymbolToStringTag(value) === "Uint8Array";
}

/**
 * @param {any} value
 * @param {string} name of the argument
 * @returns {Uint8Array}
 */
export function bytesOf(value, name) {
  if (!isBytes(value)) throw new TypeError(`The "${name}" argument must be an instance of Buffer or Uint8Array`);
  return value;
}

/**
 * The bytes of any view.
 * @param {any} value
 * @returns {Uint8Array | null} null when it is not a view
 */
export function viewOf(value) {
  if (core.isTypedArray(value)) {
    const offset = TypedArrayPrototypeGetByteOffset(value);
    return new Uint8Array(TypedArrayPrototypeGetBuffer(value), offset, TypedArrayPrototypeGetByteLength(value));
  }
  if (!core.isDataView(value)) return null;
  const offset = DataViewPrototypeGetByteOffset(value);
  return new Uint8Array(DataViewPrototypeGetBuffer(value), offset, DataViewPrototypeGetByteLength(value));
}

/**
 * @param {any} value
 * @param {string} name of the argument
 * @param {number} min
 * @param {number} max
 * @returns {number} the value
 */
export function checkRange(value, name, min, max) {
  if (typeof value !== "number") throw new TypeError(`The "${name}" argument must be of type number`);
  const whole = NumberIsInteger(value) || value === Infinity;
  if (whole && value >= min && value <= max) return value;
  const wanted = whole ? `>= ${min} && <= ${max}` : "an integer";
  throw new RangeError(`The value of "${name}" is out of range. It must be ${wanted}. Received ${value}`);
}

/**
 * A bound as `Array.prototype.slice` understands it.
 * @param {any} bound negative counts from the end
 * @param {number} size
 * @param {number} absent
 * @returns {number} 0 to `size`
 */
function toIndex(bound, size, absent) {
  if (bound === undefined) return absent;
  const index = MathTrunc(bound) || 0;
  return index < 0 ? MathMax(size + index, 0) : MathMin(index, size);
}

/**
 * @param {any} a
 * @param {any} b
 * @returns {-1 | 0 | 1} order by bytes, then by length
 */
export function compareBytes(a, b) {
  const aLength = TypedArrayPrototypeGetLength(a);
  const bLength = TypedArrayPrototypeGetLength(b);
  const length = MathMin(aLength, bLength);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return aLength === bLength ? 0 : aLength < bLength ? -1 : 1;
}

/**
 * A view of some of the bytes, with the bounds of `Array.prototype.slice`.
 * @param {any} bytes
 * @param {unknown} start
 * @param {unknown} end
 * @param {any} View
 */
export function part(bytes, start, end, View) {
  const size = TypedArrayPrototypeGetLength(bytes);
  const from = toIndex(start, size, 0);
  const to = toIndex(end, size, size);
  const offset = TypedArrayPrototypeGetByteOffset(bytes) + from;
  return new View(TypedArrayPrototypeGetBuffer(bytes), offset, to > from ? to - from : 0);
}
