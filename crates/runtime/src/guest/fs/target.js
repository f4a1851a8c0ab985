// A file that is being written: where bytes go, and what that takes with a host of either kind (runtime.md 10.4 and 10.6).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { call, has, readFile, stat } from "ext:isolate/fs/calls.js";
import { overQuota } from "ext:isolate/fs/errors.js";
import { MAX_WHOLE, PIECE } from "ext:isolate/fs/limits.js";
const {
  MathMax,
  MathMin,
  NumberMAX_SAFE_INTEGER,
  TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetByteLength,
  TypedArrayPrototypeGetByteOffset,
  TypedArrayPrototypeSet,
  TypedArrayPrototypeSubarray,
  Uint8Array,
} = primordials;

const EMPTY = () => new Uint8Array(0);

/**
 * @typedef {object} Target
 * @property {(position: number, bytes: Uint8Array) => Promise<void>} write
 * @property {(size: number) => Promise<void>} truncate
 * @property {() => Promise<void>} finish brings about what has been put off
 * @property {boolean} inPieces whether much is better written piece by piece
 */

/**
 * @param {string} path
 * @param {boolean} keep whether what the file has is kept. If not, the host hears of that with the first change, which
 *   mostly replaces the file anyway
 * @returns {Target}
 */
export function openTarget(path, keep) {
  return has("writeAt") ? makePositional(path, keep) : makeWhole(path, keep);
}

/** @param {string} path @param {Uint8Array} bytes */
const replace = (path, bytes) => call("writeFile", [path, bytes]);

/**
 * With a host that writes pieces.
 * @param {string} path
 * @param {boolean} keep
 * @returns {Target}
 */
function makePositional(path, keep) {
  let stale = !keep;
  /** @param {number} size */
  const cut = (size) => call("truncate", [path, size]);

  async function empty() {
    if (!stale) return;
    await (has("truncate") ? createAndCut() : replace(path, EMPTY()));
    stale = false;
  }

  async function createAndCut() {
    await call("writeAt", [path, 0, EMPTY()]);
    await cut(0);
  }

  return {
    async write(position, bytes) {
      const count = TypedArrayPrototypeGetByteLength(bytes);
      if (position > NumberMAX_SAFE_INTEGER - count) throw overQuota(`No file reaches up to byte ${position} + ${count}`);
      if (stale && position === 0 && count <= PIECE && has("writeFile")) {
        await replace(path, bytes);
        stale = false;
        return;
      }
      await empty();
      const buffer = TypedArrayPrototypeGetBuffer(bytes);
      const start = TypedArrayPrototypeGetByteOffset(bytes);
      for (let done = 0; done < count; done += PIECE) {
        const piece = new Uint8Array(buffer, start + done, MathMin(PIECE, count - done));
        await call("writeAt", [path, position + done, piece]);
      }
    },
    async truncate(size) {
      await empty();
      await cut(size);
    },
    finish: empty,
    inPieces: true,
  };
}

/**
 * With a host that knows whole files only.
 * @param {string} path
 * @param {boolean} keep
 * @returns {Target}
 */
function makeWhole(path, keep) {
  let stale = !keep;
  /** The file's size, once it is known. @type {number | undefined} */
  let size;

  /** @param {Uint8Array} content */
  async function store(content) {
    await replace(path, content);
    stale = false;
    size = TypedArrayPrototypeGetByteLength(content);
  }

  /** What the file has. One that cannot be read has nothing, if it is not known to have something. */
  async function load() {
    if (stale) return EMPTY();
    const known = await sizeOnHost();
    if (known !== undefined) checkSize(path, known);
    try {
      return await readFile(path);
    } catch (error) {
      if (known !== undefined && known > 0) throw error;
      return EMPTY();
    }
  }

  async function sizeOnHost() {
    if (size !== undefined || !has("stat")) return size;
    try {
      return (await stat(path)).size;
    } catch {
      return undefined;
    }
  }

  return {
    async write(position, bytes) {
      const count = TypedArrayPrototypeGetByteLength(bytes);
      checkSize(path, position + count);
      if (position === 0 && (stale || (size !== undefined && size <= count))) return store(bytes);
      const before = await load();
      const content = new Uint8Array(MathMax(TypedArrayPrototypeGetByteLength(before), position + count));
      TypedArrayPrototypeSet(content, before);
      TypedArrayPrototypeSet(content, bytes, position);
      await store(content);
    },
    async truncate(length) {
      checkSize(path, length);
      if (!stale && (has("truncate") || !has("readFile"))) {
        await call("truncate", [path, length]);
        size = length;
        return;
      }
      const before = await load();
      const content = new Uint8Array(length);
      TypedArrayPrototypeSet(content, TypedArrayPrototypeSubarray(before, 0, length));
      await store(content);
    },
    async finish() {
      if (stale) await store(EMPTY());
    },
    inPieces: false,
  };
}

/** @param {string} path @param {number} size */
function checkSize(path, size) {
  if (size <= MAX_WHOLE) return;
  throw overQuota(`${path} would have ${size} bytes; this host takes files of up to ${MAX_WHOLE} bytes, because it does not offer writeAt`);
}
