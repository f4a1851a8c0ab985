// A guest that replaces every built-in method it can reach, and uses the platform: the machinery neither calls what was put
// there with its own objects, nor breaks.
const caught = new Set();
const inspect = (value, where) => {
  if (typeof value === "function" && /^op_/.test(value.name)) caught.add(`${where} was handed ${value.name}`);
  if (typeof value === "object" && value !== null) {
    for (const key of ["ops", "core", "internals", "primordials", "opNames"]) {
      if (value === Object.prototype) continue;
      if (Object.prototype.hasOwnProperty.call(value, key)) caught.add(`${where} was handed an object with ${key}`);
    }
  }
};
const { apply, ownKeys, getOwnPropertyDescriptor } = Reflect;
const restore = [];
let depth = 0;
for (const [name, object] of Object.entries({
  Function: Function.prototype, Array: Array.prototype, Promise: Promise.prototype, Map: Map.prototype, Set: Set.prototype,
  WeakMap: WeakMap.prototype, String: String.prototype, RegExp: RegExp.prototype, Uint8Array: Object.getPrototypeOf(Uint8Array.prototype),
  Object, Reflect, ArrayBuffer: ArrayBuffer.prototype, Number, JSON, Symbol, Date: Date.prototype, promise: Promise,
})) {
  for (const key of ownKeys(object)) {
    const descriptor = getOwnPropertyDescriptor(object, key);
    if (typeof descriptor.value !== "function" || !descriptor.configurable || key === "constructor") continue;
    const original = descriptor.value;
    const spy = function (...args) {
      if (depth === 0) {
        depth++;
        inspect(this, `${name}.${String(key)}`);
        for (let i = 0; i < args.length; i++) inspect(args[i], `${name}.${String(key)}`);
        depth--;
      }
      return apply(original, this, args);
    };
    restore.push(() => Object.defineProperty(object, key, descriptor));
    Object.defineProperty(object, key, { ...descriptor, value: spy });
  }
}
for (const key of ["resolve", "signal", "type", "body", "then_", "value_", "kind", "brand"]) {
  Object.defineProperty(Object.prototype, key, {
    configurable: true,
    get() { if (depth === 0) { depth++; inspect(this, `get ${key}`); depth--; } return undefined; },
    set(value) { inspect(this, `set ${key}`); inspect(value, `set ${key}`); Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true }); },
  });
  restore.push(() => delete Object.prototype[key]);
}
let error;
const results = [];
try {
  results.push(new URL("/b?x=1#y", "http://a/").href);
  results.push(await new Response(new Blob(["ab", new Uint8Array([99])]).stream()).text());
  results.push(Buffer.from("hello").toString("base64"));
  results.push((await crypto.subtle.digest("SHA-1", new Uint8Array([1]))).byteLength);
  results.push(structuredClone(new Map([[1, { a: 2 }]])).get(1).a);
  results.push(await new Response(new Response("zip").body.pipeThrough(new CompressionStream("gzip")).pipeThrough(new DecompressionStream("gzip"))).text());
  results.push(new Headers({ B: "1", a: "2" }).get("b"));
  results.push(new TextDecoder().decode(new TextEncoder().encode("ä")));
  const target = new EventTarget();
  target.addEventListener("x", () => results.push("event"));
  target.dispatchEvent(new Event("x"));
  await new Promise((resolve) => setTimeout(resolve, 1));
  console.log({ a: [1, new Map([[1, 2]])] });
  results.push(path.join("a", "..", "b"));
} catch (caughtError) {
  error = caughtError;
}
for (const undo of restore) undo();
if (error) fail("the platform broke", String(error.stack));
same(results, ["http://a/b?x=1#y", "abc", "aGVsbG8=", 20, 2, "zip", "1", "ä", "event", "b"]);
for (const text of caught) fail("a spy", text);
