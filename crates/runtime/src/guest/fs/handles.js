// `getDirectory`, and the handles of directories and files (runtime.md 10.1 to 10.3).
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { changing } from "ext:isolate/fs/changes.js";
import { findDirectory, findFile, findOrMakeDirectory, findOrMakeFile, remove } from "ext:isolate/fs/entries.js";
import { openFile } from "ext:isolate/fs/host_file.js";
import { iterate } from "ext:isolate/fs/iteration.js";
import { checkName, child, directoryPath, nameOf, namesBetween } from "ext:isolate/fs/paths.js";
import { openWritable } from "ext:isolate/fs/writable.js";
const { ObjectCreate, ObjectDefineProperty, SafeWeakMap, SymbolAsyncIterator, TypeError } = primordials;
const webidl = core.loadExtScript("ext:deno_webidl/00_webidl.js");

/** @typedef {"file" | "directory"} Kind */

/**
 * What handles stand for.
 * @type {WeakMap<object, { kind: Kind, path: string }>}
 */
const entries = new SafeWeakMap();

/**
 * @param {unknown} handle
 * @param {Kind} [kind] that it must be of
 */
function entryOf(handle, kind) {
  const entry = entries.get(/** @type {object} */ (handle));
  if (entry === undefined || (kind !== undefined && entry.kind !== kind)) throw new TypeError("Illegal invocation");
  return entry;
}

/** @param {Kind} kind @param {string} path */
function makeHandle(kind, path) {
  const handle = ObjectCreate((kind === "file" ? FileSystemFileHandle : FileSystemDirectoryHandle).prototype);
  entries.set(handle, { kind, path });
  return handle;
}

/** What both kinds of handles have. No global has its name. */
class FileSystemHandle {
  constructor() {
    webidl.illegalConstructor();
  }

  get kind() {
    return entryOf(this).kind;
  }

  get name() {
    return nameOf(entryOf(this).path);
  }

  /** @param {any} other */
  async isSameEntry(other) {
    const entry = entryOf(this);
    webidl.requiredArguments(arguments.length, 1, "Failed to execute 'isSameEntry' on 'FileSystemHandle'");
    const another = entryOf(other);
    return entry.kind === another.kind && entry.path === another.path;
  }
}

export class FileSystemFileHandle extends FileSystemHandle {
  async getFile() {
    return openFile(entryOf(this, "file").path);
  }

  /** @param {unknown} options */
  async createWritable(options = undefined) {
    const { path } = entryOf(this, "file");
    return openWritable(path, flag(options, "keepExistingData", "Failed to execute 'createWritable' on 'FileSystemFileHandle'"));
  }
}

export class FileSystemDirectoryHandle extends FileSystemHandle {
  /** @param {unknown} name @param {unknown} options */
  async getFileHandle(name, options = undefined) {
    const { path, given } = entry(this, "getFileHandle", arguments.length, name, options, "create");
    await (given ? changing(() => findOrMakeFile(path)) : findFile(path));
    return makeHandle("file", path);
  }

  /** @param {unknown} name @param {unknown} options */
  async getDirectoryHandle(name, options = undefined) {
    const { path, given } = entry(this, "getDirectoryHandle", arguments.length, name, options, "create");
    await (given ? changing(() => findOrMakeDirectory(path)) : findDirectory(path));
    return makeHandle("directory", path);
  }

  /** @param {unknown} name @param {unknown} options */
  async removeEntry(name, options = undefined) {
    const { path, given } = entry(this, "removeEntry", arguments.length, name, options, "recursive");
    await changing(() => remove(path, given));
  }

  /** @param {unknown} possibleDescendant */
  async resolve(possibleDescendant) {
    const { path } = entryOf(this, "directory");
    webidl.requiredArguments(arguments.length, 1, "Failed to execute 'resolve' on 'FileSystemDirectoryHandle'");
    return namesBetween(path, entryOf(possibleDescendant).path);
  }

  entries() {
    const { path } = entryOf(this, "directory");
    return iterate(path, true, async (name, entryPath, kind) => [name, makeHandle(await kind, entryPath)]);
  }

  keys() {
    return iterate(entryOf(this, "directory").path, false, async (name) => name);
  }

  values() {
    const { path } = entryOf(this, "directory");
    return iterate(path, true, async (_, entryPath, kind) => makeHandle(await kind, entryPath));
  }
}

webidl.configureInterface(FileSystemHandle);
webidl.configureInterface(FileSystemFileHandle);
webidl.configureInterface(FileSystemDirectoryHandle);
ObjectDefineProperty(FileSystemDirectoryHandle.prototype, SymbolAsyncIterator, {
  __proto__: null,
  value: FileSystemDirectoryHandle.prototype.entries,
  writable: true,
  enumerable: false,
  configurable: true,
});

/**
 * The arguments of a method that looks an entry up.
 * @param {unknown} directory
 * @param {string} method
 * @param {number} count of arguments
 * @param {unknown} name
 * @param {unknown} options
 * @param {string} option
 */
function entry(directory, method, count, name, options, option) {
  const { path } = entryOf(directory, "directory");
  const prefix = `Failed to execute '${method}' on 'FileSystemDirectoryHandle'`;
  webidl.requiredArguments(count, 1, prefix);
  const text = webidl.converters.USVString(name, prefix, "Argument 1");
  const given = flag(options, option, prefix);
  checkName(text);
  return { path: child(path, text), given };
}

/** @param {any} options @param {string} name @param {string} prefix */
function flag(options, name, prefix) {
  if (options === undefined || options === null) return false;
  if (webidl.type(options) !== "Object") throw new TypeError(`${prefix}: the options are no object`);
  return !!options[name];
}

/**
 * A handle of a directory of the host. Nobody checks that it exists.
 * @param {unknown} path
 * @returns {Promise<FileSystemDirectoryHandle>}
 */
export async function getDirectory(path) {
  const prefix = "Failed to execute 'getDirectory'";
  webidl.requiredArguments(arguments.length, 1, prefix);
  return makeHandle("directory", directoryPath(webidl.converters.USVString(path, prefix, "Argument 1")));
}
