// Headers (WHATWG Fetch; runtime.md 6.1).
import { check, diverges, each, is, ok, same, throws } from "./harness.js";

// Construction.

check("what it is made of", () => {
  same([...new Headers()], []);
  same([...new Headers(undefined)], []);
  same([...new Headers({ B: "1", a: "2" })], [["a", "2"], ["b", "1"]]);
  same([...new Headers([["b", "1"], ["a", "2"], ["B", "3"]])], [["a", "2"], ["b", "1, 3"]]);
  same([...new Headers(new Headers({ a: "1" }))], [["a", "1"]]);
  same([...new Headers(new Map([["a", "1"]]))], [["a", "1"]]);
  same([...new Headers((function* () { yield ["a", "1"]; yield new Set(["b", "2"]); })())], [["a", "1"], ["b", "2"]]);
});

each("the init is refused", [
  [null], [1], ["text"], [true], [[["a"]]], [[["a", "b", "c"]]], [[[]]], [["ab"]], [[1]], [{ "a b": "1" }], [{ "": "1" }], [{ a: "\n\0" }],
  [{ [Symbol.iterator]: 1 }],
], (init) => throws(TypeError, () => new Headers(init)));

check("records: own, enumerable keys, in order", () => {
  const record = Object.create({ inherited: "1" }, { hidden: { value: "2", enumerable: false }, shown: { value: "3", enumerable: true } });
  same([...new Headers(record)], [["shown", "3"]]);
  const seen = [];
  const proxy = new Proxy({ b: "1", a: "2" }, {
    ownKeys(target) { seen.push("ownKeys"); return Reflect.ownKeys(target); },
    getOwnPropertyDescriptor(target, key) { seen.push(`describe ${key}`); return Reflect.getOwnPropertyDescriptor(target, key); },
    get(target, key) { seen.push(`get ${String(key)}`); return target[key]; },
  });
  new Headers(proxy);
  same(seen, ["get Symbol(Symbol.iterator)", "ownKeys", "describe b", "get b", "describe a", "get a"]);
});

diverges("headers-symbols", "symbols as names in a record are ignored", () => {
  same([...new Headers({ [Symbol("s")]: "1", a: "2" })], [["a", "2"]]);
});

check("a copy is a copy", () => {
  const first = new Headers({ a: "1" });
  const second = new Headers(first);
  first.set("a", "2");
  is(second.get("a"), "1");
});

check("an iterator of its own decides what is copied", () => {
  const headers = new Headers({ a: "1" });
  headers[Symbol.iterator] = function* () { yield ["b", "2"]; };
  same([...new Headers(headers).keys()], ["b"]);
});

// Names and values.

each("a name is refused", [[""], ["a b"], ["a:"], ["a\n"], [" a"], ["a "], ["ä"], ["a\0"], ["(a)"], ["a/b"], ["a@"], ["a,b"], ["[a]"], ["a\u{1f600}"], ["\x7f"]], (name) => {
  const headers = new Headers();
  throws(TypeError, () => headers.append(name, "v"), "append");
  throws(TypeError, () => headers.set(name, "v"), "set");
  throws(TypeError, () => headers.get(name), "get");
  throws(TypeError, () => headers.has(name), "has");
  throws(TypeError, () => headers.delete(name), "delete");
});

each("a name is taken", [["!#$%&'*+-.^_`|~"], ["0"], ["A-b"], ["constructor"], ["__proto__"]], (name) => {
  const headers = new Headers([[name, "v"]]);
  is(headers.get(name.toUpperCase()), "v");
  same([...headers.keys()], [name.toLowerCase()]);
});

each("a value is refused", [["a\0b"], ["a\nb"], ["a\rb"], ["€"], ["a\u0100"], ["\ud800"]], (value) => {
  const headers = new Headers();
  throws(TypeError, () => headers.append("a", value));
  throws(TypeError, () => headers.set("a", value));
  throws(TypeError, () => new Headers({ a: value }));
});

each("a value is taken, without the whitespace around", [
  ["", ""], [" v ", "v"], ["\t\r\n v \n\r\t", "v"], ["a  b", "a  b"], ["a\tb", "a\tb"], ["\xe4\xff", "\xe4\xff"], ["\x01\x7f", "\x01\x7f"], ["\xa0", "\xa0"],
  ["\f", "\f"], ["   ", ""],
], (value, expected) => {
  is(new Headers({ a: value }).get("a"), expected);
  const headers = new Headers();
  headers.append("a", value);
  headers.set("b", value);
  same([headers.get("a"), headers.get("b")], [expected, expected]);
});

check("values are converted to strings", () => {
  const headers = new Headers({ a: 1, b: null, c: undefined, d: { toString: () => "x" } });
  same([...headers.values()], ["1", "null", "undefined", "x"]);
  throws(TypeError, () => headers.set("a", Symbol("s")));
});

// Methods.

check("append, set, get, has, delete", () => {
  const headers = new Headers();
  headers.append("A", "1");
  headers.append("a", "2");
  is(headers.get("a"), "1, 2");
  headers.set("A", "3");
  same([headers.get("a"), headers.has("A"), headers.has("b"), headers.get("b")], ["3", true, false, null]);
  headers.delete("a");
  headers.delete("a");
  same([headers.has("a"), [...headers]], [false, []]);
});

check("empty values are joined, too", () => {
  const headers = new Headers();
  for (const value of ["", "a", "", "b,c"]) headers.append("x", value);
  is(headers.get("x"), ", a, , b,c");
});

diverges("headers-empty-value", "an empty first value is lost while iterating", () => {
  const headers = new Headers([["x", ""], ["x", "a"]]);
  is(headers.get("x"), ", a");
  same([...headers], [["x", "a"]]);
});

check("set replaces the first and drops the rest", () => {
  const headers = new Headers([["a", "1"], ["b", "2"], ["A", "3"]]);
  headers.set("a", "4");
  same([...headers], [["a", "4"], ["b", "2"]]);
});

check("the number of arguments", () => {
  const headers = new Headers();
  for (const name of ["append", "set"]) throws(TypeError, () => headers[name]("a"), name);
  for (const name of ["get", "has", "delete", "forEach"]) throws(TypeError, () => headers[name](), name);
});

// Iteration.

check("sorted by name, in lower case, at any time", () => {
  const headers = new Headers([["c", "1"], ["B", "2"], ["a-b", "3"], ["a", "4"], ["a_b", "5"]]);
  same([...headers.keys()], ["a", "a-b", "a_b", "b", "c"]);
  headers.append("AA", "6");
  same([...headers.keys()], ["a", "a-b", "a_b", "aa", "b", "c"]);
});

check("entries, keys, values, forEach", () => {
  const headers = new Headers([["b", "2"], ["a", "1"]]);
  same([[...headers.entries()], [...headers.keys()], [...headers.values()]], [[["a", "1"], ["b", "2"]], ["a", "b"], ["1", "2"]]);
  const seen = [];
  const receiver = {};
  is(headers.forEach(function (value, name, whole) { seen.push(value, name, whole === headers, this === receiver); }, receiver), undefined);
  same(seen, ["1", "a", true, true, "2", "b", true, true]);
  throws(TypeError, () => headers.forEach("x"));
});

check("iterators are alive", () => {
  const headers = new Headers([["a", "1"], ["c", "3"]]);
  const seen = [];
  for (const [name] of headers) {
    seen.push(name);
    if (name === "a") headers.append("b", "2");
    if (name === "b") headers.delete("c");
  }
  same(seen, ["a", "b"]);
});

check("what is added before the place of an iterator moves it", () => {
  const headers = new Headers([["b", "1"], ["c", "2"]]);
  const iterator = headers.keys();
  is(iterator.next().value, "b");
  headers.append("a", "0");
  is(iterator.next().value, "b", "the place is a number");
});

check("the iterators' prototype", () => {
  const iterator = new Headers([["a", "1"]]).entries();
  const prototype = Object.getPrototypeOf(iterator);
  is(prototype[Symbol.toStringTag], "Headers Iterator");
  is(Object.getPrototypeOf(prototype), Object.getPrototypeOf(Object.getPrototypeOf([].values())));
  same(Object.getOwnPropertyDescriptor(prototype, "next").enumerable, true);
  is(Headers.prototype[Symbol.iterator], Headers.prototype.entries);
  is(iterator[Symbol.iterator](), iterator);
  throws(TypeError, () => prototype.next.call([].values()));
});

// Set-Cookie.

check("cookies are never joined while iterating, but by get", () => {
  const headers = new Headers([["Set-Cookie", "a=1"], ["x", "y"], ["set-cookie", "b=2"], ["SET-COOKIE", "a=1"]]);
  same([...headers], [["set-cookie", "a=1"], ["set-cookie", "b=2"], ["set-cookie", "a=1"], ["x", "y"]]);
  is(headers.get("set-cookie"), "a=1, b=2, a=1");
  same(headers.getSetCookie(), ["a=1", "b=2", "a=1"]);
});

check("getSetCookie: none, empty, and a fresh array each time", () => {
  same(new Headers().getSetCookie(), []);
  same(new Headers({ "set-cookie": "" }).getSetCookie(), [""]);
  const headers = new Headers({ "set-cookie": "a" });
  ok(headers.getSetCookie() !== headers.getSetCookie());
  is(Array.isArray(headers.getSetCookie()), true);
});

check("set and delete of cookies", () => {
  const headers = new Headers([["set-cookie", "a"], ["set-cookie", "b"]]);
  headers.set("Set-Cookie", "c");
  same(headers.getSetCookie(), ["c"]);
  headers.append("set-cookie", "d");
  headers.delete("SET-cookie");
  same([headers.getSetCookie(), headers.has("set-cookie")], [[], false]);
});

check("cookies are copied one by one", () => {
  const headers = new Headers([["set-cookie", "a, b"], ["set-cookie", "c"]]);
  same(new Headers(headers).getSetCookie(), ["a, b", "c"]);
  same(new Response(null, { headers }).headers.getSetCookie(), ["a, b", "c"]);
});

check("Set-Cookie2 is an ordinary name", () => {
  const headers = new Headers([["set-cookie2", "a"], ["set-cookie2", "b"]]);
  is(headers.get("set-cookie2"), "a, b");
  same(headers.getSetCookie(), []);
});

// Guards.

check("headers that cannot be changed", () => {
  for (const { headers } of [Response.error(), Response.redirect("http://h/")]) {
    throws(TypeError, () => headers.append("a", "1"));
    throws(TypeError, () => headers.set("a", "1"));
    throws(TypeError, () => headers.delete("a"));
    throws(TypeError, () => headers.append("a b", "1"), "a bad name comes first");
  }
});

check("nothing is forbidden to a request or a response on a server", () => {
  const request = new Request("http://h/", { headers: { cookie: "a=1", host: "x", origin: "http://o", "content-length": "1" } });
  same([...request.headers.keys()], ["content-length", "cookie", "host", "origin"]);
  is(new Response(null, { headers: { "set-cookie": "a=1" } }).headers.get("set-cookie"), "a=1");
});

check("strangers", () => {
  for (const name of ["append", "delete", "get", "getSetCookie", "has", "set", "entries", "keys", "values", "forEach"]) {
    throws(TypeError, () => Headers.prototype[name].call({}, "a", "b"), name);
    throws(TypeError, () => Headers.prototype[name].call(new URLSearchParams(), "a", "b"), name);
  }
});

check("many names", () => {
  const headers = new Headers();
  for (let count = 0; count < 500; count++) headers.append(`x-${count}`, String(count));
  is(headers.get("X-499"), "499");
  is([...headers].length, 500);
});

check("many values of one name", () => {
  const headers = new Headers();
  for (let count = 0; count < 1000; count++) headers.append("x", "1");
  is(headers.get("x").length, 2998);
});
