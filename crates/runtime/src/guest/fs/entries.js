// Lookups and changes of directory entries: which of the host's operations they take (runtime.md 10.6).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { call, callRaw, has, readdir, stat } from "ext:isolate/fs/calls.js";
import { isUnanswered, notEmpty, notFound, translate, typeMismatch } from "ext:isolate/fs/errors.js";
import { child } from "ext:isolate/fs/paths.js";
const { String, Uint8Array } = primordials;

/** Deepest tree that is removed entry by entry. */
const MAX_DEPTH = 100;

/**
 * What is at a path; undefined if nothing is, or if the host does not say why it cannot tell. One that gives no answer at all
 * must not count as having nothing there: a file would be made anew.
 * @param {string} path
 */
async function look(path) {
  try {
    return await stat(path);
  } catch (error) {
    if (/** @type {any} */ (error)?.name === "NotAllowedError" || isUnanswered(error)) throw error;
    return undefined;
  }
}

/** @param {string} path */
export async function findFile(path) {
  if (!has("stat")) return;
  const found = await look(path);
  if (found === undefined) throw notFound(`File not found: ${path}`);
  if (!found.isFile) throw typeMismatch(`Not a file: ${path}`);
}

/** @param {string} path */
export async function findOrMakeFile(path) {
  if (has("stat")) {
    const found = await look(path);
    if (found?.isDirectory) throw typeMismatch(`Not a file: ${path}`);
    if (found !== undefined) return;
  }
  const empty = new Uint8Array(0);
  try {
    // The first of them leaves alone what is there, should it have been overlooked.
    if (has("writeAt")) await callRaw("writeAt", [path, 0, empty]);
    else if (has("writeFile")) await callRaw("writeFile", [path, empty]);
  } catch (failure) {
    const { error, named } = translate(failure);
    throw named ? error : notFound(String(/** @type {any} */ (error)?.message));
  }
}

/** @param {string} path */
export async function findDirectory(path) {
  if (!has("stat")) return;
  const found = await look(path);
  if (found === undefined) throw notFound(`Directory not found: ${path}`);
  if (!found.isDirectory) throw typeMismatch(`Not a directory: ${path}`);
}

/** @param {string} path */
export async function findOrMakeDirectory(path) {
  if (!has("mkdir")) return;
  try {
    await callRaw("mkdir", [path, { __proto__: null, recursive: true }]);
  } catch (failure) {
    const found = has("stat") ? await look(path) : undefined;
    if (found?.isDirectory) return;
    if (found?.isFile) throw typeMismatch(`Not a directory: ${path}`);
    // Hosts whose directories are only names may refuse in some way of their own; what is refused by name is.
    const { error, named } = translate(failure);
    if (named) throw error;
  }
}

/** @param {string} path @returns {Promise<"file" | "directory">} */
export async function kindOf(path) {
  if (!has("stat")) return "file";
  try {
    return (await stat(path)).isDirectory ? "directory" : "file";
  } catch {
    return "file";
  }
}

/**
 * @param {string} path
 * @param {boolean} recursive
 */
export async function remove(path, recursive) {
  let directory = false;
  if (has("stat")) {
    const found = await look(path);
    if (found === undefined) throw notFound(`Entry not found: ${path}`);
    directory = found.isDirectory;
  }
  if (!directory) await call("unlink", [path]);
  else if (!recursive) await removeDirectory(path);
  else if (has("removeTree")) await call("removeTree", [path]);
  else await removeTree(path, 0);
}

/** @param {string} path */
async function removeDirectory(path) {
  try {
    await callRaw("rmdir", [path]);
  } catch (failure) {
    const { error, named } = translate(failure);
    if (!named && (await isFull(path))) throw notEmpty(`Directory not empty: ${path}`);
    throw error;
  }
}

/** @param {string} path */
async function isFull(path) {
  if (!has("readdir")) return false;
  try {
    return (await readdir(path)).length > 0;
  } catch {
    return false;
  }
}

/**
 * @param {string} path
 * @param {number} depth
 */
async function removeTree(path, depth) {
  if (depth > MAX_DEPTH) throw notEmpty(`Directories are nested more than ${MAX_DEPTH} deep: ${path}`);
  if (has("readdir")) {
    const names = await readdir(path);
    for (let index = 0; index < names.length; index++) {
      const entry = child(path, names[index]);
      if ((await kindOf(entry)) === "directory") await removeTree(entry, depth + 1);
      else await call("unlink", [entry]);
    }
  }
  await call("rmdir", [path]);
}
