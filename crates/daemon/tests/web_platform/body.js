// The bodies of Request and Response, and how they are read (WHATWG Fetch; runtime.md 6.3).
import { bytes, check, collect, collectBytes, diverges, each, is, ok, rejects, same, sleep, streamOf, throws, utf8 } from "./harness.js";

const why = new Error("why");
const readers = ["arrayBuffer", "blob", "bytes", "formData", "json", "text"];
const ofRequest = (body, headers) => new Request("http://h/", { method: "POST", body, headers, duplex: "half" });
const ofResponse = (body, headers) => new Response(body, { headers });

/** The same check for both classes. @param {string} name @param {(make: typeof ofResponse) => unknown} run */
function both(name, run) {
  check(`Response: ${name}`, () => run(ofResponse));
  check(`Request: ${name}`, () => run(ofRequest));
}

both("every kind of body is read as bytes", async (make) => {
  const { buffer } = bytes(1, 2, 3, 4);
  for (const [body, expected] of [
    ["ä", utf8("ä")], ["\ud800", utf8("\ufffd")], [buffer, bytes(1, 2, 3, 4)], [new Uint8Array(buffer, 1, 2), bytes(2, 3)], [new DataView(buffer, 3), bytes(4)],
    [new Uint16Array(buffer, 2), bytes(3, 4)], [new Blob(["a", bytes(0)]), bytes(97, 0)], [new URLSearchParams({ a: "ä b" }), utf8("a=%C3%A4+b")],
    [streamOf(bytes(1), bytes(), bytes(2)), bytes(1, 2)], [5, utf8("5")], [{ toString: () => "x" }, utf8("x")], ["", bytes()],
  ]) same(await make(body).bytes(), expected);
});

both("the bytes are those at the time of construction", async (make) => {
  const view = bytes(1, 2);
  const body = make(view);
  view[0] = 9;
  same(await body.bytes(), bytes(1, 2));
});

both("readers give the right classes", async (make) => {
  is((await make("x").arrayBuffer()).constructor, ArrayBuffer);
  is((await make("x").bytes()).constructor, Uint8Array);
  is((await make("x").blob()).constructor, Blob);
  is((await make("a=1", { "content-type": "application/x-www-form-urlencoded" }).formData()).constructor, FormData);
  is(typeof await make("x").text(), "string");
});

both("no reader shares memory with another", async (make) => {
  const first = make(bytes(1, 2));
  const second = first.clone();
  const read = await first.bytes();
  read[0] = 9;
  same(await second.bytes(), bytes(1, 2));
});

both("without a body", async (make) => {
  const empty = () => (make === ofResponse ? new Response() : new Request("http://h/"));
  is(empty().body, null);
  same([await empty().text(), (await empty().bytes()).length, (await empty().arrayBuffer()).byteLength, (await empty().blob()).size], ["", 0, 0, 0]);
  await rejects(SyntaxError, empty().json());
  await rejects(TypeError, empty().formData());
  const twice = empty();
  await twice.text();
  same([twice.bodyUsed, await twice.text()], [false, ""], "what is not there cannot be used");
});

// Being used.

both("a body is read once", async (make) => {
  for (const name of readers) {
    const body = make("{}", { "content-type": "application/x-www-form-urlencoded" });
    is(body.bodyUsed, false);
    const reading = body[name]();
    is(body.bodyUsed, true, "at once");
    await reading;
    for (const again of readers) {
      const error = await rejects(TypeError, body[again](), `${name}, ${again}`);
      is(error.message, "Body has already been consumed");
    }
  }
});

both("readers reject instead of throwing", async (make) => {
  const body = make("x");
  body.body.getReader();
  for (const name of readers) await rejects(TypeError, body[name](), name);
  is(body.bodyUsed, false, "locked, but not disturbed");
});

both("bodyUsed follows the stream", async (make) => {
  const read = make("x");
  const reader = read.body.getReader();
  is(read.bodyUsed, false);
  await reader.read();
  is(read.bodyUsed, true);
  reader.releaseLock();
  await rejects(TypeError, read.text());
  const cancelled = make("x");
  await cancelled.body.cancel();
  is(cancelled.bodyUsed, true);
});

both("a reader locks the stream", async (make) => {
  const body = make(streamOf(bytes(1)));
  const { body: stream } = body;
  const reading = body.bytes();
  is(stream.locked, true);
  await reading;
});

both("the stream is always the same, and a stream of bytes", async (make) => {
  const body = make("text");
  is(body.body, body.body);
  ok(body.body instanceof ReadableStream);
  is(body.body.locked, false);
  same(await collectBytes(body.body), utf8("text"));
});

both("a body that was read still has its stream", async (make) => {
  const body = make("x");
  await body.text();
  ok(body.body instanceof ReadableStream);
  is(body.bodyUsed, true);
  throws(TypeError, () => new Response(body.body));
});

diverges("body-byob", "the stream of a body that is no stream of bytes itself has no BYOB reader", () => {
  throws(TypeError, () => new Response("x").body.getReader({ mode: "byob" }));
});

check("a stream of bytes keeps its nature", async () => {
  const stream = new ReadableStream({ type: "bytes", start(controller) { controller.enqueue(bytes(1, 2)); controller.close(); } });
  const reader = new Response(stream).body.getReader({ mode: "byob" });
  same((await reader.read(new Uint8Array(1))).value, bytes(1));
});

check("the stream of a Blob's body", async () => {
  same(await collectBytes(new Response(new Blob(["a", "b"])).body), utf8("ab"));
});

// Chunks that are no bytes.

each("a stream may give nothing but Uint8Array", [["text"], [1], [null], [undefined], [{}], [new ArrayBuffer(1)], [new Uint16Array(1)]], async (chunk) => {
  await rejects(TypeError, new Response(streamOf(chunk)).text());
  await rejects(TypeError, new Response(streamOf(bytes(1), chunk)).arrayBuffer());
});

both("an error of the stream is what readers reject with", async (make) => {
  for (const name of readers) {
    await rejects(why, make(new ReadableStream({ pull(controller) { controller.error(why); } }))[name](), name);
    let sent = false;
    const stream = new ReadableStream({ pull(controller) { if (sent) throw why; sent = true; controller.enqueue(bytes(1)); } });
    await rejects(why, make(stream)[name](), name);
  }
});

both("a stream that takes its time", async (make) => {
  const stream = new ReadableStream({
    async pull(controller) { await sleep(1); controller.enqueue(bytes(97)); if (++this.count === 5) controller.close(); },
    count: 0,
  });
  is(await make(stream).text(), "aaaaa");
});

both("what was enqueued without a consumer is kept in order", async (make) => {
  const chunks = Array.from({ length: 300 }, (_, index) => bytes(index % 256));
  same(await make(streamOf(...chunks)).bytes(), Uint8Array.from(chunks.flatMap((chunk) => [...chunk])));
});

both("a large body", async (make) => {
  const body = new Uint8Array(5_000_000).map((_, index) => index % 251);
  const read = await make(body).bytes();
  is(read.length, 5_000_000);
  ok(read.every((byte, index) => byte === index % 251));
});

// text

both("text is UTF-8, malformed or not, whatever the content type says", async (make) => {
  is(await make(bytes(0xc3, 0xa4, 0xff)).text(), "ä\ufffd");
  is(await make(bytes(0xe4), { "content-type": "text/plain; charset=latin1" }).text(), "\ufffd");
  is(await make(streamOf(bytes(0xf0, 0x9f), bytes(0x98, 0x80))).text(), "😀");
});

both("one byte order mark is removed from text, none from bytes", async (make) => {
  const mark = [0xef, 0xbb, 0xbf];
  is(await make(bytes(...mark, 97)).text(), "a");
  is(await make(bytes(...mark, ...mark, 97)).text(), "\ufeffa");
  is(await make("\ufeffa").text(), "a");
  is((await make(bytes(...mark, 97)).bytes()).length, 4);
});

// json

both("json", async (make) => {
  same(await make('{"a":[1,"ä",null]}').json(), { a: [1, "ä", null] });
  is(await make("1").json(), 1);
  is(await make(' "x"\n').json(), "x");
});

both("json: a byte order mark is removed", async (make) => {
  is(await make(bytes(0xef, 0xbb, 0xbf, 0x31)).json(), 1);
  is(await make("\ufeff1").json(), 1);
});

both("lone surrogates of a text are replaced", async (make) => {
  is(await make("a\ud800").text(), "a\ufffd");
  same(await make('"\ud800"').json(), "\ufffd");
});

both("json that is none", async (make) => {
  for (const text of ["", "{", "undefined", "{'a':1}", "1 2"]) await rejects(SyntaxError, make(text).json(), text);
  const body = make("{");
  await rejects(SyntaxError, body.json());
  is(body.bodyUsed, true);
});

// blob

both("blob: the type is the content type, in its own form", async (make) => {
  const type = async (given) => (await make(bytes(1), given === undefined ? {} : { "content-type": given }).blob()).type;
  is(await type(undefined), "");
  is(await type("text/plain"), "text/plain");
  is(await type("Text/HTML; Charset=utf-8"), "text/html;charset=utf-8");
  is(await type("nonsense"), "");
  is(await type('a/b; c="d e"'), 'a/b;c="d e"');
});

both("blob: of a string, of a blob", async (make) => {
  is((await make("x").blob()).type, "text/plain;charset=utf-8");
  const blob = await make(new Blob(["abc"], { type: "t/y" })).blob();
  same([blob.type, blob.size, await blob.text()], ["t/y", 3, "abc"]);
});

both("several content types: the last that is one", async (make) => {
  const headers = new Headers([["content-type", "text/plain;charset=gbk"], ["content-type", "text/html"]]);
  is((await make(bytes(1), headers).blob()).type, "text/html");
  is((await make(bytes(1), new Headers([["content-type", "text/plain"], ["content-type", "x"]])).blob()).type, "text/plain");
});

// formData: see form_data.js for the formats.

both("formData needs a content type it knows", async (make) => {
  for (const type of ["text/plain", "application/json", "multipart/mixed; boundary=x", "multipart/form-data", ""]) {
    await rejects(TypeError, make("a=1", { "content-type": type }).formData(), type);
  }
  await rejects(TypeError, make(bytes(1)).formData(), "none");
});

// Together.

check("a body through a transform into another body", async () => {
  const upper = new TransformStream({ transform(chunk, controller) { controller.enqueue(chunk.map((byte) => byte - 32)); } });
  is(await new Response(new Response("abc").body.pipeThrough(upper)).text(), "ABC");
});

check("a body may be passed on, and its first owner is used then", async () => {
  const first = new Response(streamOf(utf8("abc")), { headers: { "content-type": "text/plain;charset=UTF-8" } });
  const second = new Response(first.body, first);
  is(await second.text(), "abc");
  is(first.bodyUsed, true);
  is(second.headers.get("content-type"), "text/plain;charset=UTF-8");
});

diverges("body-passed-on", "a body that is no stream is not used by being passed on", async () => {
  const first = new Response("abc");
  is(await new Response(first.body).text(), "abc");
  same([first.bodyUsed, await first.text()], [false, "abc"]);
});

check("a body that is cancelled cancels its stream", async () => {
  let reason;
  const response = new Response(new ReadableStream({ pull(controller) { controller.enqueue(bytes(1)); }, cancel(given) { reason = given; } }));
  await response.body.cancel(why);
  is(reason, why);
});

check("tee of a body", async () => {
  const [left, right] = new Response(streamOf(bytes(1), bytes(2))).body.tee();
  same([await collectBytes(left), await collectBytes(right)], [bytes(1, 2), bytes(1, 2)]);
});

check("async iteration of a body", async () => {
  const chunks = [];
  for await (const chunk of new Response("ab").body) chunks.push(...chunk);
  same(chunks, [97, 98]);
  is((await collect(new Response("").body)).every((chunk) => chunk.length === 0), true);
});

check("strangers", async () => {
  for (const name of readers) await rejects(TypeError, Response.prototype[name].call({}), name);
  await rejects(TypeError, Response.prototype.text.call(new Request("http://h/")));
  throws(TypeError, () => Object.getOwnPropertyDescriptor(Response.prototype, "body").get.call({}));
  throws(TypeError, () => Object.getOwnPropertyDescriptor(Request.prototype, "bodyUsed").get.call({}));
});
