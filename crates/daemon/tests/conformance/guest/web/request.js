// runtime.md 6.4.
const request = new Request("http://x/a?b", { method: "post", headers: { A: "1" }, body: "x" });
same([request.method, request.url, request.headers.get("a")], ["POST", "http://x/a?b", "1"]);
same([request.mode, request.credentials, request.cache, request.redirect, request.referrer, request.integrity],
  ["cors", "same-origin", "default", "follow", "about:client", ""]);
ok(request.signal instanceof AbortSignal && !request.signal.aborted);
for (const method of ["GET", "HEAD"]) throws(() => new Request("http://x/", { method, body: "x" }), "TypeError", "Request with GET/HEAD method cannot have body", method);
is(new Request("http://x/").method, "GET");
is(new Request("http://x/").body, null);
is(new Request(new URL("http://x/y")).url, "http://x/y");
const controller = new AbortController();
const copy = new Request(new Request("http://x/", { method: "PUT", headers: { B: "2" }, signal: controller.signal, redirect: "manual" }), { headers: { C: "3" } });
same([copy.method, copy.headers.get("b"), copy.headers.get("c"), copy.redirect], ["PUT", null, "3", "manual"]);
controller.abort("why");
is(copy.signal.aborted, true);
is(copy.signal.reason, "why");
throws(() => new Request("http://x/", { method: "a b" }), "TypeError");
throws(() => new Request("http://x/", { method: "CONNECT" }), "TypeError");
const streaming = new Request("http://x/", { method: "POST", body: ReadableStream.from([new Uint8Array([104, 105])]), duplex: "half" });
is(await streaming.text(), "hi");
