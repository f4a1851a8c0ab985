// What goes to the host and comes back is the same, by class and value (runtime.md 5, spec/README.md).
for (const value of [
  null, true, false, 0, -0, 1, -1, 0.1, 1e300, 5e-324, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32, -(2 ** 31) - 1,
  Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 53, 2 ** 63, 2 ** 64, "", "a", "ä", "😀", "\u0000", "x".repeat(100_000),
  0n, 1n, -1n, 2n ** 64n, -(2n ** 200n), "__proto__", "undefined",
]) {
  const what = `${typeof value} ${String(value).slice(0, 30)}${Object.is(value, -0) ? " (minus)" : ""}`;
  is(echo(value), value, what);
  is(await echoLater(value), value, `${what}, async`);
}
for (const value of [
  new Date(0), new Date(-1), new Date(1705320000001), new Date(8.64e15), /x/, /a\/b[/]/gimsuy, new RegExp(""),
  new URL("https://u:p@example.com:8080/a?b=c#d"), new Uint8Array(), new Uint8Array([0, 1, 255]),
  [], [1, [2, [3, [4]]]], [null], {}, { a: { b: { c: {} } } }, { "": 1, " ": 2, constructor: 3, toString: 4, hasOwnProperty: 5 },
  { 10: "a", 9: "b", z: 1, y: 2 }, [1n, { d: new Date(1) }, /r/], { __type: "mine" },
]) {
  same(echo(value), value);
  same(await echoLater(value), value, "async");
}
const date = echo(new Date(5));
ok(date instanceof Date && Object.getPrototypeOf(date) === Date.prototype);
ok(echo(/x/) instanceof RegExp);
ok(echo(new URL("http://a/")) instanceof URL);
const headers = echo(new Headers([["b", "1"], ["a", "2"], ["Set-Cookie", "x"], ["set-cookie", "y"]]));
ok(headers instanceof Headers);
same([...headers], [["a", "2"], ["b", "1"], ["set-cookie", "x"], ["set-cookie", "y"]]);
same(echo(new Uint8Array([1, 2, 3, 4]).subarray(1, 3)), new Uint8Array([2, 3]));
same(echo(Buffer.from("hi")), new Uint8Array([104, 105]));
same(echo(new Uint8Array([7]).buffer), new Uint8Array([7]));
ok(Number.isNaN(echo(new Date(NaN)).getTime()), "an invalid date");
const error = echo(new RangeError("kept"));
ok(error instanceof Error);
is(`${error.name}: ${error.message}`, "RangeError: kept");
const shared = { s: 1 };
same(echo([shared, shared]), [shared, shared], "shared references");
const undefineds = echo({ a: undefined, b: [undefined] });
ok(undefineds.b.length === 1 && (undefineds.a ?? null) === null, "undefined");
is(Object.getPrototypeOf(echo({})), Object.prototype);
is(Object.getPrototypeOf(echo(Object.create(null))), Object.prototype);
let nested = 1;
for (let i = 0; i < 90; i++) nested = i % 2 ? [nested] : { n: nested };
same(echo(nested), nested, "90 levels");
