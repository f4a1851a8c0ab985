// runtime.md 1.1: web globals are ordinary properties that guests may overwrite, with the shapes of Web IDL.
const language = new Set(("Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date " +
  "Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError globalThis JSON Math " +
  "Intl ArrayBuffer Atomics Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float16Array Float32Array " +
  "Float64Array Uint8ClampedArray BigUint64Array BigInt64Array DataView Map BigInt Set Iterator WeakMap WeakSet WeakRef Proxy " +
  "Reflect FinalizationRegistry decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN " +
  "SharedArrayBuffer WebAssembly Temporal SuppressedError DisposableStack AsyncDisposableStack").split(" "));
const mine = new Set(["show", "fail", "ok", "is", "same", "throws", "rejects", "soon", "sleep", "verdict"]);

for (const name of Object.getOwnPropertyNames(globalThis)) {
  if (language.has(name) || mine.has(name)) continue;
  const { writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(globalThis, name);
  same({ writable, enumerable, configurable }, { writable: true, enumerable: true, configurable: true }, name);
}

for (const name of Object.getOwnPropertyNames(globalThis)) {
  if (mine.has(name)) continue;
  const value = globalThis[name];
  if (typeof value !== "function" || !/^[A-Z]/.test(name)) continue;
  // The one alias (runtime.md 6.7).
  is(value.name, name === "HostBackedReadableStream" ? "ReadableStream" : name, `the name of ${name}`);
  const prototype = Object.getOwnPropertyDescriptor(value, "prototype");
  if (prototype === undefined) continue;
  is(prototype.writable, false, `${name}.prototype is writable`);
  is(value.prototype.constructor, value, `${name}.prototype.constructor`);
}

for (const name of ["setTimeout", "setInterval", "clearTimeout", "clearInterval", "atob", "btoa", "structuredClone", "queueMicrotask"]) {
  is(globalThis[name].name, name);
  throws(() => new globalThis[name](), "TypeError", undefined, `new ${name}()`);
}

ok(globalThis instanceof Object, "the global object is an object");
for (let object = Object.getPrototypeOf(globalThis); object !== Object.prototype; object = Object.getPrototypeOf(object)) {
  same(Reflect.ownKeys(object), [], "what the global object inherits");
}
is(typeof eval("1 + 1"), "number");
is(new Function("return 7")(), 7, "code from strings is allowed");
is((0, eval)("this"), globalThis);
is(typeof WebAssembly.Module, "function");
is(typeof SharedArrayBuffer, "function");
is(new Intl.NumberFormat("de-DE").format(1234.5), "1.234,5", "Intl has its data");
is(new Date(0).toLocaleDateString("en-US", { timeZone: "UTC" }), "1/1/1970");

globalThis.atob = 5;
is(atob, 5, "globals can be overwritten");
delete globalThis.btoa;
is(typeof btoa, "undefined", "globals can be deleted");
