// Stands in for `ext:core/mod.js` under Node: deno_core's own primordials, and its type checks from `node:util`.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { types } from "node:util";
import vm from "node:vm";

/** The folder of the locked deno_core's sources in cargo's registry. */
function denoCore() {
  const lock = readFileSync(new URL("../../../../Cargo.lock", import.meta.url), "utf8");
  const version = /name = "deno_core"\nversion = "(.*)"/.exec(lock)?.[1];
  const sources = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry", "src");
  const registries = existsSync(sources) ? readdirSync(sources) : [];
  const found = registries.map((each) => join(sources, each, `deno_core-${version}`)).find(existsSync);
  if (found === undefined) throw new Error(`deno_core ${version} is not under ${sources}: run \`cargo fetch\` first`);
  return found;
}

vm.runInThisContext(readFileSync(join(denoCore(), "00_primordials.js"), "utf8"), { filename: "00_primordials.js" });
export const { primordials } = globalThis.__bootstrap;
delete globalThis.__bootstrap;

export const internals = {};

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const { apply } = Reflect;
const { latin1Slice } = Buffer.prototype;

export const core = {
  byteLength: (text) => Buffer.byteLength(text),
  decode: (bytes) => decoder.decode(bytes),
  encode: (text) => encoder.encode(text),
  encodeBinaryString: (bytes) => apply(latin1Slice, bytes, []),
  isAnyArrayBuffer: types.isAnyArrayBuffer,
  isArrayBuffer: types.isArrayBuffer,
  isAsyncFunction: types.isAsyncFunction,
  isDataView: types.isDataView,
  isDate: types.isDate,
  isGeneratorFunction: types.isGeneratorFunction,
  isMap: types.isMap,
  isPromise: types.isPromise,
  isRegExp: types.isRegExp,
  isSet: types.isSet,
  isSharedArrayBuffer: types.isSharedArrayBuffer,
  isStringObject: types.isStringObject,
  isTypedArray: types.isTypedArray,
  isWeakMap: types.isWeakMap,
  isWeakSet: types.isWeakSet,
};
