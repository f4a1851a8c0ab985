// What hostile guests do to the console: objects that throw, output without end, patched intrinsics.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./support/guest.mjs";
import { console, entriesOf, guest, sink, logged } from "./support/console.mjs";
import { patched } from "./support/patched.mjs";

const { TEXT_LIMIT, TRUNCATED } = await load("console/text.js");
const { describeWebClasses } = await load("console/web_classes.js");
describeWebClasses({ URL, URLSearchParams, Headers, Request, Response });

/** Throws whatever it is asked. */
const trap = () => {
  throw new Error("trap");
};
const traps = new Proxy({}, { get: () => trap });

test("getters that throw", () => {
  assert.equal(logged({ a: 1, get b() { throw new Error("boom"); }, c: 2 }), "{ a: 1, b: [Getter: <Inspection threw (boom)>], c: 2 }");
  assert.equal(logged({ get b() { throw "text"; } }), "{ b: [Getter: <Inspection threw (text)>] }");
  assert.equal(logged({ get b() { throw null; } }), "{ b: [Getter: <Inspection threw (object)>] }");
  assert.equal(logged({ get b() { throw new Proxy({}, traps); } }), "{ b: [Getter: <Inspection threw ()>] }");
});

test("proxies whose traps throw", () => {
  for (const target of [{}, [], new Map(), new Error("x"), class {}, () => {}]) {
    const text = logged(new Proxy(target, traps));
    assert.ok(typeof text === "string" && text.length < 200, text);
  }
  assert.equal(logged({ p: new Proxy({}, traps) }), "{ p: <Inspection threw (trap)> }");
});

test("revoked proxies", () => {
  const revoked = (target) => {
    const { proxy, revoke } = Proxy.revocable(target, {});
    revoke();
    return proxy;
  };
  assert.equal(logged(revoked({})), "<Revoked Proxy>");
  assert.equal(logged([[revoked([])]]), "[ [ <Revoked Proxy> ] ]");
  assert.equal(logged(revoked(() => {})), "[Function: (anonymous)]");
  for (const method of Object.values(console)) method(revoked({}), revoked({}));
  for (const method of Object.values(console)) method(false, revoked({}));
});

test("every method takes anything as any argument", () => {
  const monsters = [
    new Proxy({}, traps), new Proxy([], traps), new Proxy(() => {}, traps), Object.create(null), Symbol("s"), 1n, null,
    { toString: trap, valueOf: trap, [Symbol.toPrimitive]: trap }, { get depth() { throw 1; } }, NaN,
  ];
  for (const [name, method] of Object.entries(console)) {
    for (const a of monsters) {
      for (const b of monsters) {
        for (const entry of entriesOf(() => assert.equal(method(a, b), undefined, name))) {
          for (const value of Object.values(entry)) assert.ok(["string", "number", "boolean"].includes(typeof value), name);
        }
      }
    }
  }
  for (const a of monsters) for (const specifier of "sdifoOc") assert.equal(typeof logged(`%${specifier}`, a), "string");
});

test("errors with hostile fields", () => {
  const error = new Error("x");
  for (const key of ["stack", "name", "message", "cause"]) Object.defineProperty(error, key, { get: trap });
  assert.equal(logged(error), "Error {\n  [cause]: [Getter: <Inspection threw (trap)>]\n}");
  const odd = new Error("x");
  Object.assign(odd, { name: {}, message: 5, stack: [] });
  assert.equal(logged(odd), "Error: 5");
  assert.ok(logged(Object.create(Error.prototype)).startsWith("Error"));
  const { prepareStackTrace } = Error;
  try {
    for (const value of [1, null, {}, "Trace: text"]) {
      Error.prepareStackTrace = () => value;
      assert.ok(entriesOf((c) => c.trace("t"))[0].stack.startsWith("Trace: t"));
    }
    Error.prepareStackTrace = trap;
    assert.equal(entriesOf((c) => c.trace("t"))[0].stack, "Trace: t");
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
});

test("texts are cut at the limit, and say so", () => {
  const full = "x".repeat(TEXT_LIMIT);
  assert.equal(logged(full), full);
  assert.equal(logged(`${full}y`), full + TRUNCATED);
  assert.equal(logged("x".repeat(TEXT_LIMIT - 1) + "😀"), "x".repeat(TEXT_LIMIT - 1) + TRUNCATED);
  const within = TEXT_LIMIT + TRUNCATED.length;
  const huge = "y".repeat(1 << 28);
  const shared = new Array(2000).fill(new Array(2000).fill({}));
  const endless = new Proxy([], { get: (target, key) => (key === "length" ? Infinity : 7), has: () => true, getOwnPropertyDescriptor: () => ({ value: 7, configurable: true }) });
  const values = [
    [huge], [huge, huge], ["%s%s%s%s%s", huge, huge], [[huge]], [{ [huge]: 1 }], [new String("y".repeat(1 << 24))],
    [new Array(1_000_000).fill(1)], [shared], [endless], [new Map([[huge, huge]])], [new Set([[huge]])],
    [1n << (1n << 26n)], [Object.assign(new Error(huge), { huge })], [() => {}, Object.defineProperty(() => {}, "name", { value: huge })],
    [Symbol(huge)], [new URLSearchParams({ q: huge.slice(0, 1 << 22) })],
  ];
  for (const args of values) {
    const start = performance.now();
    assert.ok(logged(...args).length <= within);
    // What looks at everything takes minutes.
    assert.ok(performance.now() - start < 10_000, `${performance.now() - start} ms`);
  }
  assert.ok(entriesOf((c) => c.trace(huge))[0].stack.length <= within);
  assert.ok(entriesOf((c) => c.group(huge))[0].label.length <= within);
  assert.ok(entriesOf((c) => c.count(huge))[0].label.length <= within);
  assert.ok(entriesOf((c) => c.assert(false, huge))[0].stdout.length <= within);
});

test("tables are cut at the limit", () => {
  const wide = Array.from({ length: 3000 }, (_, i) => ({ [`k${i}`]: i }));
  const inputs = [new Array(4_000_000_000), new Array(1_000_000).fill({ a: 1 }), wide, new Uint8Array(1 << 26), ["x".repeat(1 << 24)],
    new Map(Array.from({ length: 300_000 }, (_, i) => [i, i])), new String("s".repeat(1 << 24)), [new String("s".repeat(1 << 24))],
    new Array(50_000).fill(0).map((_, i) => ({ [i]: 1 }))];
  for (const input of inputs) {
    const start = performance.now();
    const { stdout } = entriesOf((c) => c.table(input))[0];
    assert.ok(stdout.length <= TEXT_LIMIT + TRUNCATED.length);
    assert.ok(stdout.endsWith(TRUNCATED) || input instanceof String, stdout.slice(-100));
    assert.ok(performance.now() - start < 3000, `${performance.now() - start} ms`);
  }
  const start = performance.now();
  entriesOf((c) => c.table([{ a: 1 }], new Array(4_000_000_000)));
  assert.ok(performance.now() - start < 1000);
});

test("deep nesting ends", () => {
  let deep = {};
  for (let i = 0; i < 100_000; i++) deep = { deep };
  assert.equal(logged(deep), "{ deep: { deep: [Object] } }");
  const { stdout } = entriesOf((c) => c.dir(deep, { depth: Infinity }))[0];
  assert.ok(stdout.includes("[Object]") && stdout.length < 10_000);
  let chain = null;
  for (let i = 0; i < 100_000; i++) chain = Object.create(chain);
  assert.equal(logged(chain), "{}");
  const endless = () => new Proxy({}, { getPrototypeOf: endless });
  assert.equal(logged(endless()), "{}");
});

test("objects that change while they are shown", () => {
  const list = [1, { get a() { list.length = 1; return 1; } }, 3];
  assert.equal(logged(list), "[ 1, { a: 1 }, <1 empty item> ]");
  const map = new Map();
  const grow = { get a() { if (map.size < 1e6) map.set({}, grow); return 1; } };
  map.set(1, grow);
  assert.ok(logged(map).length <= TEXT_LIMIT + TRUNCATED.length);
});

test("a getter that logs its own object ends", () => {
  const object = { get a() { console.log(object); return 1; } };
  let entries;
  assert.doesNotThrow(() => (entries = entriesOf(() => console.log(object))));
  assert.ok(entries.length > 0);
});

test("console calls when the stack is exhausted leave the console usable", () => {
  const dive = () => {
    console.log({ a: [1, new Map([[1, 2]])] });
    dive();
  };
  assert.throws(dive, RangeError);
  assert.equal(logged({ a: 1 }), "{ a: 1 }");
});

const samples = [
  "text", ["%s %d %i %f %o %O %c %%", {}, 1, 2, 3, [1], { a: "q'" }, "c"], { a: [1, , "x\n"] }, new Map([[{ k: 1 }, new Set([1])]]),
  new Error("e", { cause: new TypeError("c") }), new Date(5), /r/g, Promise.resolve(), new ArrayBuffer(4), new DataView(new ArrayBuffer(2)),
  new Uint8Array(3), new BigInt64Array(1), new SharedArrayBuffer(2), new WeakMap(), new WeakSet(), Symbol("s"), 12n, -0,
  class A extends Map {}, async () => {}, new String("boxed"), new Proxy([1], {}), new AggregateError([1], "m"), [, 1],
];

test("patched intrinsics neither break nor observe the console", () => {
  const run = () => {
    for (let i = 0; i < samples.length; i++) {
      console.log(samples[i], samples[i]);
      console.dir(samples[i], { __proto__: null, depth: 3 });
      console.table(samples[i]);
      console.group(samples[i]);
      console.assert(false, samples[i]);
    }
    console.log("%s %d %i %f %o %O %c %% %s", "a", 1, 2.5, 3, samples, { a: "q'" }, "c", 5n);
    console.table([{ a: 1, b: "two" }, 3], ["a", "Values"]);
    console.time("t");
    console.timeLog("t", samples);
    console.timeEnd("t");
    console.count(5);
    console.countReset();
    console.groupCollapsed();
    console.groupEnd();
    console.clear();
  };
  // The sink must not use patched methods itself: entries are chained by hand.
  const collect = (call) => {
    let last = null;
    guest.consoleReset();
    sink.entries = { __proto__: null, push: (entry) => (last = { __proto__: null, entry, last }) };
    call();
    const list = [];
    for (; last !== null; last = last.last) list.unshift({ ...last.entry });
    return list;
  };
  const expected = collect(run);
  const actual = collect(() => patched(run));
  assert.deepEqual(actual, expected);
});
