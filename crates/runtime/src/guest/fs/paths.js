// Paths and names of the virtual file system (runtime.md 10.1 and 10.2).
// @ts-check
import { primordials } from "ext:core/mod.js";
const {
  RegExpPrototypeSymbolReplace,
  SafeRegExp,
  StringPrototypeIncludes,
  StringPrototypeLastIndexOf,
  StringPrototypeSlice,
  StringPrototypeSplit,
  StringPrototypeStartsWith,
  TypeError,
} = primordials;

const SLASHES = new SafeRegExp(/\/+/g);

/**
 * The path of a directory that the guest asked for: without trailing or doubled slashes, otherwise as written.
 * @param {string} path
 */
export function directoryPath(path) {
  if (StringPrototypeIncludes(path, "\0")) throw new TypeError("A path must not contain NUL");
  const single = RegExpPrototypeSymbolReplace(SLASHES, path, "/");
  if (single === "" || single === "/") return "/";
  const last = single.length - 1;
  return single[last] === "/" ? StringPrototypeSlice(single, 0, last) : single;
}

/** @param {string} directory @param {string} name which has been checked */
export function child(directory, name) {
  return directory === "/" ? `/${name}` : `${directory}/${name}`;
}

/** The last segment, empty for the root. @param {string} path */
export function nameOf(path) {
  return StringPrototypeSlice(path, StringPrototypeLastIndexOf(path, "/") + 1);
}

/** Whether a name is one of an entry in its directory, and of nothing else. @param {string} name */
export function isName(name) {
  return name !== "" && name !== "." && name !== ".." && !StringPrototypeIncludes(name, "/") && !StringPrototypeIncludes(name, "\0");
}

/** @param {string} name @throws {TypeError} if it is no name */
export function checkName(name) {
  if (!isName(name)) throw new TypeError(`Name is not allowed: ${name}`);
}

/**
 * The names that lead from a directory to a path below it, or null.
 * @param {string} directory
 * @param {string} path
 * @returns {string[] | null}
 */
export function namesBetween(directory, path) {
  if (directory === path) return [];
  const prefix = child(directory, "");
  if (!StringPrototypeStartsWith(path, prefix)) return null;
  return StringPrototypeSplit(StringPrototypeSlice(path, prefix.length), "/");
}
