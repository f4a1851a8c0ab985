// Response (WHATWG Fetch; runtime.md 6.5).
import { bytes, check, each, is, ok, rejects, same, streamOf, throws, utf8 } from "./harness.js";

check("defaults", () => {
  const response = new Response();
  same([response.status, response.statusText, response.ok, response.type, response.url, response.redirected, response.body, response.bodyUsed],
    [200, "", true, "default", "", false, null, false]);
  ok(response.headers instanceof Headers);
  is(response.headers, response.headers);
  same([...response.headers], []);
});

each("a status is taken", [[200], [201], [299], [300], [404], [500], [599], [101], ["201"], [200.9], [65736]], (status) => {
  if (status === 101) is(new Response(null, { status }).status, 101);
  else is(new Response("", { status }).status, Math.trunc(status) % 65536);
});

each("a status is refused", [[0], [100], [199], [600], [1000], [-1], [NaN], ["x"], [null]], (status) => {
  throws(RangeError, () => new Response("", { status }));
});

each("ok", [[200, true], [204, true], [299, true], [300, false], [404, false]], (status, expected) => is(new Response(null, { status }).ok, expected));

each("a status without a body", [[101], [204], [205], [304]], (status) => {
  is(new Response(null, { status }).status, status);
  is(new Response(undefined, { status }).body, null);
  throws(TypeError, () => new Response("", { status }));
  throws(TypeError, () => new Response("x", { status }));
});

each("a status text is taken", [[""], ["OK"], ["Not\tFound"], ["\xff"], [" x "]], (statusText) => {
  is(new Response(null, { statusText }).statusText, statusText);
});

each("a status text is refused", [["a\n"], ["\r"], ["\0"], ["€"], ["\x7f"]], (statusText) => {
  throws(TypeError, () => new Response(null, { statusText }));
});

check("init: conversions", () => {
  is(new Response("", null).status, 200);
  is(new Response("", {}).status, 200);
  is(new Response("", { status: undefined }).status, 200);
  is(new Response("", { statusText: null }).statusText, "null");
  throws(TypeError, () => new Response("", 1));
  throws(TypeError, () => new Response("", { headers: 1 }));
  throws(TypeError, () => new Response("", { headers: { "a b": "" } }));
});

check("the status is checked before the headers, and they before the body", () => {
  throws(RangeError, () => new Response("", { status: 1, headers: { "a b": "" } }));
});

check("headers", () => {
  const headers = new Headers({ a: "1" });
  const response = new Response("", { headers });
  headers.set("a", "2");
  is(response.headers.get("a"), "1");
  response.headers.append("b", "3");
  is(response.headers.get("b"), "3");
});

each("a body makes a content type", [
  ["text", "text/plain;charset=UTF-8"], ["", "text/plain;charset=UTF-8"], [new URLSearchParams("a=1"), "application/x-www-form-urlencoded;charset=UTF-8"],
  [new Blob(["x"], { type: "t/y" }), "t/y"], [new Blob(["x"]), null], [bytes(1), null], [new ArrayBuffer(1), null], [new DataView(new ArrayBuffer(1)), null],
  [streamOf(), null], [5, "text/plain;charset=UTF-8"], [null, null], [undefined, null],
], (body, type) => {
  const own = typeof body?.getReader === "function" ? streamOf() : body;
  is(new Response(body).headers.get("content-type"), type);
  is(new Response(own, { headers: { "content-type": "own/type" } }).headers.get("Content-Type"), "own/type");
  is(new Response(own, { headers: { other: "1" } }).headers.get("content-type"), type);
});

check("a stream that is locked or disturbed is refused", async () => {
  const locked = streamOf(bytes(1));
  locked.getReader();
  throws(TypeError, () => new Response(locked));
  const disturbed = streamOf(bytes(1));
  await disturbed.cancel();
  throws(TypeError, () => new Response(disturbed));
});

check("the body is the given stream", () => {
  const stream = streamOf(bytes(1));
  is(new Response(stream).body, stream);
});

// Statics.

check("error", () => {
  const response = Response.error();
  same([response.type, response.status, response.statusText, response.ok, response.body, response.url], ["error", 0, "", false, null, ""]);
  throws(TypeError, () => response.headers.append("a", "1"));
});

each("redirect", [[undefined, 302], [301, 301], [302, 302], [303, 303], [307, 307], [308, 308]], (status, expected) => {
  const response = Response.redirect("http://h/a", status);
  same([response.status, response.headers.get("location"), response.type, response.body, response.redirected], [expected, "http://h/a", "default", null, false]);
});

each("redirect refuses the status", [[200], [300], [304], [309], [0], ["x"]], (status) => throws(RangeError, () => Response.redirect("http://h/", status)));

check("redirect: the URL is parsed, the headers are fixed", () => {
  is(Response.redirect("HTTP://H/a b").headers.get("location"), "http://h/a%20b");
  throws(TypeError, () => Response.redirect("http://"));
  throws(TypeError, () => Response.redirect());
  throws(TypeError, () => Response.redirect("http://h/").headers.set("a", "1"));
});

check("json", async () => {
  const response = Response.json({ a: [1, null, "ä"] });
  same([response.status, response.headers.get("content-type"), response.type], [200, "application/json", "default"]);
  is(await response.text(), '{"a":[1,null,"ä"]}');
  const other = Response.json("x", { status: 400, statusText: "Bad", headers: { "content-type": "own/type", a: "1" } });
  same([other.status, other.statusText, other.headers.get("content-type"), other.headers.get("a"), await other.text()], [400, "Bad", "own/type", "1", '"x"']);
});

each("json refuses", [[undefined], [() => {}], [Symbol.iterator]], (data) => throws(TypeError, () => Response.json(data)));

check("json: what cannot be written, bad statuses, toJSON", async () => {
  const cycle = {};
  cycle.self = cycle;
  throws(TypeError, () => Response.json(cycle));
  throws(TypeError, () => Response.json(1n));
  throws(TypeError, () => Response.json());
  throws(TypeError, () => Response.json({}, { status: 204 }));
  throws(RangeError, () => Response.json({}, { status: 600 }));
  is(await Response.json(new Date(0)).json(), "1970-01-01T00:00:00.000Z");
  is(await Response.json(null).json(), null);
  const why = new Error("why");
  throws(why, () => Response.json({ toJSON() { throw why; } }));
});

// Clones.

check("clone", async () => {
  const response = new Response("text", { status: 201, statusText: "Made", headers: { a: "1" } });
  const clone = response.clone();
  response.headers.set("a", "2");
  same([clone.status, clone.statusText, clone.headers.get("a"), clone.type], [201, "Made", "1", "default"]);
  same([await clone.text(), await response.text()], ["text", "text"]);
});

check("clone of a stream: chunks reach both, errors too", async () => {
  const response = new Response(streamOf(utf8("ab"), utf8("cd")));
  const clone = response.clone();
  same([await response.text(), await clone.text()], ["abcd", "abcd"]);
  const why = new Error("why");
  const broken = new Response(new ReadableStream({ pull(controller) { controller.error(why); } }));
  const other = broken.clone();
  await rejects(why, broken.text());
  await rejects(why, other.text());
});

check("clones of clones", async () => {
  const response = new Response(streamOf(utf8("abc")));
  const clones = [response.clone(), response.clone()];
  clones.push(clones[0].clone());
  same(await Promise.all([response, ...clones].map((each) => each.text())), ["abc", "abc", "abc", "abc"]);
});

check("a clone does not share memory with the original", async () => {
  const response = new Response(streamOf(bytes(1, 2)));
  const clone = response.clone();
  const first = (await response.body.getReader().read()).value;
  first[0] = 9;
  same(await clone.bytes(), bytes(1, 2));
});

check("clone of what is used, or locked", async () => {
  const used = new Response("x");
  await used.text();
  throws(TypeError, () => used.clone());
  const locked = new Response("x");
  locked.body.getReader();
  throws(TypeError, () => locked.clone());
  same([new Response().clone().body, Response.error().clone().type], [null, "error"]);
});

check("the guard is cloned, too", () => {
  throws(TypeError, () => Response.redirect("http://h/").clone().headers.set("a", "1"));
  const clone = new Response().clone();
  clone.headers.set("a", "1");
  is(clone.headers.get("a"), "1");
});

check("attributes cannot be assigned to", () => {
  const response = new Response();
  for (const name of ["status", "ok", "headers", "body", "url", "type", "bodyUsed", "statusText", "redirected"]) {
    throws(TypeError, () => { response[name] = 1; }, name);
  }
});

check("strangers", () => {
  throws(TypeError, () => Response());
  throws(TypeError, () => Response.prototype.clone.call({}));
  for (const name of ["status", "ok", "headers", "url", "type", "statusText", "redirected"]) {
    throws(TypeError, () => Object.getOwnPropertyDescriptor(Response.prototype, name).get.call(new Request("http://h/")), name);
  }
});
