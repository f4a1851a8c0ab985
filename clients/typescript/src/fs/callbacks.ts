/** The guest's file system: operations that the host carries out (client.md, section 3.4; protocol.md, section 4.9). */

import type { CallbackHandler, CallbackScope, Registration } from "../callbacks/registry.ts";

/** What is at a path. */
export interface FileStat {
  isFile: boolean;
  isDirectory: boolean;
  /** Bytes. */
  size: number;
  /** ms since the epoch. */
  lastModified?: number;
}

/** A piece of a file, and what the file was like when it was read. */
export interface FilePiece {
  /** As many bytes as asked for, or all that there are up to the end of the file. */
  data: ArrayBuffer | ArrayBufferView;
  /** Of the whole file, in bytes. */
  size: number;
  /** ms since the epoch. With it the guest notices that a file has changed between two pieces. */
  lastModified?: number;
}

type Awaitable<T> = T | Promise<T>;

/**
 * Serves the guest's `getDirectory()` and its handles. Paths are absolute POSIX paths that begin with what the guest gave to
 * `getDirectory`: the callbacks must contain them. `createFileBindings` of `isolate-daemon-client/node` does.
 *
 * Each callback may be missing; what it takes then fails in the guest with NotAllowedError. A thrown error whose message
 * begins with `[Name]`, or which has the name of a DOMException, becomes an error of that name.
 */
export interface FileSystemCallbacks {
  /** All of a file. What does not fit into a message of 10 MiB fails. */
  readFile?(path: string): Awaitable<ArrayBuffer | ArrayBufferView>;
  /** Replaces a file, or makes it. */
  writeFile?(path: string, data: ArrayBuffer): Awaitable<void>;
  unlink?(path: string): Awaitable<void>;
  /** The names in a directory. */
  readdir?(path: string): Awaitable<string[]>;
  mkdir?(path: string, options?: { recursive?: boolean }): Awaitable<void>;
  /** Removes a directory that is empty. */
  rmdir?(path: string): Awaitable<void>;
  stat?(path: string): Awaitable<FileStat>;
  /** Not called by any daemon yet. */
  rename?(from: string, to: string): Awaitable<void>;
  /** Reads at most `length` bytes from `position` on. With this callback files of any size are read, piece by piece. */
  readAt?(path: string, position: number, length: number): Awaitable<FilePiece>;
  /** Writes into a file, which is made if it is not there; a gap is filled with zeros. With it files of any size are written. */
  writeAt?(path: string, position: number, data: Uint8Array): Awaitable<void>;
  /** Cuts a file, or fills it up with zeros. */
  truncate?(path: string, size: number): Awaitable<void>;
  /** Removes a directory with all it has. Without it the guest's `recursive` goes entry by entry. */
  removeTree?(path: string): Awaitable<void>;
}

/** How the arguments and results of each operation cross. */
const handlers: { [Operation in keyof FileSystemCallbacks]-?: (fs: Required<FileSystemCallbacks>) => CallbackHandler } = {
  readFile: (fs) => async ([path]) => bytesOf(await fs.readFile(path as string), "readFile"),
  writeFile: (fs) => async ([path, data]) => void (await fs.writeFile(path as string, ownBuffer(data as Uint8Array))),
  unlink: (fs) => async ([path]) => void (await fs.unlink(path as string)),
  readdir: (fs) => async ([path]) => fs.readdir(path as string),
  mkdir: (fs) => async ([path, options]) => void (await fs.mkdir(path as string, options as { recursive?: boolean })),
  rmdir: (fs) => async ([path]) => void (await fs.rmdir(path as string)),
  stat: (fs) => async ([path]) => {
    const { isFile, isDirectory, size, lastModified } = await fs.stat(path as string);
    return { isFile, isDirectory, size, ...(lastModified !== undefined && { lastModified }) };
  },
  rename: (fs) => async ([from, to]) => void (await fs.rename(from as string, to as string)),
  readAt: (fs) => async ([path, position, length]) => {
    const { data, size, lastModified } = await fs.readAt(path as string, position as number, length as number);
    return { data: bytesOf(data, "readAt"), size, ...(lastModified !== undefined && { lastModified }) };
  },
  writeAt: (fs) => async ([path, position, data]) => void (await fs.writeAt(path as string, position as number, data as Uint8Array)),
  truncate: (fs) => async ([path, size]) => void (await fs.truncate(path as string, size as number)),
  removeTree: (fs) => async ([path]) => void (await fs.removeTree(path as string)),
};

/** Registers the operations that are there. */
export function registerFs(fs: FileSystemCallbacks, scope: CallbackScope): Record<string, Registration> {
  const registrations: Record<string, Registration> = {};
  for (const [name, handlerOf] of Object.entries(handlers)) {
    if (fs[name as keyof FileSystemCallbacks] !== undefined) {
      const callbackId = scope.register(handlerOf(fs as Required<FileSystemCallbacks>));
      registrations[name] = { callbackId, name, type: "async" };
    }
  }
  return registrations;
}

/** @throws TypeError when a callback has returned something else */
function bytesOf(data: unknown, operation: string): Uint8Array {
  if (data instanceof Uint8Array) {
    return data;
  }
  if (ArrayBuffer.isView(data)) {
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }
  if (data instanceof ArrayBuffer) {
    return new Uint8Array(data);
  }
  throw new TypeError(`The ${operation} callback must return an ArrayBuffer or a view of one`);
}

/** The bytes in a buffer of their own; the one of the message has more in it. */
function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer as ArrayBuffer;
}
