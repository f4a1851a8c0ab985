// structuredClone (HTML; runtime.md 17.4).
import { bytes, check, collect, diverges, each, is, ok, same, streamOf, throws } from "./harness.js";

each("a primitive", [
  [undefined], [null], [true], [false], [0], [-0], [1.5], [NaN], [Infinity], [-Infinity], [1n], [-(2n ** 100n)], [""], ["text"], ["ä😀"], ["\ud800"], ["a\0b"],
], (value) => {
  is(structuredClone(value), value);
  is(structuredClone({ value }).value, value);
});

each("a boxed primitive", [[Object(true)], [Object(false)], [Object(-0)], [Object("text")], [Object(2n ** 70n)], [Object(NaN)]], (value) => {
  const clone = structuredClone(value);
  ok(clone !== value && typeof clone === "object");
  is(Object.getPrototypeOf(clone), Object.getPrototypeOf(value));
  is(clone.valueOf(), value.valueOf());
});

check("a date, also one that is none", () => {
  const date = new Date(-1);
  date.extra = 1;
  const clone = structuredClone(date);
  ok(clone instanceof Date && clone !== date);
  same([clone.getTime(), clone.extra, structuredClone(new Date(NaN)).getTime()], [-1, undefined, NaN]);
});

check("a regular expression, without its place", () => {
  const expression = /a(b)/gimsuy;
  expression.lastIndex = 3;
  const clone = structuredClone(expression);
  same([clone.source, clone.flags, clone.lastIndex], ["a(b)", "gimsuy", 0]);
});

check("an array: holes, other properties, length", () => {
  const array = [1, , 3];
  array.extra = { a: 1 };
  const clone = structuredClone(array);
  ok(Array.isArray(clone));
  same([clone.length, 1 in clone, clone.extra], [3, false, { a: 1 }]);
  const long = [];
  long.length = 1000;
  is(structuredClone(long).length, 1000);
});

check("an object: own, enumerable, string keys, in order", () => {
  const object = Object.create({ inherited: 1 }, { hidden: { value: 1, enumerable: false }, shown: { value: 2, enumerable: true } });
  object[Symbol("s")] = 3;
  object.b = 1;
  object.a = 2;
  object[1] = 3;
  const clone = structuredClone(object);
  same(Reflect.ownKeys(clone), ["1", "shown", "b", "a"]);
  is(Object.getPrototypeOf(clone), Object.prototype);
  same(Object.getOwnPropertyDescriptor(clone, "shown"), { value: 2, writable: true, enumerable: true, configurable: true });
});

check("getters are read once, setters and frozenness are lost", () => {
  let reads = 0;
  const clone = structuredClone(Object.freeze({ get a() { return ++reads; }, set b(_) {} }));
  same([clone, reads, Object.isFrozen(clone)], [{ a: 1, b: undefined }, 1, false]);
});

check("the key __proto__ is a key", () => {
  const clone = structuredClone(JSON.parse('{"__proto__":{"a":1}}'));
  same([Object.keys(clone), Object.getPrototypeOf(clone) === Object.prototype], [["__proto__"], true]);
});

check("a class becomes a plain object, without private parts and methods", () => {
  class Own { #private = 1; shown = 2; method() {} }
  const clone = structuredClone(new Own());
  same([Object.keys(clone), clone.constructor === Object], [["shown"], true]);
  is(structuredClone(Object.create(null)).constructor, Object);
});

check("a subclass of a built-in class becomes the built-in one", () => {
  class OwnMap extends Map {}
  class OwnArray extends Array {}
  same([structuredClone(new OwnMap([[1, 2]])).constructor === Map, structuredClone(OwnArray.of(1)).constructor === Array], [true, true]);
});

check("maps and sets: content at the time, in order, without other properties", () => {
  const key = {};
  const map = new Map([[key, 1], ["b", key], [NaN, 3]]);
  map.extra = 1;
  const clone = structuredClone(map);
  const [[first], [, second]] = clone;
  ok(first !== key && first === second, "identity within");
  same([clone.size, clone.get(NaN), clone.extra], [3, 3, undefined]);
  same([...structuredClone(new Set([3, "a", null]))], [3, "a", null]);
});

check("a map that is changed by a getter while it is read", () => {
  const map = new Map();
  map.set("a", { get x() { map.set("c", 1); return 1; } });
  map.set("b", 2);
  same([...structuredClone(map).keys()], ["a", "b"]);
});

check("cycles and shared parts", () => {
  const shared = {};
  const value = { list: [shared], shared, map: new Map() };
  value.self = value;
  value.map.set(value, value.map);
  const clone = structuredClone(value);
  ok(clone !== value && clone.self === clone && clone.list[0] === clone.shared && clone.map.get(clone) === clone.map);
});

check("very deep", () => {
  let deep = {};
  for (let count = 0; count < 1000; count++) deep = { deep };
  let clone = structuredClone(deep);
  let depth = 0;
  while (clone.deep) { clone = clone.deep; depth++; }
  is(depth, 1000);
});

check("too deep fails with a RangeError", () => {
  let deep = [];
  for (let count = 0; count < 200_000; count++) deep = [deep];
  throws(RangeError, () => structuredClone(deep));
});

// Bytes.

check("buffers are copied", () => {
  const buffer = bytes(1, 2, 3).buffer;
  const clone = structuredClone(buffer);
  ok(clone !== buffer && clone instanceof ArrayBuffer);
  new Uint8Array(buffer)[0] = 9;
  same(clone, bytes(1, 2, 3).buffer);
});

check("a resizable buffer stays resizable", () => {
  const buffer = new ArrayBuffer(2, { maxByteLength: 8 });
  const clone = structuredClone(buffer);
  same([clone.resizable, clone.byteLength, clone.maxByteLength], [true, 2, 8]);
  clone.resize(8);
});

each("views", [
  [Int8Array], [Uint8Array], [Uint8ClampedArray], [Int16Array], [Uint16Array], [Int32Array], [Uint32Array], [Float32Array], [Float64Array],
], (Class) => {
  const view = new Class([1, 2, 3]).subarray(1);
  const clone = structuredClone(view);
  same([clone.constructor === Class, [...clone], clone.byteOffset, clone.buffer.byteLength], [true, [2, 3], Class.BYTES_PER_ELEMENT, 3 * Class.BYTES_PER_ELEMENT]);
});

check("views of big integers, half floats, DataView", () => {
  same([...structuredClone(new BigInt64Array([-1n, 2n]))], [-1n, 2n]);
  same([...structuredClone(new BigUint64Array([2n ** 63n]))], [2n ** 63n]);
  if (typeof Float16Array === "function") same([...structuredClone(new Float16Array([1.5]))], [1.5]);
  const view = structuredClone(new DataView(bytes(1, 2, 3).buffer, 1));
  same([view.constructor === DataView, view.byteOffset, view.byteLength, view.getUint8(0)], [true, 1, 2, 2]);
});

check("views of one buffer share the clone of it", () => {
  const { buffer } = bytes(1, 2, 3, 4);
  const [first, second, whole] = structuredClone([new Uint8Array(buffer, 0, 2), new Uint8Array(buffer, 1), buffer]);
  ok(first.buffer === second.buffer && first.buffer === whole);
  first[1] = 9;
  is(second[0], 9);
});

check("detached buffers cannot be cloned", () => {
  const view = bytes(1);
  structuredClone(view.buffer, { transfer: [view.buffer] });
  throws("DataCloneError", () => structuredClone(view.buffer));
  throws("DataCloneError", () => structuredClone(view));
});

check("shared memory stays shared", () => {
  const shared = new SharedArrayBuffer(2);
  const clone = structuredClone({ view: new Uint8Array(shared, 1) }).view;
  ok(clone.buffer instanceof SharedArrayBuffer && clone.buffer !== shared);
  new Uint8Array(shared)[1] = 7;
  is(clone[0], 7);
  throws("DataCloneError", () => structuredClone(1, { transfer: [shared] }));
});

check("a module of WebAssembly", () => {
  const module = new WebAssembly.Module(bytes(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  const clone = structuredClone({ module }).module;
  ok(clone instanceof WebAssembly.Module && clone !== module);
  throws("DataCloneError", () => structuredClone(new WebAssembly.Memory({ initial: 1 })));
});

// Errors.

each("an error", [[Error], [EvalError], [RangeError], [ReferenceError], [SyntaxError], [TypeError], [URIError]], (Class) => {
  const error = new Class("message", { cause: { a: 1 } });
  const clone = structuredClone(error);
  ok(clone !== error && clone instanceof Error);
  same([Object.getPrototypeOf(clone) === Class.prototype, clone.name, clone.message, clone.cause, clone.stack === error.stack], [true, Class.name, "message", { a: 1 }, true]);
  same(Object.getOwnPropertyDescriptor(clone, "message").enumerable, false);
});

check("errors: names of one's own, missing messages, other properties", () => {
  const named = new Error("m");
  named.name = "Own";
  named.extra = 1;
  const clone = structuredClone(named);
  same([clone.name, clone.extra, Object.getPrototypeOf(clone) === Error.prototype], ["Error", undefined, true]);
  is(Object.hasOwn(structuredClone(new Error()), "message"), false);
  class Own extends RangeError {}
  is(structuredClone(new Own("m")).constructor, RangeError);
  const range = new Error("m");
  range.name = "RangeError";
  ok(structuredClone(range) instanceof RangeError, "the class is chosen by name");
});

check("DOMException", () => {
  const error = new DOMException("m", "AbortError");
  const clone = structuredClone(error);
  ok(clone !== error && clone instanceof DOMException);
  same([clone.name, clone.message, clone.code], ["AbortError", "m", 20]);
});

// Platform objects.

check("Blob and File", async () => {
  const blob = structuredClone(new Blob(["x"], { type: "t/y" }));
  same([blob.constructor, blob.type, await blob.text()], [Blob, "t/y", "x"]);
  const file = structuredClone({ file: new File(["y"], "n", { type: "t/y", lastModified: 5 }) }).file;
  same([file.constructor, file.name, file.type, file.lastModified, await file.text()], [File, "n", "t/y", 5, "y"]);
});

diverges("clone-crypto-key", "a CryptoKey cannot be cloned", async () => {
  const key = await crypto.subtle.importKey("raw", bytes(1, 2), { name: "HMAC", hash: "SHA-256" }, true, ["sign"]);
  throws("DataCloneError", () => structuredClone(key));
  throws("DataCloneError", () => structuredClone([key]));
});

// What cannot be cloned.

each("is not cloned", [
  ["a function", () => {}], ["a class", class {}], ["a symbol", Symbol("s")], ["a boxed symbol", Object(Symbol("s"))], ["a WeakMap", new WeakMap()], ["a WeakSet", new WeakSet()],
  ["a WeakRef", new WeakRef({})], ["a promise", Promise.resolve()], ["a proxy", new Proxy({}, {})], ["a generator", (function* () {})()], ["a proxy of a function", new Proxy(() => {}, {})],
  ["an event", new Event("x")], ["an EventTarget", new EventTarget()], ["a signal", new AbortController().signal], ["Headers", new Headers()], ["a Request", new Request("http://h/")],
  ["a Response", new Response()], ["a URL", new URL("http://h/")], ["URLSearchParams", new URLSearchParams()], ["FormData", new FormData()], ["a stream", new ReadableStream()],
  ["a writable stream", new WritableStream()], ["a transform stream", new TransformStream()], ["a TextDecoder", new TextDecoder()],
  ["crypto", crypto], ["performance", performance], ["a URLPattern", new URLPattern({})], ["a subclass of one", new (class extends EventTarget {})()],
], (_, value) => {
  const error = throws("DataCloneError", () => structuredClone(value));
  is(error.code, 25);
  throws("DataCloneError", () => structuredClone({ deep: [value] }));
  throws("DataCloneError", () => structuredClone(new Map([[1, value]])));
});

check("the global object is not cloned", () => { throws("DataCloneError", () => structuredClone(globalThis)); });

check("what a getter throws is thrown", () => {
  const why = new Error("why");
  throws(why, () => structuredClone({ get a() { throw why; } }));
  const mine = new TypeError("mine");
  throws(mine, () => structuredClone({ get a() { throw mine; } }));
});

// Arguments and transfer.

check("arguments", () => {
  throws(TypeError, () => structuredClone());
  is(structuredClone(1, undefined), 1);
  is(structuredClone(1, {}), 1);
  is(structuredClone(1, null), 1);
  throws(TypeError, () => structuredClone(1, 1));
  throws(TypeError, () => structuredClone(1, { transfer: 1 }));
  throws(TypeError, () => structuredClone(1, { transfer: [1] }));
  throws(TypeError, () => structuredClone(1, { transfer: null }));
  is(structuredClone.length, 1);
});

check("a transferred buffer is moved", () => {
  const view = bytes(1, 2, 3);
  const clone = structuredClone(view, { transfer: [view.buffer] });
  same([clone, view.byteLength, view.buffer.byteLength], [bytes(1, 2, 3), 0, 0]);
  ok(view.buffer.detached ?? true);
});

check("a transfer list may be any iterable, and hold what is not in the value", () => {
  const { buffer } = bytes(1);
  is(structuredClone(5, { transfer: new Set([buffer]) }), 5);
  is(buffer.byteLength, 0);
});

check("a buffer that is transferred twice, or detached", () => {
  const { buffer } = bytes(1);
  throws("DataCloneError", () => structuredClone(buffer, { transfer: [buffer, buffer] }));
  is(buffer.byteLength, 1, "still there");
  structuredClone(buffer, { transfer: [buffer] });
  throws("DataCloneError", () => structuredClone(1, { transfer: [buffer] }));
});

each("is not transferred", [["an object", {}], ["a view", bytes(1)], ["a Blob", new Blob()], ["a function", () => {}]], (_, value) => {
  throws("DataCloneError", () => structuredClone(1, { transfer: [value] }));
});

check("when cloning fails nothing is moved", () => {
  const { buffer } = bytes(1);
  throws("DataCloneError", () => structuredClone({ buffer, bad: () => {} }, { transfer: [buffer] }));
  is(buffer.byteLength, 1);
});

check("a transferred buffer that a getter detaches meanwhile", () => {
  const { buffer } = bytes(1, 2, 3);
  const value = { view: new Uint8Array(buffer, 1), get late() { structuredClone(buffer, { transfer: [buffer] }); return 1; } };
  try { structuredClone(value, { transfer: [buffer] }); } catch (error) { ok(error instanceof DOMException || error instanceof Error); }
  is(buffer.byteLength, 0);
});

check("nobody can pretend to be an object of the platform", () => {
  const names = [Symbol.for("Deno.core.hostObject"), ...Reflect.ownKeys(Blob.prototype), ...Reflect.ownKeys(new DOMException("m")), ...Reflect.ownKeys(new Headers())];
  for (const name of new Set(names.filter((name) => typeof name === "symbol"))) {
    for (const lie of [() => ({ type: "none" }), () => ({}), () => 1, () => ({ type: "Blob", parts: [{ uuid: "x", size: 1 }], size: 2 ** 60 }), () => ({ type: {} }), 1, "Blob"]) {
      const object = Object.create({ [name]: lie });
      const clone = structuredClone({ object });
      same([Object.getPrototypeOf(clone.object) === Object.prototype, Reflect.ownKeys(clone.object).length], [true, 0]);
    }
  }
  const trap = Object.create(new Proxy({}, { has: () => true, get: () => () => ({ type: "none" }) }));
  same(Reflect.ownKeys(structuredClone(trap)), []);
});

check("nobody can pretend to be one towards the platform itself either", async () => {
  const lie = { [Symbol.for("Deno.core.hostObject")]: () => ({ type: "none" }) };
  same(performance.mark("lie", { detail: { lie } }).detail, { lie: {} });
  performance.clearMarks();
  const response = new Response(new ReadableStream({ start(controller) { controller.enqueue(lie); controller.close(); } }));
  const clone = response.clone();
  await Promise.allSettled([response.text(), clone.text()]);
  const [left, right] = new Response(streamOf(bytes(1))).clone().body.tee();
  same([await collect(left), await collect(right)], [[bytes(1)], [bytes(1)]]);
});

diverges("clone-streams", "streams cannot be transferred", async () => {
  const stream = streamOf(1);
  throws("DataCloneError", () => structuredClone(stream, { transfer: [stream] }));
  same(await collect(stream), [1]);
});
