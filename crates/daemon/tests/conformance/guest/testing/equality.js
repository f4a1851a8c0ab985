// Equality by Jest's rules (runtime.md 11.5): [a, b, equal, strictly equal].
class A { constructor(x) { this.x = x; } }
class B { constructor(x) { this.x = x; } }
const ring = (value) => {
  const object = { value, deeper: {} };
  object.deeper.back = object;
  return object;
};
const table = [
  [1, 1, true, true],
  [1, "1", false, false],
  [NaN, NaN, true, true],
  [0, -0, false, false],
  [null, undefined, false, false],
  [[1, [2]], [1, [2]], true, true],
  [[1, 2], [2, 1], false, false],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true, true],
  [{ a: undefined }, {}, true, false],
  [[, 1], [undefined, 1], true, false],
  [new A(1), new A(1), true, true],
  [new A(1), new B(1), true, false],
  [new A(1), { x: 1 }, true, false],
  [new Date(5), new Date(5), true, true],
  [new Date(5), new Date(6), false, false],
  [/a/g, /a/g, true, true],
  [/a/g, /a/i, false, false],
  [new Map([[1, { a: 1 }]]), new Map([[1, { a: 1 }]]), true, true],
  [new Map([[1, 2]]), new Map([[1, 3]]), false, false],
  [new Map([[{ k: 1 }, 2]]), new Map([[{ k: 1 }, 2]]), true, true],
  [new Set([1, { a: 1 }]), new Set([{ a: 1 }, 1]), true, true],
  [new Set([1]), new Set([2]), false, false],
  [new Uint8Array([1, 2]), new Uint8Array([1, 2]), true, true],
  [new Uint8Array([1, 2]), new Uint8Array([1, 3]), false, false],
  [new Uint8Array([1]), new Uint16Array([1]), false, false],
  [new Uint8Array([1, 2]).buffer, new Uint8Array([1, 2]).buffer, true, true],
  [new Uint8Array([1, 2]).buffer, new Uint8Array([1, 3]).buffer, false, false],
  [new Error("a"), new Error("a"), true, true],
  [new Error("a"), new Error("b"), false, false],
  [Symbol.iterator, Symbol.iterator, true, true],
  [{ [Symbol.toStringTag]: "x" }, { [Symbol.toStringTag]: "x" }, true, true],
  [10n, 10n, true, true],
  [Object("a"), "a", false, false],
  [new URL("http://a/b"), new URL("http://a/b"), true, true],
  [new URL("http://a/b"), new URL("http://a/c"), false, false],
  [ring(1), ring(1), true, true],
  [ring(1), ring(2), false, false],
  [() => {}, () => {}, false, false],
];
table.forEach(([a, b, equal, strictly], row) => {
  const tell = (matcher) => {
    try {
      expect(a)[matcher](b);
      return true;
    } catch (error) {
      if (error.name !== "TestError") throw error;
      return false;
    }
  };
  is(tell("toEqual"), equal, `toEqual, row ${row}`);
  is(tell("toStrictEqual"), strictly, `toStrictEqual, row ${row}`);
});
