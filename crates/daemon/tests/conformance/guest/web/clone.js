// runtime.md 17.4.
const shared = { s: 1 };
const value = { date: new Date(5), re: /a/g, map: new Map([[1, shared]]), set: new Set([1]), array: [1, , 3], typed: new Int16Array([1, 2]), shared,
  nested: { big: 1n, undefined, nan: NaN, minus: -0 }, view: new DataView(new ArrayBuffer(2)), boxed: Object("x") };
value.self = value;
const clone = structuredClone(value);
ok(clone !== value && clone.self === clone && clone.map.get(1) === clone.shared, "cycles and shared references");
same([clone.date, clone.re, clone.set, clone.typed, clone.nested.big, clone.view.byteLength], [value.date, value.re, value.set, value.typed, 1n, 2]);
is(1 in clone.array, false, "holes are kept");
is(clone.nested.minus, -0);
const error = structuredClone(new RangeError("m", { cause: 5 }));
ok(error instanceof RangeError);
same([error.message, error.cause, typeof error.stack], ["m", 5, "string"]);
for (const bad of [() => {}, Symbol("s"), new WeakMap(), new WeakSet(), Promise.resolve(), { f() {} }]) {
  try {
    structuredClone(bad);
    fail("structuredClone", `cloned ${typeof bad}`);
  } catch (thrown) {
    ok(thrown instanceof DOMException, `a DOMException for ${typeof bad}`);
    is(thrown.name, "DataCloneError");
  }
}
const buffer = new Uint8Array([1, 2]).buffer;
is(structuredClone(buffer, { transfer: [buffer] }).byteLength, 2);
is(buffer.byteLength, 0, "transferred");
throws(() => structuredClone(), "TypeError");
throws(() => structuredClone({ get a() { throw new RangeError("mine"); } }), "RangeError", "mine");
class Own { a = 1; }
is(Object.getPrototypeOf(structuredClone(new Own())), Object.prototype);
const blob = structuredClone(new Blob(["x"], { type: "a/b" }));
ok(blob instanceof Blob);
