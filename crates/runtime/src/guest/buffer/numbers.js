// `readUInt8` to `writeDoubleBE` of `Buffer`: numbers at an offset, in both byte orders.
// @ts-check
import { primordials } from "ext:core/mod.js";
import { checkRange } from "ext:isolate/buffer/bytes.js";

const {
  DataView,
  ObjectDefineProperty,
  RangeError,
  StringPrototypeReplace,
  TypeError,
  TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetByteOffset,
  TypedArrayPrototypeGetLength,
} = primordials;

/**
 * Name in Node, name in `DataView`, bytes, smallest and largest value that may be written.
 * @type {[string, string, number, any, any][]}
 */
const KINDS = [
  ["UInt8", "Uint8", 1, 0, 0xff],
  ["Int8", "Int8", 1, -0x80, 0x7f],
  ["UInt16", "Uint16", 2, 0, 0xffff],
  ["Int16", "Int16", 2, -0x8000, 0x7fff],
  ["UInt32", "Uint32", 4, 0, 0xffffffff],
  ["Int32", "Int32", 4, -0x80000000, 0x7fffffff],
  ["BigUInt64", "BigUint64", 8, 0n, 0xffffffffffffffffn],
  ["BigInt64", "BigInt64", 8, -0x8000000000000000n, 0x7fffffffffffffffn],
  ["Float", "Float32", 4, -Infinity, Infinity],
  ["Double", "Float64", 8, -Infinity, Infinity],
];

/**
 * Adds the methods to the prototype of `Buffer`.
 * @param {any} prototype
 */
export function defineNumbers(prototype) {
  for (const [name, type, bytes, min, max] of KINDS) {
    const get = primordials[`DataViewPrototypeGet${type}`];
    const set = primordials[`DataViewPrototypeSet${type}`];
    for (const order of bytes === 1 ? [""] : ["LE", "BE"]) {
      const little = order === "LE";
      define(prototype, `read${name}${order}`, function (/** @type {number} */ offset = 0) {
        return get(viewAt(this, offset, bytes), 0, little);
      });
      define(prototype, `write${name}${order}`, function (/** @type {any} */ value, /** @type {number} */ offset = 0) {
        const number = typeof min === "bigint" ? value : +value;
        if (typeof number !== typeof min) throw new TypeError("The \"value\" argument must be of type bigint");
        if (number < min || number > max) {
          const wanted = `>= ${min} and <= ${max}`;
          throw new RangeError(`The value of "value" is out of range. It must be ${wanted}. Received ${value}`);
        }
        set(viewAt(this, offset, bytes), 0, number, little);
        return offset + bytes;
      });
    }
  }
}

/**
 * Defines a method under its name and, for unsigned numbers, under the name with `Uint`.
 * @param {any} prototype
 * @param {string} name
 * @param {(this: any, ...args: any[]) => any} method
 */
function define(prototype, name, method) {
  ObjectDefineProperty(method, "name", { __proto__: null, value: name, configurable: true });
  const descriptor = { __proto__: null, value: method, writable: true, enumerable: false, configurable: true };
  ObjectDefineProperty(prototype, name, descriptor);
  const alias = StringPrototypeReplace(name, "UInt", "Uint");
  if (alias !== name) ObjectDefineProperty(prototype, alias, descriptor);
}

/**
 * @param {any} buffer
 * @param {number} offset
 * @param {number} bytes
 */
function viewAt(buffer, offset, bytes) {
  const last = TypedArrayPrototypeGetLength(buffer) - bytes;
  if (last < 0) throw new RangeError("Attempt to access memory outside buffer bounds");
  checkRange(offset, "offset", 0, last);
  return new DataView(TypedArrayPrototypeGetBuffer(buffer), TypedArrayPrototypeGetByteOffset(buffer) + offset, bytes);
}
