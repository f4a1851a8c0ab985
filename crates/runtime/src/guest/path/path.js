// The global `path` (spec 19): Node's `path.posix`, with relative paths based on the runtime's `cwd` option.
// @ts-check
import { primordials } from "ext:core/mod.js";

const {
  StringPrototypeEndsWith,
  StringPrototypeIndexOf,
  StringPrototypeLastIndexOf,
  StringPrototypeSlice,
  StringPrototypeStartsWith,
  TypeError,
} = primordials;

/** @typedef {{ root: string, dir: string, base: string, ext: string, name: string }} ParsedPath */

let cwd = "/";

/**
 * Sets the directory that `resolve` and `relative` start from. Called once, when the runtime is made.
 * @param {string} directory one that is not absolute counts from the root
 */
export function setCwd(directory) {
  cwd = `/${collapse(directory, true)}`;
}

/** The global `path`. */
export const path = {
  sep: "/",
  delimiter: ":",

  /** @param {string[]} parts */
  resolve(...parts) {
    let joined = "";
    for (let i = parts.length - 1; i >= 0 && !isAbsolute(joined); i--) {
      checkPath(parts[i]);
      if (parts[i] !== "") joined = joined === "" ? parts[i] : `${parts[i]}/${joined}`;
    }
    if (!isAbsolute(joined)) joined = `${cwd}/${joined}`;
    return `/${collapse(joined, true)}`;
  },

  /** @param {string} of */
  normalize(of) {
    checkPath(of);
    if (of === "") return ".";
    const absolute = isAbsolute(of);
    let result = collapse(of, absolute);
    if (result === "" && !absolute) result = ".";
    if (result !== "" && StringPrototypeEndsWith(of, "/")) result += "/";
    return absolute ? `/${result}` : result;
  },

  /** @param {string} of */
  isAbsolute(of) {
    checkPath(of);
    return StringPrototypeStartsWith(of, "/");
  },

  /** @param {string[]} parts */
  join(...parts) {
    let joined = "";
    for (let i = 0; i < parts.length; i++) {
      checkPath(parts[i]);
      if (parts[i] !== "") joined = joined === "" ? parts[i] : `${joined}/${parts[i]}`;
    }
    return normalize(joined);
  },

  /**
   * @param {string} from
   * @param {string} to
   */
  relative(from, to) {
    checkPath(from);
    checkPath(to);
    const source = StringPrototypeSlice(resolve(from), 1);
    const target = StringPrototypeSlice(resolve(to), 1);
    if (source === target) return "";
    const common = commonSegments(source, target);
    let up = "";
    for (let at = common; at < source.length; at = segmentEnd(source, at) + 1) up += up === "" ? ".." : "/..";
    const down = StringPrototypeSlice(target, common);
    return up === "" || down === "" ? up + down : `${up}/${down}`;
  },

  /** @param {string} of */
  dirname(of) {
    checkPath(of);
    if (of === "") return ".";
    const start = baseStart(of, trimmedEnd(of));
    if (start === 0) return isAbsolute(of) ? "/" : ".";
    // Only the one slash before the name goes; a root of two slashes stays, as in Node.
    if (start === 1) return "/";
    return start === 2 && isAbsolute(of) ? "//" : StringPrototypeSlice(of, 0, start - 1);
  },

  /**
   * @param {string} of
   * @param {string} [ext] ending to leave out, unless it is the whole name
   */
  basename(of, ext) {
    if (ext !== undefined && typeof ext !== "string") throw new TypeError("ext must be a string");
    checkPath(of);
    if (of === ext) return "";
    const end = trimmedEnd(of);
    const name = StringPrototypeSlice(of, baseStart(of, end), end);
    if (ext === undefined || name === ext || !StringPrototypeEndsWith(name, ext)) return name;
    return StringPrototypeSlice(name, 0, name.length - ext.length);
  },

  /** @param {string} of */
  extname(of) {
    checkPath(of);
    const name = basename(of);
    const dot = StringPrototypeLastIndexOf(name, ".");
    return dot <= 0 || name === ".." ? "" : StringPrototypeSlice(name, dot);
  },

  /** @param {Partial<ParsedPath>} parsed */
  format(parsed) {
    if (parsed === null || typeof parsed !== "object") {
      throw new TypeError(`Parameter 'pathObject' must be an object, not ${typeof parsed}`);
    }
    const ext = parsed.ext ? `${parsed.ext[0] === "." ? "" : "."}${parsed.ext}` : "";
    const base = parsed.base || `${parsed.name || ""}${ext}`;
    const dir = parsed.dir || parsed.root;
    if (!dir) return base;
    return dir === parsed.root ? `${dir}${base}` : `${dir}/${base}`;
  },

  /**
   * @param {string} of
   * @returns {ParsedPath}
   */
  parse(of) {
    checkPath(of);
    const root = isAbsolute(of) ? "/" : "";
    const end = trimmedEnd(of);
    const start = baseStart(of, end);
    const base = StringPrototypeSlice(of, start, end);
    const ext = extname(base);
    const name = StringPrototypeSlice(base, 0, base.length - ext.length);
    const dir = start > 1 ? StringPrototypeSlice(of, 0, start - 1) : root;
    return { root, dir, base, ext, name };
  },

  /** @type {any} */
  posix: null,
};

path.posix = path;

const { basename, extname, isAbsolute, normalize, resolve } = path;

/** @param {unknown} value */
function checkPath(value) {
  if (typeof value !== "string") throw new TypeError(`Path must be a string. Received ${typeof value}`);
}

/**
 * The segments of a path without `.`, empty ones and what `..` takes back, joined by slashes.
 * @param {string} text
 * @param {boolean} absolute whether `..` at the start stays at the root
 */
function collapse(text, absolute) {
  let kept = "";
  for (let at = 0; at < text.length; ) {
    const end = segmentEnd(text, at);
    const segment = StringPrototypeSlice(text, at, end);
    at = end + 1;
    if (segment === "" || segment === ".") continue;
    if (segment === "..") {
      if (kept !== "" && kept !== ".." && !StringPrototypeEndsWith(kept, "/..")) {
        const slash = StringPrototypeLastIndexOf(kept, "/");
        kept = slash === -1 ? "" : StringPrototypeSlice(kept, 0, slash);
        continue;
      }
      if (absolute) continue;
    }
    kept = kept === "" ? segment : `${kept}/${segment}`;
  }
  return kept;
}

/**
 * Where the segment that starts at `at` ends.
 * @param {string} text
 * @param {number} at
 * @returns {number}
 */
function segmentEnd(text, at) {
  const slash = StringPrototypeIndexOf(text, "/", at);
  return slash === -1 ? text.length : slash;
}

/**
 * Length of the leading segments two paths share, with the slash after them.
 * @param {string} a
 * @param {string} b
 */
function commonSegments(a, b) {
  let at = 0;
  while (at < a.length && at < b.length) {
    const end = segmentEnd(a, at);
    if (end !== segmentEnd(b, at) || StringPrototypeSlice(a, at, end) !== StringPrototypeSlice(b, at, end)) break;
    at = end + 1;
  }
  return at;
}

/**
 * The length of a path without its trailing slashes.
 * @param {string} text
 */
function trimmedEnd(text) {
  let end = text.length;
  while (end > 0 && text[end - 1] === "/") end--;
  return end;
}

/**
 * Where the last segment before `end` starts.
 * @param {string} text
 * @param {number} end
 * @returns {number}
 */
function baseStart(text, end) {
  return end === 0 ? 0 : StringPrototypeLastIndexOf(text, "/", end - 1) + 1;
}
