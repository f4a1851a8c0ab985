// Request (WHATWG Fetch; runtime.md 6.4).
import { bytes, check, collectBytes, diverges, each, is, ok, rejects, same, streamOf, throws, utf8 } from "./harness.js";

const make = (init) => new Request("http://h/", init);

check("defaults", () => {
  const request = new Request("http://h/a?b#c");
  same([request.method, request.url, request.redirect, request.mode, request.credentials, request.cache, request.referrer, request.integrity,
    request.bodyUsed, request.body, request.keepalive],
    ["GET", "http://h/a?b#c", "follow", "cors", "same-origin", "default", "about:client", "", false, null, false]);
  ok(request.headers instanceof Headers && request.signal instanceof AbortSignal);
  same([...request.headers], []);
  is(request.headers, request.headers);
  is(request.signal, request.signal);
});

check("the URL is parsed", () => {
  is(new Request("HTTP://H:80/a/../b c").url, "http://h/b%20c");
  is(new Request(new URL("http://h/x")).url, "http://h/x");
  is(new Request({ toString: () => "http://h/y" }).url, "http://h/y");
});

each("the URL is refused", [["nonsense"], ["http://"], [""], ["/relative"], [undefined], [null]], (url) => {
  throws(TypeError, () => new Request(url));
});

diverges("request-credentials", "user and password in the URL are kept", () => {
  is(new Request("http://u:p@h/").url, "http://u:p@h/");
});

check("without arguments, or with an init that is no object", () => {
  throws(TypeError, () => new Request());
  throws(TypeError, () => make(1));
  is(make(null).method, "GET");
  is(make(undefined).method, "GET");
});

// Methods.

each("a method is normalized", [["get", "GET"], ["Post", "POST"], ["dElEtE", "DELETE"], ["head", "HEAD"], ["options", "OPTIONS"], ["put", "PUT"]], (method, expected) => {
  is(make({ method }).method, expected);
});

each("a method is refused", [["CONNECT"], ["connect"], ["TRACE"], ["trace"], ["TRACK"], ["a b"], [""], ["ä"], ["a\n"], ["G,T"]], (method) => {
  throws(TypeError, () => make({ method }));
});

diverges("request-method", "other methods are in upper case, too", () => {
  same([make({ method: "patch" }).method, make({ method: "cUstom" }).method, make({ method: "PATCH" }).method], ["PATCH", "CUSTOM", "PATCH"]);
});

// Other options.

each("an option is taken", [
  ["redirect", "manual"], ["redirect", "error"], ["mode", "same-origin"], ["mode", "no-cors"], ["credentials", "include"], ["credentials", "omit"],
  ["cache", "no-store"], ["cache", "reload"], ["integrity", "sha256-x"], ["keepalive", true], ["referrerPolicy", "no-referrer"],
], (name, value) => is(make({ [name]: value })[name], value));

each("an option is refused", [
  ["redirect", "x"], ["redirect", ""], ["mode", "navigate"], ["mode", "x"], ["credentials", "x"], ["cache", "x"], ["signal", {}], ["signal", 1],
  ["headers", 1], ["headers", { "a b": "1" }]
], (name, value) => throws(TypeError, () => make({ [name]: value })));

check("the referrer", () => {
  is(make({ referrer: "" }).referrer, "");
  is(make({ referrer: "about:client" }).referrer, "about:client");
  throws(TypeError, () => make({ referrer: "http://" }));
});

check("headers are copied", () => {
  const headers = new Headers({ a: "1" });
  const request = make({ headers });
  headers.set("a", "2");
  is(request.headers.get("a"), "1");
  is(make({ headers: [["b", "1"], ["B", "2"]] }).headers.get("b"), "1, 2");
});

// Bodies.

each("a body makes a content type", [
  ["text", "text/plain;charset=UTF-8"], ["", "text/plain;charset=UTF-8"], [new URLSearchParams("a=1"), "application/x-www-form-urlencoded;charset=UTF-8"],
  [new Blob(["x"], { type: "t/y" }), "t/y"], [new Blob(["x"]), null], [bytes(1), null], [new ArrayBuffer(1), null], [5, "text/plain;charset=UTF-8"],
  [{}, "text/plain;charset=UTF-8"],
], (body, type) => {
  is(make({ method: "POST", body }).headers.get("content-type"), type);
  is(make({ method: "POST", body, headers: { "Content-Type": "own/type" } }).headers.get("content-type"), "own/type");
});

check("a form makes a content type with its boundary", () => {
  const body = new FormData();
  const type = make({ method: "POST", body }).headers.get("content-type");
  ok(/^multipart\/form-data; boundary=\S{16,}$/.test(type), type);
});

each("no body for", [["GET"], ["get"], ["HEAD"]], (method) => {
  throws(TypeError, () => make({ method, body: "x" }));
  throws(TypeError, () => make({ method, body: "" }));
  is(make({ method, body: null }).body, null);
  is(make({ method, body: undefined }).body, null);
});

check("a stream as the body", async () => {
  const request = make({ method: "POST", body: streamOf(bytes(1), bytes(2)), duplex: "half" });
  same(await collectBytes(request.body), bytes(1, 2));
});

diverges("request-duplex", "a stream needs no duplex: 'half'", async () => {
  same(await make({ method: "POST", body: streamOf(bytes(1)) }).bytes(), bytes(1));
  is(make({ duplex: "full" }).method, "GET");
});

check("a stream that is locked or disturbed is refused", async () => {
  const locked = streamOf(bytes(1));
  locked.getReader();
  throws(TypeError, () => make({ method: "POST", body: locked, duplex: "half" }));
  const disturbed = streamOf(bytes(1));
  const reader = disturbed.getReader();
  await reader.read();
  reader.releaseLock();
  throws(TypeError, () => make({ method: "POST", body: disturbed, duplex: "half" }));
});

check("an empty body is a body", () => {
  ok(make({ method: "POST", body: "" }).body instanceof ReadableStream);
  is(make({ method: "POST" }).body, null);
});

check("duplex is half", () => is(make().duplex, "half"));

// A request from a request.

check("everything is taken over", () => {
  const source = new Request("http://h/a", {
    method: "PUT", headers: { a: "1" }, redirect: "manual", credentials: "include", cache: "no-store", integrity: "x", mode: "same-origin", keepalive: true,
  });
  const copy = new Request(source);
  for (const name of ["url", "method", "redirect", "credentials", "cache", "integrity", "mode", "keepalive"]) is(copy[name], source[name], name);
  same([...copy.headers], [["a", "1"]]);
  ok(copy.headers !== source.headers);
});

check("an init overrides, headers as a whole", () => {
  const copy = new Request(new Request("http://h/", { method: "PUT", headers: { a: "1", b: "2" } }), { method: "DELETE", headers: { c: "3" } });
  same([copy.method, [...copy.headers]], ["DELETE", [["c", "3"]]]);
  same([...new Request(make({ headers: { a: "1" } }), { headers: undefined }).headers], [["a", "1"]]);
  same([...new Request(make({ headers: { a: "1" } }), { headers: {} }).headers], []);
});

check("the body moves over, and the source is used", async () => {
  const source = make({ method: "POST", body: "text" });
  const copy = new Request(source);
  same([source.bodyUsed, copy.bodyUsed], [true, false]);
  is(await copy.text(), "text");
  await rejects(TypeError, source.text());
  throws(TypeError, () => new Request(source));
});

check("a body of the init leaves the source's alone", async () => {
  const source = make({ method: "POST", body: "old" });
  const copy = new Request(source, { body: "new" });
  is(source.bodyUsed, false);
  same([await source.text(), await copy.text()], ["old", "new"]);
});

check("a used source, with a body of the init", async () => {
  const source = make({ method: "POST", body: "old" });
  await source.text();
  is(await new Request(source, { body: "new" }).text(), "new");
});

check("a GET cannot be made of a request with a body", () => {
  throws(TypeError, () => new Request(make({ method: "POST", body: "x" }), { method: "GET" }));
});

check("the content type of the source stays", () => {
  is(new Request(make({ method: "POST", body: "x" })).headers.get("content-type"), "text/plain;charset=UTF-8");
});

check("a request whose body is being read cannot be taken over", () => {
  const source = make({ method: "POST", body: "x" });
  source.body.getReader();
  throws(TypeError, () => new Request(source));
});

// Signals.

check("the signal follows the given one", () => {
  const controller = new AbortController();
  const { signal } = make({ signal: controller.signal });
  ok(signal !== controller.signal);
  controller.abort("why");
  same([signal.aborted, signal.reason], [true, "why"]);
});

check("a signal that has been aborted", () => {
  const { signal } = make({ signal: AbortSignal.abort("why") });
  same([signal.aborted, signal.reason], [true, "why"]);
});

check("the signal of a copy follows the source, unless the init has one", () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const source = make({ signal: first.signal });
  const [copy, other, none] = [new Request(source), new Request(source, { signal: second.signal }), new Request(source, { signal: null })];
  first.abort(1);
  same([copy.signal.reason, other.signal.aborted, none.signal.aborted], [1, false, false]);
  second.abort(2);
  is(other.signal.reason, 2);
});

check("the signal of a clone follows the original", () => {
  const controller = new AbortController();
  const request = make({ signal: controller.signal });
  const clone = request.clone();
  ok(clone.signal !== request.signal);
  controller.abort("why");
  is(clone.signal.reason, "why");
});

// Clones.

check("clone", async () => {
  const request = make({ method: "POST", body: "text", headers: { a: "1" } });
  const clone = request.clone();
  ok(clone instanceof Request && clone !== request);
  request.headers.set("a", "2");
  same([clone.method, clone.url, clone.headers.get("a"), clone.redirect], ["POST", "http://h/", "1", "follow"]);
  same([await request.text(), await clone.text()], ["text", "text"]);
});

check("clone of a stream: both are read, in any order", async () => {
  const request = make({ method: "POST", body: streamOf(utf8("ab"), utf8("cd")), duplex: "half" });
  const clone = request.clone();
  is(await clone.text(), "abcd");
  is(await request.text(), "abcd");
});

check("clone of what is used, or locked", async () => {
  const used = make({ method: "POST", body: "x" });
  await used.text();
  throws(TypeError, () => used.clone());
  const locked = make({ method: "POST", body: "x" });
  locked.body.getReader();
  throws(TypeError, () => locked.clone());
  is(make().clone().body, null);
});

check("attributes cannot be assigned to", () => {
  const request = make();
  for (const name of ["method", "url", "headers", "body", "signal", "bodyUsed", "redirect", "duplex"]) {
    throws(TypeError, () => { request[name] = "x"; }, name);
  }
});

check("strangers", () => {
  throws(TypeError, () => Request("http://h/"));
  throws(TypeError, () => Request.prototype.clone.call({}));
  for (const name of ["method", "url", "headers", "signal", "redirect"]) {
    throws(TypeError, () => Object.getOwnPropertyDescriptor(Request.prototype, name).get.call(new Response()), name);
  }
});
