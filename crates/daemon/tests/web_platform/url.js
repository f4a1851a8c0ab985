// URL and URLSearchParams (WHATWG URL; runtime.md 14).
import { check, diverges, each, is, ok, same, throws } from "./harness.js";

/** What is parsed, against which base, and the href; null: refused. @type {[string, string | undefined, string | null][]} */
const parsing = [
  // Whitespace and control characters around, tabs and newlines within.
  [" \u0000http://a/ \u001f", undefined, "http://a/"],
  ["ht\ntp://a\t/b\r\n/c", undefined, "http://a/b/c"],
  ["http://a/b c", undefined, "http://a/b%20c"],
  ["http://a b/", undefined, null],
  // Schemes.
  ["HTTP://A.B/C", undefined, "http://a.b/C"],
  ["1http://a/", undefined, null],
  ["a+b-c.d1://x/y", undefined, "a+b-c.d1://x/y"],
  ["http:a", "http://b/c/d", "http://b/c/a"],
  ["https:a", "http://b/c", "https://a/"],
  ["http:", undefined, null],
  ["http:", "http://b/c?d#e", "http://b/c?d"],
  ["mailto:x@y", undefined, "mailto:x@y"],
  ["data:text/plain,a b ", undefined, "data:text/plain,a b"],
  ["javascript:alert('ä')", undefined, "javascript:alert('%C3%A4')"],
  ["about:blank?a#b", undefined, "about:blank?a#b"],
  // Opaque paths keep what would be dot segments, and are no base for anything but a fragment.
  ["x:a/../b", undefined, "x:a/../b"],
  ["y", "x:a", null],
  ["#f", "x:a?q", "x:a?q#f"],
  ["?q", "mailto:a", null],
  // Authority.
  ["http://u:p@h:81/", undefined, "http://u:p@h:81/"],
  ["http://u@v:w@h/", undefined, "http://u%40v:w@h/"],
  ["http://:@h/", undefined, "http://h/"],
  ["http://u:@h/", undefined, "http://u@h/"],
  ["http://@h/", undefined, "http://h/"],
  ["http://u:p@/", undefined, null],
  ["http://h:80/", undefined, "http://h/"],
  ["https://h:443/", undefined, "https://h/"],
  ["https://h:80/", undefined, "https://h:80/"],
  ["ws://h:80/", undefined, "ws://h/"],
  ["wss://h:443/", undefined, "wss://h/"],
  ["ftp://h:21/", undefined, "ftp://h/"],
  ["http://h:/", undefined, "http://h/"],
  ["http://h:0/", undefined, "http://h:0/"],
  ["http://h:00000080/", undefined, "http://h/"],
  ["http://h:65535/", undefined, "http://h:65535/"],
  ["http://h:65536/", undefined, null],
  ["http://h:8a/", undefined, null],
  ["http://h:-1/", undefined, null],
  ["http:///a", undefined, "http://a/"],
  ["http:\\\\a\\b", undefined, "http://a/b"],
  ["x:\\a", undefined, "x:\\a"],
  ["http:/example/", undefined, "http://example/"],
  ["http://", undefined, null],
  ["x://", undefined, "x://"],
  ["x://h:80", undefined, "x://h:80"],
  // Hosts: IPv4 in all its notations.
  ["http://127.1/", undefined, "http://127.0.0.1/"],
  ["http://0x7f000001/", undefined, "http://127.0.0.1/"],
  ["http://017700000001/", undefined, "http://127.0.0.1/"],
  ["http://1.2.3/", undefined, "http://1.2.0.3/"],
  ["http://1.2.3.4./", undefined, "http://1.2.3.4/"],
  ["http://256.1.1.1/", undefined, null],
  ["http://1.2.3.256/", undefined, null],
  ["http://4294967296/", undefined, null],
  ["http://0x/", undefined, "http://0.0.0.0/"],
  ["http://1.2.3.4.5/", undefined, null],
  ["http://09.1/", undefined, null],
  ["http://a.1/", undefined, null],
  ["http://1e2/", undefined, "http://1e2/"],
  ["x://127.1/", undefined, "x://127.1/"],
  ["http://１２７.0.0.1/", undefined, "http://127.0.0.1/"],
  ["http://%31%32%37.0.0.1/", undefined, "http://127.0.0.1/"],
  // IPv6.
  ["http://[::1]/", undefined, "http://[::1]/"],
  ["http://[1:2:0:0:5:0:0:0]/", undefined, "http://[1:2:0:0:5::]/"],
  ["http://[0:0:1::0:0]/", undefined, "http://[0:0:1::]/"],
  ["http://[::1.2.3.4]/", undefined, "http://[::102:304]/"],
  ["http://[ABCD::0EF]/", undefined, "http://[abcd::ef]/"],
  ["http://[::1", undefined, null],
  ["http://[::1]x/", undefined, null],
  ["http://[1::2::3]/", undefined, null],
  ["http://[1:2:3:4:5:6:7:8:9]/", undefined, null],
  ["http://[::1%25eth0]/", undefined, null],
  ["http://[::1.2.3]/", undefined, null],
  ["http://[::12345]/", undefined, null],
  // Domains.
  ["http://ExAmPlE.com/", undefined, "http://example.com/"],
  ["http://faß.example/", undefined, "http://xn--fa-hia.example/"],
  ["http://☃.net/", undefined, "http://xn--n3h.net/"],
  ["http://a。b/", undefined, "http://a.b/"],
  ["http://xn--a/", undefined, null],
  ["http://a\u00adb/", undefined, "http://ab/"],
  ["http://a<b/", undefined, null],
  ["http://a%00b/", undefined, null],
  ["http://a%3Ab/", undefined, null],
  ["http://a_b.example/", undefined, "http://a_b.example/"],
  ["http://a..b/", undefined, "http://a..b/"],
  ["x://ä/", undefined, "x://%C3%A4/"],
  ["x://A b/", undefined, null],
  ["x://A/", undefined, "x://A/"],
  // Paths.
  ["http://h/a/./b/../c", undefined, "http://h/a/c"],
  ["http://h/a/%2e/b/%2E%2e/c", undefined, "http://h/a/c"],
  ["http://h/../../a", undefined, "http://h/a"],
  ["http://h/a/..", undefined, "http://h/"],
  ["http://h/a/.", undefined, "http://h/a/"],
  ["http://h//a//", undefined, "http://h//a//"],
  ["http://h/%zz%4", undefined, "http://h/%zz%4"],
  ["http://h/ä\"<>`{}|~'", undefined, "http://h/%C3%A4%22%3C%3E%60%7B%7D|~'"],
  ["http://h/\ud800", undefined, "http://h/%EF%BF%BD"],
  ["/a", "http://h/b/c?d#e", "http://h/a"],
  ["a/../..", "http://h/b/c/d", "http://h/b/"],
  ["//i/j", "https://h/", "https://i/j"],
  ["", "http://h/a?b#c", "http://h/a?b"],
  ["?x", "http://h/a?b#c", "http://h/a?x"],
  ["#x", "http://h/a?b#c", "http://h/a?b#x"],
  [".", "http://h/a/b", "http://h/a/"],
  ["\\a", "http://h/b/c", "http://h/a"],
  ["x:/..//p", undefined, "x:/.//p"],
  ["//", "x:/", "x://"],
  // Queries and fragments.
  ["http://h/?a b\"<>'#", undefined, "http://h/?a%20b%22%3C%3E%27#"],
  ["x://h/?'", undefined, "x://h/?'"],
  ["http://h/?ä#ä b<>\"`", undefined, "http://h/?%C3%A4#%C3%A4%20b%3C%3E%22%60"],
  ["http://h?a", undefined, "http://h/?a"],
  ["http://h#a#b", undefined, "http://h/#a#b"],
  // Files.
  ["file:///C:/..", undefined, "file:///C:/"],
  ["file:c:\\x\\y", undefined, "file:///c:/x/y"],
  ["file://localhost/a", undefined, "file:///a"],
  ["file://h/a", undefined, "file://h/a"],
  ["file:a", "file:///b/c", "file:///b/a"],
  ["/a", "file:///C:/b", "file:///C:/a"],
  ["file://h:80/a", undefined, null],
  // Without a base nothing relative can be parsed; a bad base fails, too.
  ["", undefined, null],
  ["/a", undefined, null],
  ["http://h/", "nonsense", null],
];

each("URL", parsing, (input, base, href) => {
  if (href === null) {
    throws(TypeError, () => new URL(input, base));
    is(URL.canParse(input, base), false, "canParse");
    is(URL.parse(input, base), null, "parse");
    return;
  }
  const url = new URL(input, base);
  is(url.href, href);
  is(new URL(href).href, href, "parsed again");
  is(URL.canParse(input, base), true, "canParse");
  is(URL.parse(input, base)?.href, href, "parse");
});

/** A URL, the attribute, what it is set to, and the href then. @type {[string, string, string, string][]} */
const setters = [
  ["http://h/", "protocol", "https", "https://h/"],
  ["http://h:443/", "protocol", "https:whatever", "https://h/"],
  ["http://h/", "protocol", "x", "http://h/"],
  ["x://h/", "protocol", "http", "x://h/"],
  ["http://u@h:1/", "protocol", "file", "http://u@h:1/"],
  ["http://h/", "protocol", "1a", "http://h/"],
  ["http://h/", "username", "a:b@ä", "http://a%3Ab%40%C3%A4@h/"],
  ["http://u:p@h/", "username", "", "http://:p@h/"],
  ["file:///a", "username", "u", "file:///a"],
  ["mailto:a", "password", "p", "mailto:a"],
  ["http://u:p@h/", "password", "", "http://u@h/"],
  ["http://h/", "host", "i:81", "http://i:81/"],
  ["http://h:81/", "host", "i", "http://i:81/"],
  ["http://h/", "host", "i/j", "http://i/"],
  ["http://h/", "host", "", "http://h/"],
  ["http://h:81/", "host", "i:80", "http://i/"],
  ["mailto:a", "host", "h", "mailto:a"],
  ["http://h:81/", "hostname", "i:82", "http://h:81/"],
  ["http://h:81/", "hostname", "0x7f.1", "http://127.0.0.1:81/"],
  ["http://h/", "hostname", "a b", "http://h/"],
  ["x://h/", "hostname", "", "x:///"],
  ["http://h/", "port", "81", "http://h:81/"],
  ["http://h:81/", "port", "", "http://h/"],
  ["http://h/", "port", "80", "http://h/"],
  ["http://h/", "port", "82abc", "http://h:82/"],
  ["http://h:81/", "port", "abc", "http://h:81/"],
  ["http://h:81/", "port", "65536", "http://h:81/"],
  ["http://h/", "port", "\t9\n0", "http://h:90/"],
  ["file:///a", "port", "1", "file:///a"],
  ["http://h/a", "pathname", "b?c#d", "http://h/b%3Fc%23d"],
  ["http://h/a", "pathname", "", "http://h/"],
  ["http://h/a", "pathname", "/x/../y", "http://h/y"],
  ["mailto:a", "pathname", "b", "mailto:a"],
  ["http://h/?a", "search", "", "http://h/"],
  ["http://h/?a", "search", "?", "http://h/?"],
  ["http://h/", "search", "a#b", "http://h/?a%23b"],
  ["http://h/", "search", "??", "http://h/??"],
  ["http://h/#a", "hash", "", "http://h/"],
  ["http://h/", "hash", "#a b", "http://h/#a%20b"],
  ["http://h/", "hash", "##", "http://h/##"],
  ["http://h/", "href", "https://i/j", "https://i/j"],
];

each("URL setter", setters, (href, name, value, expected) => {
  const url = new URL(href);
  url[name] = value;
  is(url.href, expected);
});

diverges("url-caret", "a caret in a path is not encoded", () => is(new URL("http://h/^").href, "http://h/^"));

diverges("url-special-paths", "backslashes, drive letters and double slashes in rare places", () => {
  is(new URL("\\a", "x://h/b/c").href, "x://h/a");
  is(new URL("file:///C|/a").href, "file:///C|/a");
  const url = new URL("x:/a");
  url.pathname = "//p";
  is(url.href, "x://p");
});

diverges("url-blob-origin", "a blob URL has the origin of what it wraps, whatever its scheme", () => {
  is(new URL("blob:ftp://h/1").origin, "ftp://h");
});

check("the parts of a URL", () => {
  const url = new URL("https://u:p@h.example:8080/a/b?c=d#e");
  const parts = ["href", "origin", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"];
  same(parts.map((part) => url[part]), ["https://u:p@h.example:8080/a/b?c=d#e", "https://h.example:8080", "https:", "u", "p",
    "h.example:8080", "h.example", "8080", "/a/b", "?c=d", "#e"]);
  is(String(url), url.href);
  is(url.toJSON(), url.href);
  is(JSON.stringify({ url }), `{"url":"${url.href}"}`);
});

check("an empty query or fragment is not seen in its part, but in the href", () => {
  const url = new URL("http://h/?#");
  same([url.search, url.hash, url.href], ["", "", "http://h/?#"]);
});

each("origin", [
  ["http://h:80/a", "http://h"], ["https://h:8443/", "https://h:8443"], ["ws://h/", "ws://h"], ["ftp://h/", "ftp://h"],
  ["file:///a", "null"], ["data:,a", "null"], ["x://h/", "null"], ["blob:https://h/1", "https://h"], ["blob:x", "null"],
], (href, origin) => is(new URL(href).origin, origin));

check("the origin cannot be set", () => {
  "use strict";
  throws(TypeError, () => { new URL("http://h/").origin = "http://i"; });
});

check("a bad href is refused and changes nothing", () => {
  const url = new URL("http://h/a");
  throws(TypeError, () => { url.href = "nonsense"; });
  is(url.href, "http://h/a");
});

check("arguments are converted to strings", () => {
  is(new URL({ toString: () => "http://h/" }).href, "http://h/");
  is(new URL("a", new URL("http://h/b/c")).href, "http://h/b/a");
  throws(TypeError, () => new URL(Symbol("s")));
  throws(TypeError, () => new URL());
  throws(TypeError, () => URL.canParse());
  is(URL.canParse(undefined, "http://h/"), true);
  is(new URL(undefined, "http://h/").href, "http://h/undefined");
  is(new URL(null, "http://h/").href, "http://h/null");
});

check("URL.parse makes a URL, or null", () => {
  ok(URL.parse("http://h/") instanceof URL);
  is(URL.parse("nonsense"), null);
  throws(TypeError, () => URL.parse());
});

check("searchParams is one object, and alive in both directions", () => {
  const url = new URL("http://h/?a=1");
  const { searchParams } = url;
  is(url.searchParams, searchParams);
  searchParams.append("b", "ä &");
  is(url.href, "http://h/?a=1&b=%C3%A4+%26");
  url.search = "c=2";
  same([...searchParams], [["c", "2"]]);
  url.href = "http://i/?d=3";
  same([...searchParams], [["d", "3"]]);
  searchParams.delete("d");
  is(url.href, "http://i/", "no question mark is left");
});

check("reading searchParams does not change the query; any change writes it anew", () => {
  const url = new URL("http://h/?a=%20b+c&&d");
  is(url.searchParams.get("a"), " b c");
  is(url.search, "?a=%20b+c&&d");
  url.searchParams.delete("none");
  is(url.search, "?a=+b+c&d=");
});

check("searchParams cannot be assigned to", () => {
  const url = new URL("http://h/?a=1");
  throws(TypeError, () => { url.searchParams = new URLSearchParams(); });
});

diverges("object-urls", "there are no object URLs", () => {
  same([typeof URL.createObjectURL, typeof URL.revokeObjectURL], ["undefined", "undefined"]);
});

// URLSearchParams

each("a query is parsed", [
  ["", []], ["?", []], ["&&&", []], ["a", [["a", ""]]], ["a=", [["a", ""]]], ["=a", [["", "a"]]], ["=", [["", ""]]],
  ["?a=b", [["a", "b"]]], ["??a=b", [["?a", "b"]]], ["a=b=c", [["a", "b=c"]]], ["a+b=+", [["a b", " "]]],
  ["%61=%", [["a", "%"]]], ["a=%c3%a4", [["a", "ä"]]], ["a=%ff", [["a", "\ufffd"]]], ["a=%2", [["a", "%2"]]],
  ["a=%EF%BB%BFb", [["a", "\ufeffb"]]], ["a=1&a=2", [["a", "1"], ["a", "2"]]], ["a;b=c", [["a;b", "c"]]],
  ["\ufeffa=b", [["\ufeffa", "b"]]], ["a=\u0000", [["a", "\0"]]], ["a=\ud83d", [["a", "\ufffd"]]],
], (query, pairs) => same([...new URLSearchParams(query)], pairs));

each("pairs are written", [
  ["a b", "a+b="], ["ä", "%C3%A4="], ["*-._", "*-._="], ["~!'()", "%7E%21%27%28%29="], ["+%&=", "%2B%25%26%3D="], ["", "="],
  ["\ud800", "%EF%BF%BD="], ["\n", "%0A="],
], (name, text) => is(new URLSearchParams([[name, ""]]).toString(), text));

check("it is made of records, sequences, and other URLSearchParams", () => {
  is(String(new URLSearchParams({ a: 1, b: null, c: undefined })), "a=1&b=null&c=undefined");
  is(String(new URLSearchParams([["a", 1], new Set(["b", "2"])])), "a=1&b=2");
  is(String(new URLSearchParams(new Map([["a", "1"], ["b", "2"]]))), "a=1&b=2");
  const first = new URLSearchParams("a=1");
  const second = new URLSearchParams(first);
  first.append("b", "2");
  is(String(second), "a=1", "a copy");
  is(String(new URLSearchParams(undefined)), "");
  is(String(new URLSearchParams(null)), "null=");
  is(String(new URLSearchParams(() => {})), "");
});

check("pairs have two elements, and records have strings as keys", () => {
  for (const bad of [[["a"]], [["a", "b", "c"]], [[]], [1], ["ab", "c"]]) throws(TypeError, () => new URLSearchParams(bad), JSON.stringify(bad));
  is(String(new URLSearchParams(["ab".split("")])), "a=b");
  throws(TypeError, () => new URLSearchParams({ [Symbol("s")]: "1" }));
  is(String(new URLSearchParams({ "\ud800": "x", a: "y" })), "%EF%BF%BD=x&a=y");
});

check("an iterator of its own decides what is copied", () => {
  const params = new URLSearchParams("a=1");
  params[Symbol.iterator] = function* () { yield ["b", "2"]; };
  is(String(new URLSearchParams(params)), "b=2");
});

check("get, getAll, has, delete and set", () => {
  const params = new URLSearchParams("a=1&b=2&a=3&c");
  same([params.get("a"), params.get("none"), params.getAll("a"), params.getAll("none")], ["1", null, ["1", "3"], []]);
  same([params.has("a"), params.has("a", "3"), params.has("a", "4"), params.has("a", undefined), params.has("c", "")],
    [true, true, false, true, true]);
  params.set("a", "9");
  is(String(params), "a=9&b=2&c=", "the first is replaced, the others go");
  params.set("d", "1");
  params.append("d", "2");
  params.delete("d", "1");
  params.delete("b", undefined);
  is(String(params), "a=9&c=&d=2");
  is(params.size, 3);
  for (const name of ["append", "set"]) throws(TypeError, () => params[name]("a"), name);
  for (const name of ["get", "getAll", "has", "delete"]) throws(TypeError, () => params[name](), name);
});

check("sort goes by code units and keeps the order of equals", () => {
  const params = new URLSearchParams("z=b&a=b&z=a&a=a&ﬃ&🌈");
  params.sort();
  same([...params.keys()].map((key) => key.codePointAt(0)), [97, 97, 122, 122, 0x1f308, 0xfb03]);
  same(params.getAll("z"), ["b", "a"]);
});

check("iterators are alive", () => {
  const params = new URLSearchParams("a=1&b=2&c=3");
  const seen = [];
  for (const [name] of params) {
    seen.push(name);
    if (name === "a") params.delete("b");
    if (name === "c") { if (seen.length < 4) params.append("d", ""); }
  }
  same(seen, ["a", "c", "d"]);
});

check("forEach gives value, name, the object, and the receiver", () => {
  const params = new URLSearchParams("a=1");
  const receiver = {};
  const seen = [];
  params.forEach(function (...args) { seen.push(this === receiver, args[0], args[1], args[2] === params); }, receiver);
  same(seen, [true, "1", "a", true]);
  throws(TypeError, () => params.forEach());
  throws(TypeError, () => params.forEach(1));
});

check("the iterators' prototype", () => {
  const iterator = new URLSearchParams("a=1").entries();
  const prototype = Object.getPrototypeOf(iterator);
  is(prototype[Symbol.toStringTag], "URLSearchParams Iterator");
  is(Object.getPrototypeOf(prototype), Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())));
  is(iterator[Symbol.iterator](), iterator);
  is(URLSearchParams.prototype[Symbol.iterator], URLSearchParams.prototype.entries);
  throws(TypeError, () => iterator.next.call({}));
  same([...new URLSearchParams("a=1").values()], ["1"]);
});

check("a very long query", () => {
  const query = Array.from({ length: 20_000 }, (_, index) => `k${index}=${index}`).join("&");
  const params = new URLSearchParams(query);
  is(params.size, 20_000);
  is(params.get("k19999"), "19999");
  is(String(params), query);
});

// URLPattern

check("URLPattern matches by part", () => {
  const pattern = new URLPattern({ protocol: "http{s}?", hostname: "*.example.com", pathname: "/books/:id(\\d+)/*?" });
  ok(pattern.test("https://a.example.com/books/12/x"));
  ok(!pattern.test("https://a.example.com/books/x"));
  ok(!pattern.test("ftp://a.example.com/books/12"));
  const result = pattern.exec("http://b.example.com/books/7/y/z");
  same([result.hostname.groups, result.pathname.groups, result.pathname.input], [{ 0: "b" }, { 0: "y/z", id: "7" }, "/books/7/y/z"]);
  is(pattern.exec("http://h/"), null);
});

check("URLPattern from a string, with a base, ignoring case", () => {
  const pattern = new URLPattern("/a/:b", "https://h.example");
  is(pattern.hostname, "h.example");
  is(pattern.exec("https://h.example/a/c").pathname.groups.b, "c");
  ok(new URLPattern("/A", "https://h", { ignoreCase: true }).test("https://h/a"));
  ok(!new URLPattern("/A", "https://h").test("https://h/a"));
  same([pattern.hasRegExpGroups, new URLPattern({ pathname: "/(a|b)" }).hasRegExpGroups], [false, true]);
  throws(TypeError, () => new URLPattern("/a/:b"));
  throws(TypeError, () => new URLPattern({ pathname: "/(" }));
  throws(TypeError, () => new URLPattern({ pathname: "/:a/:a" }));
});
