// The global `Buffer` (spec 13.4): Node's class as far as programs for the web use it.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { bytesOf, checkRange, compareBytes, isBytes, part, viewOf } from "ext:isolate/buffer/bytes.js";
import { codecOf, isEncoding } from "ext:isolate/buffer/codecs.js";
import { defineNumbers } from "ext:isolate/buffer/numbers.js";
import { search } from "ext:isolate/buffer/search.js";
import { copyInto, fillBytes, writeText } from "ext:isolate/buffer/writing.js";

const {
  ArrayIsArray,
  MathTrunc,
  ObjectPrototypeIsPrototypeOf,
  RangeError,
  SymbolIterator,
  TypeError,
  TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetLength,
  TypedArrayPrototypeSet,
  Uint8Array,
} = primordials;

/** Bytes with Node's methods. Static methods work without a receiver. */
export class Buffer extends Uint8Array {
  /**
   * Like `Uint8Array`, and also from a string.
   * @param {any} value
   * @param {any} [encodingOrOffset]
   * @param {number} [length]
   */
  constructor(value, encodingOrOffset, length) {
    if (typeof value === "string") {
      const bytes = codecOf(encodingOrOffset).encode(value);
      super(TypedArrayPrototypeGetBuffer(bytes), 0, TypedArrayPrototypeGetLength(bytes));
    } else {
      super(value, encodingOrOffset, length);
    }
  }

  /**
   * Shares the memory of an `ArrayBuffer`; copies everything else.
   * @param {any} value string, `ArrayBuffer`, view, array, iterable or array-like object
   * @param {any} [encodingOrOffset] of a string; of an `ArrayBuffer` where to start
   * @param {number} [length] of the part of an `ArrayBuffer`
   * @returns {Buffer}
   */
  static from(value, encodingOrOffset, length) {
    if (typeof value === "string" || core.isAnyArrayBuffer(value)) return new Buffer(value, encodingOrOffset, length);
    if (typeof value === "object" && value !== null) {
      const found = fromObject(value, encodingOrOffset, length);
      if (found !== null) return found;
    }
    throw new TypeError("First argument must be a string, Buffer, ArrayBuffer, Array, or array-like object");
  }

  /**
   * @param {number} size in bytes
   * @param {any} [fill] number, string or bytes, repeated
   * @param {string} [encoding] of a string
   */
  static alloc(size, fill, encoding) {
    const buffer = new Buffer(sizeOf(size));
    if (fill !== undefined && fill !== 0 && fill !== "") fillBytes(buffer, fill, encoding);
    return buffer;
  }

  /** @param {number} size in bytes, which are zero all the same */
  static allocUnsafe(size) {
    return new Buffer(sizeOf(size));
  }

  /** @param {number} size in bytes, which are zero all the same */
  static allocUnsafeSlow(size) {
    return new Buffer(sizeOf(size));
  }

  /**
   * @param {readonly Uint8Array[]} list
   * @param {number} [totalLength] the result is cut or filled up with zeros to it
   */
  static concat(list, totalLength) {
    if (!ArrayIsArray(list)) throw new TypeError("list argument must be an array");
    let size = 0;
    for (let i = 0; i < list.length; i++) size += TypedArrayPrototypeGetLength(bytesOf(list[i], `list[${i}]`));
    const buffer = new Buffer(totalLength === undefined ? size : sizeOf(totalLength));
    let at = 0;
    for (let i = 0; i < list.length; i++) at += copyInto(buffer, at, bytesOf(list[i], `list[${i}]`), 0, size);
    return buffer;
  }

  /** @param {unknown} value */
  static isBuffer(value) {
    return isBuffer(value);
  }

  /** @param {unknown} name */
  static isEncoding(name) {
    return isEncoding(name);
  }

  /**
   * @param {any} value string, view or `ArrayBuffer`
   * @param {string} [encoding] of a string
   * @returns {number}
   */
  static byteLength(value, encoding) {
    if (typeof value === "string") return codecOf(encoding).size(value);
    const view = core.isAnyArrayBuffer(value) ? new Uint8Array(value) : viewOf(value);
    if (view !== null) return TypedArrayPrototypeGetLength(view);
    throw new TypeError("The \"string\" argument must be of type string or an instance of Buffer or ArrayBuffer");
  }

  /**
   * @param {Uint8Array} a
   * @param {Uint8Array} b
   * @returns {-1 | 0 | 1}
   */
  static compare(a, b) {
    return compareBytes(bytesOf(a, "buf1"), bytesOf(b, "buf2"));
  }

  /**
   * @param {string} [encoding]
   * @param {number} [start]
   * @param {number} [end]
   */
  toString(encoding, start, end) {
    const codec = codecOf(encoding);
    // Unlike in `slice`, a negative bound is the start.
    return codec.decode(part(this, positive(start), positive(end), Uint8Array));
  }

  toJSON() {
    const length = TypedArrayPrototypeGetLength(this);
    const data = [];
    for (let i = 0; i < length; i++) data[i] = this[i];
    return { type: "Buffer", data };
  }

  /** @param {Uint8Array} other */
  equals(other) {
    return compareBytes(this, bytesOf(other, "otherBuffer")) === 0;
  }

  /**
   * @param {Uint8Array} target
   * @param {number} [targetStart]
   * @param {number} [targetEnd]
   * @param {number} [sourceStart]
   * @param {number} [sourceEnd]
   */
  compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
    const other = part(bytesOf(target, "target"), targetStart, targetEnd, Uint8Array);
    return compareBytes(part(this, sourceStart, sourceEnd, Uint8Array), other);
  }

  /**
   * Copies bytes to another array, as many as fit.
   * @param {Uint8Array} target
   * @param {number} [targetStart]
   * @param {number} [sourceStart]
   * @param {number} [sourceEnd]
   * @returns {number} bytes copied
   */
  copy(target, targetStart = 0, sourceStart = 0, sourceEnd = TypedArrayPrototypeGetLength(this)) {
    bytesOf(target, "target");
    const at = checkRange(MathTrunc(targetStart) || 0, "targetStart", 0, Infinity);
    const from = checkRange(MathTrunc(sourceStart) || 0, "sourceStart", 0, TypedArrayPrototypeGetLength(this));
    return copyInto(target, at, this, from, checkRange(MathTrunc(sourceEnd) || 0, "sourceEnd", 0, Infinity));
  }

  /**
   * A part that shares this one's memory.
   * @param {number} [start]
   * @param {number} [end]
   * @returns {Buffer}
   */
  subarray(start, end) {
    return part(this, start, end, Buffer);
  }

  /**
   * The same as `subarray`, as in Node and unlike in `Uint8Array`.
   * @param {number} [start]
   * @param {number} [end]
   * @returns {Buffer}
   */
  slice(start, end) {
    return part(this, start, end, Buffer);
  }

  /**
   * Writes as many whole characters as fit. `offset` and `length` may be left out before the encoding.
   * @param {string} text
   * @param {any} [offset]
   * @param {any} [length]
   * @param {string} [encoding]
   * @returns {number} bytes written
   */
  write(text, offset, length, encoding) {
    return writeText(this, text, offset, length, encoding);
  }

  /**
   * @param {any} value number, string or bytes, repeated
   * @param {any} [offset] may be left out before the encoding
   * @param {any} [end]
   * @param {string} [encoding] of a string
   */
  fill(value, offset, end, encoding) {
    return fillBytes(this, value, offset, end, encoding);
  }

  /**
   * @param {any} value number, string or bytes
   * @param {any} [offset] may be left out before the encoding
   * @param {string} [encoding]
   */
  indexOf(value, offset, encoding) {
    return search(this, value, offset, encoding, true);
  }

  /**
   * @param {any} value number, string or bytes
   * @param {any} [offset] may be left out before the encoding
   * @param {string} [encoding]
   */
  lastIndexOf(value, offset, encoding) {
    return search(this, value, offset, encoding, false);
  }

  /**
   * @param {any} value number, string or bytes
   * @param {any} [offset] may be left out before the encoding
   * @param {string} [encoding]
   */
  includes(value, offset, encoding) {
    return search(this, value, offset, encoding, true) !== -1;
  }
}

const BufferPrototype = Buffer.prototype;

defineNumbers(BufferPrototype);

/** @param {number | undefined} bound */
const positive = (bound) => (bound !== undefined && bound < 0 ? 0 : bound);

/** @param {unknown} value */
function isBuffer(value) {
  return isBytes(value) && ObjectPrototypeIsPrototypeOf(BufferPrototype, value);
}

/**
 * @param {any} value
 * @param {any} encodingOrOffset
 * @param {any} length
 * @returns {Buffer | null} null when there are no bytes in the object
 */
function fromObject(value, encodingOrOffset, length) {
  if (isBytes(value)) return copyOf(value);
  if (core.isDataView(value)) return copyOf(viewOf(value));
  if (core.isTypedArray(value)) return fromList(value, TypedArrayPrototypeGetLength(value));
  if (ArrayIsArray(value)) return fromList(value, value.length);
  if (typeof value[SymbolIterator] === "function" && !core.isStringObject(value)) return new Buffer(value);
  const plain = typeof value.valueOf === "function" ? value.valueOf() : value;
  if (plain !== value && plain !== null && plain !== undefined) return Buffer.from(plain, encodingOrOffset, length);
  if (typeof value.length === "number") return fromList(value, value.length);
  return value.type === "Buffer" && ArrayIsArray(value.data) ? fromList(value.data, value.data.length) : null;
}

/** @param {any} bytes */
function copyOf(bytes) {
  const buffer = new Buffer(TypedArrayPrototypeGetLength(bytes));
  TypedArrayPrototypeSet(buffer, bytes);
  return buffer;
}

/**
 * @param {any} list
 * @param {number} length
 */
function fromList(list, length) {
  const buffer = new Buffer(length > 0 ? length : 0);
  for (let i = 0; i < length; i++) buffer[i] = list[i];
  return buffer;
}

/**
 * @param {unknown} size
 * @returns {number}
 */
function sizeOf(size) {
  if (typeof size !== "number" || !(size >= 0)) throw new RangeError("Invalid size");
  return size;
}
