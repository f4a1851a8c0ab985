// `WebAssembly.compileStreaming` and `instantiateStreaming`, which take the bytes as a whole (WebAssembly Web API).
// V8's own ones end the process unless the embedder takes part in them.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
const {
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ObjectPrototypeIsPrototypeOf,
  StringPrototypeToLowerCase,
  StringPrototypeTrim,
  TypeError,
  uncurryThis,
} = primordials;
const { Headers } = core.loadExtScript("ext:deno_fetch/20_headers.js");
const { ResponsePrototype } = core.loadExtScript("ext:deno_fetch/23_response.js");

const getHeader = uncurryThis(Headers.prototype.get);
const headersOf = uncurryThis(ObjectGetOwnPropertyDescriptor(ResponsePrototype, "headers").get);
const isOk = uncurryThis(ObjectGetOwnPropertyDescriptor(ResponsePrototype, "ok").get);

/**
 * Replaces the functions. Runs at the start of each isolate: there is no WebAssembly while snapshots are made.
 * @param {any} webAssembly
 */
export function replaceStreaming(webAssembly) {
  const { compile, instantiate } = webAssembly;
  const bytesOf = uncurryThis(ResponsePrototype.arrayBuffer);

  /** @param {unknown} source a Response, or a promise of one */
  async function bytes(source) {
    const response = await source;
    if (!ObjectPrototypeIsPrototypeOf(ResponsePrototype, response)) throw new TypeError("The source is no Response");
    const type = getHeader(headersOf(response), "content-type") ?? "";
    if (StringPrototypeToLowerCase(StringPrototypeTrim(type)) !== "application/wasm") {
      throw new TypeError(`The content type is not application/wasm: ${type}`);
    }
    if (!isOk(response)) throw new TypeError("The response is not ok");
    return bytesOf(response);
  }

  define("compileStreaming", {
    /** @param {unknown} source @param {unknown} options */
    async compileStreaming(source, options = undefined) {
      return compile(await bytes(source), options);
    },
  }.compileStreaming);
  define("instantiateStreaming", {
    /** @param {unknown} source @param {unknown} imports @param {unknown} options */
    async instantiateStreaming(source, imports = undefined, options = undefined) {
      return instantiate(await bytes(source), imports, options);
    },
  }.instantiateStreaming);

  /** @param {string} name @param {Function} value */
  function define(name, value) {
    ObjectDefineProperty(webAssembly, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
  }
}
