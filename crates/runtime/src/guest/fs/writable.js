// FileSystemWritableFileStream: a WritableStream whose chunks are written into a file of the host (runtime.md 10.4).
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { beginChange, endChange } from "ext:isolate/fs/changes.js";
import { Command, parseChunk, parseNumber } from "ext:isolate/fs/commands.js";
import { invalidState } from "ext:isolate/fs/errors.js";
import { openTarget } from "ext:isolate/fs/target.js";
import { atLeaseEnd } from "ext:isolate/lease/lease.js";
const {
  Error,
  MathMin,
  ObjectGetOwnPropertyDescriptor,
  ObjectPrototypeIsPrototypeOf,
  PromisePrototypeThen,
  PromiseReject,
  ReflectConstruct,
  SafeMap,
  SafeMapIterator,
  SafeFinalizationRegistry,
  SafeSet,
  SafeSetIterator,
  SafeWeakMap,
  SafeWeakRef,
  TypedArrayPrototypeGetByteLength,
  TypeError,
  uncurryThis,
} = primordials;
const webidl = core.loadExtScript("ext:deno_webidl/00_webidl.js");
const streams = core.loadExtScript("ext:deno_web/06_streams.js");
const { BlobPrototype } = core.loadExtScript("ext:deno_web/09_file.js");
const { WritableStream, WritableStreamDefaultWriter } = streams;

// A guest may replace the methods, so they are taken before it runs.
const closeStream = uncurryThis(WritableStream.prototype.close);
const isLocked = uncurryThis(ObjectGetOwnPropertyDescriptor(WritableStream.prototype, "locked").get);
const writeTo = uncurryThis(WritableStreamDefaultWriter.prototype.write);
const release = uncurryThis(WritableStreamDefaultWriter.prototype.releaseLock);
const failStream = uncurryThis(streams.WritableStreamDefaultController.prototype.error);
const bytesOf = uncurryThis(BlobPrototype.bytes);
const streamOf = uncurryThis(BlobPrototype.stream);
const read = uncurryThis(streams.ReadableStreamDefaultReader.prototype.read);
const cancel = uncurryThis(streams.ReadableStreamDefaultReader.prototype.cancel);

/**
 * @typedef {object} State
 * @property {boolean} closed nothing may be written any more
 */

/** What belongs to a stream. @type {WeakMap<object, State>} */
const states = new SafeWeakMap();

export class FileSystemWritableFileStream extends WritableStream {
  // @ts-ignore: nothing is constructed
  constructor() {
    webidl.illegalConstructor();
  }

  /** @param {unknown} data */
  write(data) {
    return enqueue(this, arguments.length, "write", () => parseChunk(data));
  }

  /** @param {unknown} position */
  seek(position) {
    return enqueue(this, arguments.length, "seek", (prefix) => new Command("seek", undefined, parseNumber(position, prefix, "position")));
  }

  /** @param {unknown} size */
  truncate(size) {
    return enqueue(this, arguments.length, "truncate", (prefix) => new Command("truncate", undefined, parseNumber(size, prefix, "size")));
  }

  close() {
    try {
      const state = stateOf(this);
      if (state.closed) throw invalidState("Stream is already closed");
      state.closed = !isLocked(this);
      return closeStream(this);
    } catch (error) {
      return PromiseReject(error);
    }
  }
}
webidl.configureInterface(FileSystemWritableFileStream);

/** @param {object} stream @returns {State} */
function stateOf(stream) {
  const state = states.get(stream);
  if (state === undefined) throw new TypeError("Illegal invocation");
  return state;
}

/**
 * @param {any} stream
 * @param {number} count of arguments
 * @param {string} method
 * @param {(prefix: string) => Command} parse
 */
function enqueue(stream, count, method, parse) {
  try {
    const state = stateOf(stream);
    const prefix = `Failed to execute '${method}' on 'FileSystemWritableFileStream'`;
    webidl.requiredArguments(count, 1, prefix);
    if (state.closed) throw invalidState("Stream is closed");
    const command = parse(prefix);
    const writer = new WritableStreamDefaultWriter(stream);
    const written = writeTo(writer, command);
    release(writer);
    return written;
  } catch (error) {
    return PromiseReject(error);
  }
}

/**
 * The controllers of the streams that live, weakly: what an owner has left open ends with him.
 * @type {Map<number, WeakRef<any>>}
 */
const open = new SafeMap();
let next = 0;
const forgotten = new SafeFinalizationRegistry((/** @type {number} */ number) => open.delete(number));

atLeaseEnd(() => {
  const gone = new Error("Runtime was soft-disposed");
  for (const entry of new SafeMapIterator(open)) {
    const controller = entry[1].deref();
    if (controller !== undefined) failStream(controller, gone);
  }
  open.clear();
});

/**
 * @param {string} path
 * @param {boolean} keep whether what the file has is kept
 */
export function openWritable(path, keep) {
  const target = openTarget(path, keep);
  /** @type {State} */
  const state = { closed: false };
  /** The chunks that have been taken and not been written, each a change. @type {Set<number>} */
  const pending = new SafeSet();
  let ended = false;
  let position = 0;
  const number = next++;

  /** Nothing is going to be written any more. */
  function end() {
    ended = true;
    state.closed = true;
    endAll();
  }

  function endAll() {
    while (endFirst());
  }

  function endFirst() {
    for (const change of new SafeSetIterator(pending)) {
      pending.delete(change);
      endChange(change);
      return true;
    }
    return false;
  }

  const sink = {
    __proto__: null,
    /** @param {any} controller */
    start(controller) {
      open.set(number, new SafeWeakRef(controller));
      forgotten.register(controller, number);
    },
    /** @param {unknown} chunk */
    async write(chunk) {
      try {
        await execute(parseChunk(chunk));
      } catch (error) {
        // The stream is over, with all that waits in it.
        ended = true;
        endAll();
        throw error;
      }
      endFirst();
    },
    async close() {
      const change = beginChange();
      try {
        await target.finish();
      } finally {
        end();
        endChange(change);
      }
    },
    abort: end,
  };
  const strategy = {
    __proto__: null,
    highWaterMark: 1,
    // Asked for each chunk at the moment it is handed over.
    size() {
      if (!ended) pending.add(beginChange());
      return 1;
    },
  };
  const stream = ReflectConstruct(WritableStream, [sink, strategy], FileSystemWritableFileStream);
  states.set(stream, state);
  return stream;

  /** @param {Command} command */
  async function execute({ type, data, at }) {
    if (type === "seek") {
      position = /** @type {number} */ (at);
    } else if (type === "truncate") {
      const size = /** @type {number} */ (at);
      await target.truncate(size);
      position = MathMin(position, size);
    } else {
      if (at !== undefined) position = at;
      await (ObjectPrototypeIsPrototypeOf(BlobPrototype, data) ? writeBlob(data) : writeBytes(/** @type {Uint8Array} */ (data)));
    }
  }

  /** @param {Uint8Array} bytes */
  async function writeBytes(bytes) {
    await target.write(position, bytes);
    position += TypedArrayPrototypeGetByteLength(bytes);
  }

  /** Piece by piece: it may be a large file of the host's. @param {unknown} blob */
  async function writeBlob(blob) {
    if (!target.inPieces) return writeBytes(await bytesOf(blob));
    const reader = streams.acquireReadableStreamDefaultReader(streamOf(blob));
    try {
      for (;;) {
        const { done, value } = await read(reader);
        if (done) break;
        await writeBytes(value);
      }
    } catch (error) {
      PromisePrototypeThen(cancel(reader, error), undefined, () => {});
      throw error;
    }
  }
}
