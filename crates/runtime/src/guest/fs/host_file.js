// Files whose bytes are with the host until somebody reads them.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { has, readAt, readFile, stat } from "ext:isolate/fs/calls.js";
import { notReadable } from "ext:isolate/fs/errors.js";
import { FIRST_PIECE, MAX_WHOLE, PIECE } from "ext:isolate/fs/limits.js";
import { nameOf } from "ext:isolate/fs/paths.js";
import { typeOf } from "ext:isolate/fs/types.js";
const {
  Date,
  DatePrototypeGetTime,
  Error,
  MathFloor,
  MathMax,
  MathMin,
  ObjectGetOwnPropertySymbols,
  SafeArrayIterator,
  SymbolAsyncIterator,
  SymbolPrototypeGetDescription,
  TypedArrayPrototypeGetByteLength,
} = primordials;
const { Blob, File } = core.loadExtScript("ext:deno_web/09_file.js");

/** The slots of a Blob: a list of parts with `size`, `slice` and `stream`, and the sum of their sizes. */
const PARTS = slot("Parts");
const SIZE = slot("Size");

/** @param {string} name @returns {symbol} */
function slot(name) {
  for (const symbol of new SafeArrayIterator(ObjectGetOwnPropertySymbols(new Blob([])))) {
    if (SymbolPrototypeGetDescription(symbol) === name) return symbol;
  }
  throw new Error(`Blobs have no slot called ${name}`);
}

/**
 * The file at a path, as it is now. A large one is read when its bytes are wanted, if the host can give pieces; reading it
 * fails if it has changed since.
 * @param {string} path
 * @returns {Promise<any>}
 */
export async function openFile(path) {
  if (!has("readAt")) return readWhole(path);
  const first = await readAt(path, 0, FIRST_PIECE);
  const { data, size } = first;
  if (TypedArrayPrototypeGetByteLength(data) === size) return makeFile(path, [data], first.lastModified);
  const file = makeFile(path, [], first.lastModified);
  file[PARTS] = [part({ path, size, lastModified: first.lastModified }, 0, size)];
  file[SIZE] = size;
  return file;
}

/** @param {string} path */
async function readWhole(path) {
  const { size, lastModified } = await look(path);
  if (size !== undefined && size > MAX_WHOLE) {
    throw notReadable(`${path} has ${size} bytes; this host gives files of up to ${MAX_WHOLE} bytes, because it does not offer readAt`);
  }
  return makeFile(path, [await readFile(path)], lastModified);
}

/** @param {string} path @returns {Promise<{ size?: number, lastModified?: number }>} nothing if the host does not say */
async function look(path) {
  if (has("stat")) {
    try {
      return await stat(path);
    } catch {
      // The reading will tell.
    }
  }
  return { size: undefined, lastModified: undefined };
}

/**
 * @param {string} path
 * @param {Uint8Array[]} parts
 * @param {number | undefined} lastModified
 */
function makeFile(path, parts, lastModified) {
  const name = nameOf(path);
  const time = lastModified === undefined ? DatePrototypeGetTime(new Date()) : MathFloor(lastModified);
  // An iterator, because a guest may have replaced that of arrays.
  return new File(new SafeArrayIterator(parts), name, { __proto__: null, type: typeOf(name), lastModified: time });
}

/**
 * @typedef {{ path: string, size: number, lastModified: number | undefined }} Snapshot what a file was like
 *
 * A range of a file, in the form that Blobs have their parts in.
 * @param {Snapshot} snapshot
 * @param {number} start
 * @param {number} size
 */
function part(snapshot, start, size) {
  return {
    __proto__: null,
    size,
    /** @param {number} from @param {number} to */
    slice: (from, to) => part(snapshot, start + MathMax(0, from), MathMax(0, MathMin(size, to) - MathMax(0, from))),
    stream: () => pieces(snapshot, start, start + size),
  };
}

/**
 * @param {Snapshot} snapshot
 * @param {number} position
 * @param {number} end
 */
function pieces(snapshot, position, end) {
  const { path } = snapshot;
  return {
    __proto__: null,
    [SymbolAsyncIterator]() {
      return this;
    },
    async next() {
      if (!(position < end)) return { __proto__: null, value: undefined, done: true };
      const piece = await readAt(path, position, MathMin(PIECE, end - position));
      if (piece.size !== snapshot.size || piece.lastModified !== snapshot.lastModified) {
        throw notReadable(`${path} has changed since it was opened`);
      }
      position += TypedArrayPrototypeGetByteLength(piece.data);
      return { __proto__: null, value: piece.data, done: false };
    },
    async return() {
      position = end;
      return { __proto__: null, value: undefined, done: true };
    },
  };
}
