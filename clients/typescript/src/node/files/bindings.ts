/** A directory of this machine as the guest's file system (client.md, A.6). Works under Node, Bun and Deno. */

import type { FilePiece, FileStat, FileSystemCallbacks } from "../../fs/callbacks.ts";
import { failureOf, readOnly, systemError } from "./failures.ts";
import { segmentsOf } from "./paths.ts";
import { Root } from "./root.ts";

/** Longest file that is read at once, in bytes: a frame has 10 MiB. */
const MAX_WHOLE = 10 * 1024 * 1024 - 4096;

export interface FileBindingsOptions {
  /** The directory that is `/` for the guest. Symbolic links in it are followed as long as they stay below it. */
  root: string;
  /** Whether the guest may change anything. Default: no. */
  allowWrite?: boolean;
}

/** All operations on files; each gives a promise. */
export type FileBindings = {
  [Operation in keyof FileSystemCallbacks]-?: (
    ...args: Parameters<Required<FileSystemCallbacks>[Operation]>
  ) => Promise<Awaited<ReturnType<Required<FileSystemCallbacks>[Operation]>>>;
};

/**
 * All file callbacks for one directory. A path that leads outside of it fails with `Access denied: <path>`, changes without
 * `allowWrite` with `Write access is disabled for these file bindings.`; other errors have the texts of runtime.md, 10.6.
 */
export function createFileBindings({ root: path, allowWrite = false }: FileBindingsOptions): FileBindings {
  let opened: Promise<Root> | undefined;

  async function run<T>(operation: string, action: (root: Root) => Promise<T>): Promise<T> {
    try {
      opened ??= Root.open(path);
      return await action(await opened);
    } catch (error) {
      throw failureOf(operation, error);
    }
  }

  async function change(operation: string, action: (root: Root) => Promise<void>): Promise<void> {
    if (!allowWrite) {
      throw readOnly();
    }
    await run(operation, action);
  }

  return {
    readFile: (path) => run("readFile", (root) => readFile(root, path)),
    readAt: (path, position, length) => run("readAt", (root) => readAt(root, path, position, length)),
    stat: (path) => run("stat", (root) => root.target(path, async (entry) => describe(await root.fs.lstat(entry.path)))),
    readdir: (path) => run("readdir", (root) => root.directory(segmentsOf(path), path, (directory) => root.fs.readdir(directory))),
    writeFile: (path, data) => change("writeFile", (root) => writeFile(root, path, new Uint8Array(data))),
    writeAt: (path, position, data) => change("writeAt", (root) => write(root, path, position, data, false)),
    truncate: (path, size) => change("truncate", (root) => truncate(root, path, size)),
    mkdir: (path, options) => change("mkdir", (root) => mkdir(root, path, options?.recursive === true)),
    unlink: (path) => change("unlink", (root) => root.entry(path, ({ path }) => root.fs.unlink(path))),
    rmdir: (path) => change("rmdir", (root) => root.entry(path, (entry) => root.fs.rmdir(withName(entry).path))),
    removeTree: (path) => change("removeTree", (root) => removeTree(root, path)),
    rename: (from, to) =>
      change("rename", (root) =>
        root.entry(from, (source) => root.entry(to, (target) => root.fs.rename(withName(source).path, withName(target).path))),
      ),
  };
}

/** @throws Error for the root, which has no name that could change */
function withName<E extends { segments: string[] }>(entry: E): E {
  if (entry.segments.length === 0) {
    throw systemError("EPERM");
  }
  return entry;
}

function describe(stat: { isFile(): boolean; isDirectory(): boolean; size: number; mtimeMs: number }): FileStat {
  return { isFile: stat.isFile(), isDirectory: stat.isDirectory(), size: stat.size, lastModified: stat.mtimeMs };
}

function readFile(root: Root, path: string): Promise<Uint8Array> {
  return root.target(path, async (entry) => {
    const handle = await root.openFile(entry, "read");
    try {
      const { size } = await handle.stat();
      if (size > MAX_WHOLE) {
        throw new Error(`[NotReadableError]readFile: the file has ${size} bytes, and ${MAX_WHOLE} fit into a message`);
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  });
}

function readAt(root: Root, path: string, position: number, length: number): Promise<FilePiece> {
  return root.target(path, async (entry) => {
    const handle = await root.openFile(entry, "read");
    try {
      const { size, mtimeMs } = await handle.stat();
      const data = new Uint8Array(Math.max(0, Math.min(length, size - position)));
      let count = 0;
      while (count < data.length) {
        const { bytesRead } = await handle.read(data, count, data.length - count, position + count);
        if (bytesRead === 0) {
          break;
        }
        count += bytesRead;
      }
      return { data: data.subarray(0, count), size, lastModified: mtimeMs };
    } finally {
      await handle.close();
    }
  });
}

async function writeFile(root: Root, path: string, data: Uint8Array): Promise<void> {
  await makeAll(root, segmentsOf(path).slice(0, -1), path);
  await write(root, path, 0, data, true);
}

function write(root: Root, path: string, position: number, data: Uint8Array, replace: boolean): Promise<void> {
  return root.target(path, async (entry) => {
    const handle = await root.openFile(entry, "create");
    try {
      if (replace) {
        await handle.truncate(0);
      }
      let count = 0;
      while (count < data.length) {
        count += (await handle.write(data, count, data.length - count, position + count)).bytesWritten;
      }
    } finally {
      await handle.close();
    }
  });
}

function truncate(root: Root, path: string, size: number): Promise<void> {
  return root.target(path, async (entry) => {
    const handle = await root.openFile(entry, "write");
    try {
      await handle.truncate(size);
    } finally {
      await handle.close();
    }
  });
}

function mkdir(root: Root, path: string, recursive: boolean): Promise<void> {
  return recursive
    ? makeAll(root, segmentsOf(path), path)
    : root.entry(path, (entry) => root.fs.mkdir(entry.path).then(() => {}));
}

/** Makes a directory and those above it, as far as they are not there. */
async function makeAll(root: Root, segments: string[], shown: string): Promise<void> {
  const open = (): Promise<void> => root.directory(segments, shown, async () => {});
  const missing = await open().then(
    () => false,
    (error: { code?: unknown }) => {
      if (error.code !== "ENOENT") {
        throw error;
      }
      return true;
    },
  );
  if (!missing) {
    return;
  }
  for (let depth = 1; depth <= segments.length; depth++) {
    await root.directory(segments.slice(0, depth - 1), shown, async (directory) => {
      await root.fs.mkdir(`${directory}/${segments[depth - 1]}`).catch((error: { code?: unknown }) => {
        if (error.code !== "EEXIST") {
          throw error;
        }
      });
    });
  }
  // Fails if what is there now is no directory, or not below the root.
  await open();
}

/** Links are removed, never followed. */
async function removeTree(root: Root, path: string): Promise<void> {
  await root.entry(path, async (entry) => {
    withName(entry);
    const stat = await root.fs.lstat(entry.path);
    if (!stat.isDirectory()) {
      return root.fs.unlink(entry.path);
    }
    await root.directory(entry.segments, path, async (directory, segments) => {
      if (segments.join("/") !== entry.segments.join("/")) {
        throw systemError("ENOTDIR");
      }
      for (const name of await root.fs.readdir(directory)) {
        await removeTree(root, `/${[...segments, name].join("/")}`);
      }
    });
    await root.fs.rmdir(entry.path);
  });
}
