// runtime.md 6.5.
const response = new Response("x", { status: 201, statusText: "Made", headers: { A: "1" } });
same([response.status, response.statusText, response.ok, response.type, response.url, response.redirected, response.headers.get("a")],
  [201, "Made", true, "default", "", false, "1"]);
same([new Response().status, new Response().statusText, new Response("", { status: 299 }).ok, new Response("", { status: 300 }).ok], [200, "", true, false]);
const json = Response.json({ a: 1 }, { status: 400 });
same([json.status, json.headers.get("content-type"), await json.json()], [400, "application/json", { a: 1 }]);
is(Response.json(1, { headers: { "content-type": "x/y" } }).headers.get("content-type"), "x/y");
throws(() => Response.json(undefined), "TypeError");
for (const status of [301, 302, 303, 307, 308]) is(Response.redirect("http://x/", status).status, status);
is(Response.redirect("http://x/y").headers.get("Location"), "http://x/y");
throws(() => Response.redirect("http://x/", 200), "RangeError", "Invalid redirect status code");
same([Response.error().status, Response.error().type], [0, "error"]);
throws(() => new Response("", { status: 99 }), "RangeError");
for (const status of [204, 205, 304]) throws(() => new Response("x", { status }), "TypeError");
is(await new Response(null, { status: 204 }).text(), "");
is(await new Response(5).text(), "5");
is(Object.prototype.toString.call(response), "[object Response]");
