// The files of `setInputFiles()` as the handler takes them (runtime.md 20.6).
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { toBase64 } from "ext:isolate/buffer/base64.js";
import { list } from "ext:isolate/playwright/operations.js";
const {
  ArrayBufferIsView,
  ArrayIsArray,
  ArrayPrototypePush,
  DataViewPrototypeGetBuffer,
  DataViewPrototypeGetByteLength,
  DataViewPrototypeGetByteOffset,
  Error,
  String,
  TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetByteLength,
  TypedArrayPrototypeGetByteOffset,
  Uint8Array,
} = primordials;

const OTHER =
  "setInputFiles() expects a file path string, an array of file path strings, a single inline file object ({ name, mimeType, buffer }), or an array of inline file objects.";
const MIXED = "setInputFiles() does not support mixing file paths and inline file objects in the same array.";
const BUFFER = "setInputFiles() inline file buffer must be a base64 string, ArrayBuffer, or TypedArray.";

/** @param {any} files @returns {unknown} */
export function uploads(files) {
  if (typeof files === "string") return files;
  if (!ArrayIsArray(files)) return inline(files);
  /** @type {any[]} */
  const all = [];
  let paths = 0;
  for (let index = 0; index < files.length; index++) {
    const file = files[index];
    if (typeof file === "string") paths += 1;
    else if (!isInline(file)) throw new Error(OTHER);
    ArrayPrototypePush(all, file);
  }
  if (paths !== 0 && paths !== all.length) throw new Error(MIXED);
  if (paths === 0) for (let index = 0; index < all.length; index++) all[index] = inline(all[index]);
  return list(all);
}

/** @param {any} file */
const isInline = (file) => typeof file === "object" && file !== null && typeof file.name === "string" && typeof file.mimeType === "string" && "buffer" in file;

/** @param {any} file */
function inline(file) {
  if (!isInline(file)) throw new Error(OTHER);
  const { name, mimeType, buffer } = file;
  return { __proto__: null, name: String(name), mimeType: String(mimeType), buffer: base64(buffer) };
}

/** @param {any} buffer @returns {string} */
function base64(buffer) {
  if (typeof buffer === "string") return buffer;
  if (core.isAnyArrayBuffer(buffer)) return toBase64(new Uint8Array(buffer));
  if (!ArrayBufferIsView(buffer)) throw new Error(BUFFER);
  if (core.isDataView(buffer)) {
    return toBase64(new Uint8Array(DataViewPrototypeGetBuffer(buffer), DataViewPrototypeGetByteOffset(buffer), DataViewPrototypeGetByteLength(buffer)));
  }
  return toBase64(new Uint8Array(TypedArrayPrototypeGetBuffer(buffer), TypedArrayPrototypeGetByteOffset(buffer), TypedArrayPrototypeGetByteLength(buffer)));
}
