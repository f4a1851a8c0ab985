// runtime.md 6.3.
for (const make of [(body) => new Response(body), (body) => new Request("http://x/", { method: "POST", body })]) {
  const body = make('{"a":1}');
  is(body.bodyUsed, false);
  is(body.body, body.body, "the same stream");
  ok(body.body instanceof ReadableStream);
  same(await body.json(), { a: 1 });
  is(body.bodyUsed, true);
  for (const method of ["text", "json", "arrayBuffer", "blob", "formData"]) await rejects(body[method](), "TypeError", "Body has already been consumed", method);
  throws(() => body.clone(), "TypeError", `Cannot clone a ${body.constructor.name} that has already been used`);
  same(new Uint8Array(await make(new Uint8Array([1, 2])).arrayBuffer()), new Uint8Array([1, 2]));
  same(await make(new Uint8Array([1, 2, 3]).subarray(1)).bytes(), new Uint8Array([2, 3]));
  is(await make(new URLSearchParams({ a: "b c" })).text(), "a=b+c");
  is(make(new URLSearchParams()).headers.get("content-type")?.split(";")[0], "application/x-www-form-urlencoded");
  is(await make(new Blob(["x"], { type: "t/y" })).text(), "x");
  const blob = await new Response("x", { headers: { "content-type": "t/z" } }).blob();
  is(blob.type, "t/z");
  is(await make("\ufeffx").text(), "x", "the byte order mark is removed");
  const original = make("twice");
  const copy = original.clone();
  same([await original.text(), await copy.text()], ["twice", "twice"]);
  await rejects(make("{").json(), "SyntaxError");
}
const streamed = new Response(ReadableStream.from([new Uint8Array([97]), new TextEncoder().encode("b")]));
is(await streamed.text(), "ab");
await rejects(new Response(new ReadableStream({ start(c) { c.error(new RangeError("broken")); } })).text(), "RangeError", "broken");
await rejects(new Response(ReadableStream.from(["no bytes"])).text(), "TypeError");
await rejects(new Response("x", { headers: { "content-type": "text/plain" } }).formData(), "TypeError", "Unsupported content type for formData()");
