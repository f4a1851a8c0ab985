// `fetch` against the host of fetch.rs (runtime.md 6.6).
const text = async (...args) => (await fetch(...args)).text();
const echo = async (...args) => JSON.parse(await text(...args));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

// The request: what is written goes to the host as it is.
for (const url of ["HTTP://Ex.com/a b?q=ä#f", "/relative?x", "//host/p", "", "http://u:p@h:80/%7e/../x", "data:,x", "no url at all"]) {
  is((await echo(url, { headers: { "x-do": "echo" } })).url, url, `url ${url}`);
}
is((await echo(new URL("http://h/a b"), { headers: { "x-do": "echo" } })).url, "http://h/a%20b", "a URL object");
is((await echo(new Request("http://h/q"), { headers: { "x-do": "echo" } })).url, "http://h/q", "a Request");
{
  const got = await echo("http://h/", { method: "post", body: "text", headers: [["X-Do", "echo"], ["B", "2"], ["A", "1"], ["b", "3"]] });
  is(got.method, "POST");
  same(got.headers, [["a", "1"], ["b", "2, 3"], ["content-type", "text/plain;charset=UTF-8"], ["x-do", "echo"]]);
  is(got.body, hex(new TextEncoder().encode("text")));
}
{
  const request = new Request("http://h/r", { method: "PUT", body: "first", headers: { "x-do": "echo" } });
  const got = await echo(request);
  same([got.url, got.method, got.body], ["http://h/r", "PUT", hex(new TextEncoder().encode("first"))]);
  ok(request.bodyUsed, "the request's body is used up");
  await rejects(() => fetch(request), "TypeError");
}
for (const method of ["patch", "Patch", "report"]) {
  is(new Request("http://h/", { method }).method, method.toUpperCase());
  is((await echo("http://h/", { method, headers: { "x-do": "echo" } })).method, method.toUpperCase());
}
const bodies = {
  "a string": ["ä", "c3a4"],
  "an ArrayBuffer": [new Uint8Array([0, 255]).buffer, "00ff"],
  "a view": [new Uint8Array([9, 1, 2, 9]).subarray(1, 3), "0102"],
  "a Blob": [new Blob(["x", new Uint8Array([1])]), "7801"],
  "URLSearchParams": [new URLSearchParams({ a: "b c" }), hex(new TextEncoder().encode("a=b+c"))],
  "a stream": [new ReadableStream({ start(c) { c.enqueue(new Uint8Array([1])); c.enqueue(new Uint8Array([2])); c.close(); } }), "0102"],
};
for (const [what, [body, expected]] of Object.entries(bodies)) {
  is((await echo("http://h/", { method: "POST", body, duplex: "half", headers: { "x-do": "echo" } })).body, expected, what);
}
{
  const form = new FormData();
  form.append("field", "v");
  form.append("file", new File([new Uint8Array([0, 13, 10, 255])], "n.bin", { type: "x/y" }));
  const back = await (await fetch("http://h/", { method: "POST", body: form, headers: { "x-do": "mirror" } })).formData();
  is(back.get("field"), "v");
  const file = back.get("file");
  same([file.name, file.type, hex(await file.bytes())], ["n.bin", "x/y", "000d0aff"]);
}
await rejects(() => fetch("http://h/", { method: "GET", body: "x" }), "TypeError");
await rejects(() => fetch("http://h/", { method: "CONNECT" }), "TypeError");
await rejects(() => fetch(), "TypeError");
ok(fetch("http://h/", { method: "GET", body: "x" }).catch(() => {}) instanceof Promise, "never throws at once");
is(fetch.length, 1);

// The response.
{
  const response = await fetch("http://h/plain");
  ok(response instanceof Response);
  same([response.status, response.statusText, response.ok, response.type, response.url, response.redirected], [201, "Made", true, "default", "", false]);
  same([...response.headers], [["content-type", "text/plain"], ["set-cookie", "a=1"], ["set-cookie", "b=2"], ["x-many", "1, 2"]]);
  is(response.bodyUsed, false);
  const copy = response.clone();
  is(await response.text(), "plain");
  is(await copy.text(), "plain");
  await rejects(() => response.text(), "TypeError", "Body has already been consumed");
  throws(() => response.headers.set("x", "y"), "TypeError");
}
{
  const response = await fetch("http://h/elsewhere");
  same([response.url, response.redirected], ["http://other/place", true]);
}
for (const status of [204, 205, 304]) {
  for (const how of ["inline", "streamed"]) {
    const response = await soon(fetch(`http://h/status/${status}/${how}`), `${status} ${how}`);
    same([response.status, response.body, await response.text()], [status, null, ""], `${status} ${how}`);
  }
}
is((await fetch("http://h/plain", { method: "HEAD" })).body, null, "HEAD");
for (const status of [0, 100, 199, 600, 70000]) {
  await rejects(() => soon(fetch(`http://h/status/${status}/inline`)), "TypeError", /invalid status/, `status ${status}`);
}
is(await text("http://h/empty"), "");

// Streamed: it can be read as soon as the head is there.
{
  const response = await soon(fetch("http://h/slow"), "the head");
  const reader = response.body.getReader();
  is(new TextDecoder().decode((await soon(reader.read())).value), "first");
  const second = reader.read();
  await fetch("http://h/go");
  is(new TextDecoder().decode((await soon(second)).value), "second");
  is((await soon(reader.read())).done, true);
}
{
  const response = await fetch("http://h/large");
  const bytes = await response.bytes();
  is(bytes.length, 3_000_000);
  ok(bytes.every((byte, index) => byte === index % 251), "every byte in its place");
}
{
  const response = await fetch("http://h/large");
  const [a, b] = response.body.tee();
  const sizes = await Promise.all([a, b].map(async (branch) => {
    let size = 0;
    for await (const chunk of branch) size += chunk.length;
    return size;
  }));
  same(sizes, [3_000_000, 3_000_000], "tee");
}
{
  const reader = (await fetch("http://h/large")).body.getReader({ mode: "byob" });
  let size = 0;
  for (let view = new Uint8Array(100_000);;) {
    const { done, value } = await reader.read(view);
    if (done) break;
    size += value.length;
    view = new Uint8Array(value.buffer);
  }
  is(size, 3_000_000, "with buffers of its own");
}
{
  const response = await fetch("http://h/breaks");
  const reader = response.body.getReader();
  is(new TextDecoder().decode((await reader.read()).value), "some");
  await rejects(() => soon(reader.read()), "Error", "terminated");
}

// Fetches overlap.
{
  const both = [fetch("http://h/pair"), fetch("http://h/pair")];
  same(await soon(Promise.all(both.map(async (one) => (await one).text())), "two at once"), ["met", "met"]);
}

// Errors of the host.
const errors = {
  plain: ["Error", "no route"],
  named: ["CustomError", "with a name"],
  type: ["TypeError", "bad type"],
  range: ["RangeError", "too far"],
  error: ["Error", "just so"],
  abort: ["AbortError", "stop"],
  named_abort: ["AbortError", "The operation was aborted."],
};
for (const [path, [name, message]] of Object.entries(errors)) {
  await rejects(() => fetch(`http://h/error/${path}`), name, message, path);
}
await fetch("http://h/error/type").catch((error) => ok(error instanceof TypeError && Object.getPrototypeOf(error) === TypeError.prototype));
await fetch("http://h/error/abort").catch((error) => ok(error instanceof DOMException));
