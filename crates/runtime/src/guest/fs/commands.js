// What a guest hands to a writable file stream: conversions and checks (runtime.md 10.4).
// @ts-check
import { core, primordials } from "ext:core/mod.js";
const {
  ArrayBufferIsView,
  ArrayBufferPrototypeGetByteLength,
  ArrayIsArray,
  DataViewPrototypeGetBuffer,
  DataViewPrototypeGetByteLength,
  DataViewPrototypeGetByteOffset,
  ObjectPrototypeIsPrototypeOf,
  TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetByteLength,
  TypedArrayPrototypeGetByteOffset,
  TypeError,
  Uint8Array,
} = primordials;
const webidl = core.loadExtScript("ext:deno_webidl/00_webidl.js");
const { BlobPrototype } = core.loadExtScript("ext:deno_web/09_file.js");

const WRITE = "Failed to execute 'write' on 'FileSystemWritableFileStream'";

/** A command that has been checked. Guests cannot make any. */
export class Command {
  /** @type {"write" | "seek" | "truncate"} */
  type;
  /** Bytes or a Blob. @type {Uint8Array | object | undefined} */
  data;
  /** The position, or the size. @type {number | undefined} */
  at;

  /**
   * @param {"write" | "seek" | "truncate"} type
   * @param {Uint8Array | object | undefined} data
   * @param {number | undefined} at
   */
  constructor(type, data, at) {
    this.type = type;
    this.data = data;
    this.at = at;
  }
}

/**
 * @param {any} chunk
 * @returns {Command}
 * @throws {TypeError} if it is nothing that can be written
 */
export function parseChunk(chunk) {
  if (ObjectPrototypeIsPrototypeOf(Command.prototype, chunk)) return chunk;
  const data = dataOf(chunk);
  if (data !== undefined) return new Command("write", data, undefined);
  if (typeof chunk !== "object" || chunk === null) throw invalid();
  const { type } = chunk;
  switch (type) {
    case "write": {
      const content = dataOf(chunk.data);
      if (content === undefined) throw invalid();
      const { position } = chunk;
      return new Command("write", content, position === undefined || position === null ? undefined : parseNumber(position, WRITE, "position"));
    }
    case "seek":
      return new Command("seek", undefined, parseNumber(chunk.position, WRITE, "position"));
    case "truncate":
      return new Command("truncate", undefined, parseNumber(chunk.size, WRITE, "size"));
    default:
      throw invalid();
  }
}

/**
 * @param {unknown} value
 * @param {string} prefix
 * @param {string} what
 * @returns {number}
 */
export function parseNumber(value, prefix, what) {
  if (value === undefined) throw new TypeError(`${prefix}: '${what}' is missing`);
  return webidl.converters["unsigned long long"](value, prefix, `'${what}'`, { __proto__: null, enforceRange: true });
}

/** Bytes, or a Blob; undefined for anything else. @param {any} data */
function dataOf(data) {
  if (typeof data === "string") return core.encode(data);
  if (core.isAnyArrayBuffer(data)) return core.isArrayBuffer(data) ? view(data, 0, ArrayBufferPrototypeGetByteLength(data)) : new Uint8Array(data);
  if (ArrayBufferIsView(data)) {
    if (core.isDataView(data)) {
      return view(DataViewPrototypeGetBuffer(data), DataViewPrototypeGetByteOffset(data), DataViewPrototypeGetByteLength(data));
    }
    return view(TypedArrayPrototypeGetBuffer(data), TypedArrayPrototypeGetByteOffset(data), TypedArrayPrototypeGetByteLength(data));
  }
  if (ArrayIsArray(data)) return bytesOf(data);
  return ObjectPrototypeIsPrototypeOf(BlobPrototype, data) ? webidl.converters.Blob(data, WRITE, "Argument 1") : undefined;
}

/**
 * @param {ArrayBuffer} buffer
 * @param {number} offset
 * @param {number} size
 */
function view(buffer, offset, size) {
  // A detached buffer has no bytes, but cannot be looked at.
  return size === 0 ? new Uint8Array(0) : new Uint8Array(buffer, offset, size);
}

/** @param {unknown[]} list */
function bytesOf(list) {
  const { length } = list;
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index++) {
    const byte = list[index];
    if (typeof byte !== "number") throw invalid();
    bytes[index] = byte;
  }
  return bytes;
}

const invalid = () => new TypeError("Invalid data type for write");
