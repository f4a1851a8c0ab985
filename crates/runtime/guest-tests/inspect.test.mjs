// Formatting of values: every row and example of runtime.md 4.4, as amended by the table of decisions (Node's
// forms beyond the rows marked T).
import assert from "node:assert/strict";
import { test } from "node:test";
import util from "node:util";
import { load } from "./support/guest.mjs";
import { logged } from "./support/console.mjs";

const { describeWebClasses } = await load("console/web_classes.js");
describeWebClasses({ URL, URLSearchParams, Headers, Request, Response });

/** Checks rows of `[text, ...arguments of console.log]`. */
function rows(name, list) {
  test(name, () => {
    for (const [text, ...args] of list) assert.equal(logged(...args), text);
  });
}

const shared = {};
const cycle = { x: 1 };
cycle.self = cycle;
const loop = [];
loop.push(loop);

rows("primitives", [
  ["null undefined", null, undefined],
  ["raw 'text'\n\\", "raw 'text'\n\\"],
  ["a 1 true null undefined", "a", 1, true, null, undefined],
  ["Symbol(s) 10n -0", Symbol("s"), 10n, -0],
  ["Symbol()", Symbol()],
  ["NaN Infinity 1e+21 0.1", NaN, Infinity, 1e21, 0.1],
  ["{ n: null, u: undefined, s: Symbol(id), b: 10n }", { n: null, u: undefined, s: Symbol("id"), b: 10n }],
]);

rows("nested strings", [
  ["[ 'it\\'s' ]", ["it's"]],
  ["[ 'a\\nb', '\"q\"' ]", ["a\nb", '"q"']],
  ["[ 'tab\\t back\\\\ \\x1B \\x7F é 😀' ]", ["tab\t back\\ \x1b \x7f é 😀"]],
  ["[ '\\uD83D', '\\uDE00x' ]", ["\ud83d", "\ude00x"]],
]);

class A {}
class B extends A {}

rows("functions", [
  ["[Function: f]", function f() {}],
  ["[Function: (anonymous)]", () => {}],
  ["{ f: [Function: f] }", { f() {} }],
  ["[class A] [class B extends A]", A, B],
  ["[class (anonymous)]", (() => class {})()],
  ["[AsyncFunction: g]", async function g() {}],
  ["[GeneratorFunction: h] [AsyncGeneratorFunction: i]", function* h() {}, async function* i() {}],
  ["[Function: Map] [Function: own]", Map, Object.assign(function own() {}, { a: 1 })],
  ["[Function: class]", { class() {} }.class],
]);

rows("depth and cycles", [
  ["{ a: { b: [Object] } }", { a: { b: { c: 1 } } }],
  ["[ [ [Array] ] ]", [[[1]]]],
  ["[ [ [Object], [Object], [Object] ] ]", [[new Date(0), new Map(), new Error("x")]]],
  ["{ a: { e: [Object] } }", { a: { e: new Error("q") } }],
  ["{ a: { f: [Function: f], s: 's' } }", { a: { f() {}, s: "s" } }],
  ["{ x: 1, self: [Circular] }", cycle],
  ["[ [Circular] ]", loop],
  ["[ {}, {} ]", [shared, shared]],
  ["{} {}", shared, shared],
]);

rows("dates, patterns, promises", [
  ["1970-01-01T00:00:00.000Z", new Date(0)],
  ["{ a: 1970-01-01T00:00:00.000Z }", { a: new Date(0) }],
  ["Invalid Date", new Date(NaN)],
  ["/a\\/b/gi /x/dgimsuy /x/v", /a\/b/gi, /x/dgimsuy, /x/v],
  ["Promise { <pending> }", Promise.resolve(1)],
]);

rows("collections", [
  ["Map(2) { 'a' => 1, 'b' => 2 }", new Map([["a", 1], ["b", 2]])],
  ["Map(1) { 'k' => { a: 1 } }", new Map([["k", { a: 1 }]])],
  ["Map(0) {  }", new Map()],
  ["Set(3) { 1, 2, 3 }", new Set([1, 2, 3])],
  ["Set(1) { 'x' }", new Set(["x"])],
  ["Set(0) {  }", new Set()],
  ["WeakMap { <items unknown> } WeakSet { <items unknown> }", new WeakMap(), new WeakSet()],
]);

class Bytes extends Uint8Array {}

rows("binary", [
  ["ArrayBuffer { byteLength: 16 }", new ArrayBuffer(16)],
  ["Uint8Array(3) [ 1, 2, 3 ]", new Uint8Array([1, 2, 3])],
  ["Uint8Array(0) [  ]", new Uint8Array()],
  ["Uint8Array(10) [ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 ]", Uint8Array.from({ length: 10 }, (_, i) => i)],
  ["Uint8Array(11) [ ... ]", new Uint8Array(11)],
  ["Bytes(1) [ 7 ]", new Bytes([7])],
  ["BigInt64Array(1) [ 1n ]", new BigInt64Array([1n])],
  ["Float64Array(2) [ 1.5, -0 ]", new Float64Array([1.5, -0])],
  ["DataView { byteLength: 1, byteOffset: 1, buffer: ArrayBuffer { byteLength: 2 } }", new DataView(new ArrayBuffer(2), 1)],
  ["SharedArrayBuffer { [Uint8Contents]: <00 00 00>, byteLength: 3 }", new SharedArrayBuffer(3)],
  [`SharedArrayBuffer { [Uint8Contents]: <00${" 00".repeat(99)} ... 1 more byte>, byteLength: 101 }`, new SharedArrayBuffer(101)],
]);

const sparse = [1, , 3];
const tail = [1];
tail.length = 3;
const far = [];
far[4_000_000_000] = "far";

rows("arrays", [
  ["[ 1, 2 ]", [1, 2]],
  ["[]", []],
  ["[ 1, <1 empty item>, 3 ]", sparse],
  ["[ <3 empty items> ]", new Array(3)],
  ["[ 1, <2 empty items> ]", tail],
  ["[ <4000000000 empty items>, 'far' ]", far],
  [`[ ${Array.from({ length: 500 }, (_, i) => i).join(", ")} ]`, Array.from({ length: 500 }, (_, i) => i)],
]);

test("holes look as in Node", () => {
  const options = { breakLength: Infinity, maxArrayLength: null, compact: true };
  for (let bits = 0; bits < 64; bits++) {
    const list = new Array(6);
    for (let i = 0; i < 6; i++) if (bits & (1 << i)) list[i] = i;
    assert.equal(logged(list), util.inspect(list, options));
  }
});

class Point {
  x = 1;
  #hidden = 2;
  get y() {
    return this.#hidden;
  }
}

rows("other objects", [
  ["{ k: 'v', 'odd key': 1, $a_1: 2 }", { k: "v", "odd key": 1, $a_1: 2 }],
  ["{ '2': 3, 'a-b': 1 }", { "a-b": 1, 2: 3 }],
  ["{ 'é': 1, '': 2, '1a': 3 }", { é: 1, "": 2, "1a": 3 }],
  ["{ a: 5 }", { get a() { return 5; } }],
  ["{}", {}],
  ["{}", Object.create(null)],
  ["{ x: 1 }", new Point()],
  ["{ a: 1 }", { a: 1, [Symbol("s")]: 2, [Symbol.toStringTag]: "T" }],
  ["{ toJSON: [Function: toJSON] }", { toJSON() {} }],
  ["{ a: 1 }", Object.defineProperty({ a: 1 }, "hidden", { value: 2 })],
  ["{ '0': 'a', '1': 'b' } {}", new String("ab"), new Number(1)],
  ["{ a: 1 }", new Proxy({ a: 1 }, {})],
  ["{ t: 'trap' }", new Proxy({ t: 1 }, { get: () => "trap" })],
  ["[ 1, 2 ]", new Proxy([1, 2], {})],
  ["{}", new Proxy(new Map([[1, 2]]), {})],
]);

rows("web classes", [
  ["Response { status: 200, statusText: '', url: '' }", new Response()],
  ["Request { method: 'GET', url: 'https://x/' }", new Request("https://x/")],
  ["Headers { 'content-type' => 'text/plain' }", new Headers({ "content-type": "text/plain" })],
  ["Headers { 'a' => '1', 'b' => '2' }", new Headers({ b: "2", a: "1" })],
  ["Headers {  }", new Headers()],
  ["URLSearchParams { 'a' => '1' }", new URLSearchParams("a=1")],
  ["URLSearchParams {}", new URLSearchParams()],
  [
    "URL { href: 'https://u:p@h.org:8/p?a=1#f', origin: 'https://h.org:8', protocol: 'https:', username: 'u', " +
    "password: 'p', host: 'h.org:8', hostname: 'h.org', port: '8', pathname: '/p', search: '?a=1', " +
    "searchParams: URLSearchParams { 'a' => '1' }, hash: '#f' }",
    new URL("https://u:p@h.org:8/p?a=1#f"),
  ],
  ["{ a: [ [Object] ] }", { a: [new URL("https://x/")] }],
  ["{}", Object.create(URL.prototype)],
  ["{}", Object.create(Headers.prototype)],
]);

/** The stack's frames without its header. */
const frames = (error) => error.stack.slice(error.stack.indexOf("\n    at "));

test("errors", () => {
  const plain = new TypeError("bad");
  assert.equal(logged(plain), `TypeError: bad${frames(plain)}`);
  assert.equal(logged({ e: plain }), `{ e: TypeError: bad${frames(plain)} }`);
  const lines = new Error("one\ntwo");
  assert.equal(logged(lines), `Error: one\ntwo${frames(lines)}`);
  const renamed = new Error("was");
  renamed.name = "Custom";
  renamed.message = "is";
  assert.equal(logged(renamed), `Custom: is${frames(renamed)}`);
  const empty = new Error();
  assert.equal(logged(empty), `Error${frames(empty)}`);
  const bare = new Error("no stack");
  delete bare.stack;
  assert.equal(logged(bare), "Error: no stack");
  const own = new Error("own");
  own.stack = "header\nrest";
  assert.equal(logged(own), "Error: own\nrest");
  const dom = new DOMException("gone", "AbortError");
  assert.ok(logged(dom).startsWith("AbortError: gone"));
});

test("cause and own properties of errors look as in Node", () => {
  const error = new Error("outer", { cause: "reason" });
  error.code = "E_OUTER";
  assert.equal(logged(error), util.inspect(error));
  const many = new AggregateError([1, 2], "many");
  assert.equal(logged(many), util.inspect(many));
  const nested = new Error("a", { cause: new Error("b") });
  assert.equal(logged(nested), `Error: a${frames(nested)} {\n  [cause]: Error: b${frames(nested.cause)}\n}`);
  const self = new Error("self");
  self.cause = self;
  assert.equal(logged(self), `Error: self${frames(self)} {\n  [cause]: [Circular]\n}`);
});
