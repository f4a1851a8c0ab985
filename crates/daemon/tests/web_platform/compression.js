// CompressionStream and DecompressionStream (WHATWG Compression).
import { bytes, check, collect, collectBytes, diverges, each, hex, is, ok, rejects, same, settle, state, streamOf, throws, utf8 } from "./harness.js";

const formats = [["gzip"], ["deflate"], ["deflate-raw"]];

const through = (stream, ...chunks) => collectBytes(streamOf(...chunks).pipeThrough(stream));
const compress = (format, ...chunks) => through(new CompressionStream(format), ...chunks);
const decompress = (format, ...chunks) => through(new DecompressionStream(format), ...chunks);
const decode = (data) => new TextDecoder().decode(data);

/** "expected output", compressed elsewhere. */
const known = {
  "gzip": "1f8b08000000000000034bad28484d2e494d51c82f2d29282d0100b00139b30f000000",
  "deflate": "789c4bad28484d2e494d51c82f2d29282d010030ad0624",
  "deflate-raw": "4bad28484d2e494d51c82f2d29282d0100",
};
const fromHex = (text) => Uint8Array.from(text.match(/../g), (byte) => Number.parseInt(byte, 16));

check("formats", () => {
  for (const Stream of [CompressionStream, DecompressionStream]) {
    for (const bad of ["", "zip", "GZIP", "gzip ", null, undefined, 1]) throws(TypeError, () => new Stream(bad), `${Stream.name} of ${String(bad)}`);
    throws(TypeError, () => new Stream());
    throws(TypeError, () => Stream("gzip"));
    const stream = new Stream({ toString: () => "gzip" });
    ok(stream.readable instanceof ReadableStream && stream.writable instanceof WritableStream);
    is(stream.readable, stream.readable);
    is(stream instanceof TransformStream, false);
  }
});

each("forth and back", formats, async (format) => {
  const text = "hello, ".repeat(10_000);
  const small = await compress(format, utf8(text));
  ok(small.length < 1000, `${small.length} bytes`);
  is(decode(await decompress(format, small)), text);
});

each("nothing", formats, async (format) => {
  const empty = await compress(format);
  ok(empty.length > 0, "an empty input has a compressed form");
  is((await decompress(format, empty)).length, 0);
  is((await decompress(format, await compress(format, bytes()))).length, 0);
});

each("in many pieces", formats, async (format) => {
  const pieces = Array.from({ length: 500 }, (_, index) => utf8(`piece ${index} `));
  const small = await compress(format, ...pieces);
  is(decode(await decompress(format, ...Array.from(small, (byte) => bytes(byte)))), pieces.map(decode).join(""), "byte by byte");
  is(decode(await decompress(format, bytes(), small.subarray(0, 7), bytes(), small.subarray(7))), pieces.map(decode).join(""));
});

each("random bytes", formats, async (format) => {
  const data = new Uint8Array(300_000);
  for (let at = 0; at < data.length; at += 65_536) crypto.getRandomValues(data.subarray(at, at + 65_536));
  const packed = await compress(format, data);
  ok(packed.length > 290_000);
  const back = await decompress(format, packed);
  ok(back.length === data.length && back.every((byte, at) => byte === data[at]));
});

each("what others compressed", Object.entries(known), async (format, data) => {
  is(decode(await decompress(format, fromHex(data))), "expected output");
});

check("headers", async () => {
  const gzip = await compress("gzip", utf8("x"));
  same([gzip[0], gzip[1], gzip[2]], [0x1f, 0x8b, 8]);
  const deflate = await compress("deflate", utf8("x"));
  is(deflate[0] & 15, 8);
  is((deflate[0] * 256 + deflate[1]) % 31, 0);
});

check("gzip: optional fields of the header", async () => {
  const body = known.gzip.slice(20);
  // A file name, a comment and extra bytes.
  is(decode(await decompress("gzip", fromHex(`1f8b081c000000000003${"0200aabb"}${"6e00"}${"6300"}${body}`))), "expected output");
});

each("chunks of other kinds", formats, async (format) => {
  const { buffer } = bytes(97, 98, 99, 100);
  const packed = await compress(format, buffer, new DataView(buffer, 1), new Uint16Array(buffer, 2));
  is(decode(await decompress(format, packed.buffer.slice(0, packed.length))), "abcdbcdcd");
});

each("a chunk is refused", [["text"], [1], [null], [undefined], [{}], [[1]]], async (chunk) => {
  for (const stream of [new CompressionStream("gzip"), new DecompressionStream("gzip")]) {
    const writer = stream.writable.getWriter();
    const reader = stream.readable.getReader();
    writer.closed.catch(() => {});
    writer.ready.catch(() => {});
    reader.closed.catch(() => {});
    const reading = rejects(TypeError, reader.read(), "read");
    await rejects(TypeError, writer.write(chunk), "write");
    await reading;
  }
});

each("what ends too early", formats, async (format) => {
  const packed = await compress(format, utf8("some text"));
  for (const length of [0, 1, packed.length >> 1, packed.length - 1]) {
    await rejects(TypeError, decompress(format, packed.subarray(0, length)), `${length} of ${packed.length}`);
  }
});

each("what goes on after the end", formats, async (format) => {
  const packed = await compress(format, utf8("some text"));
  await rejects(TypeError, decompress(format, Uint8Array.from([...packed, 0])), "in the same chunk");
  await rejects(TypeError, decompress(format, packed, bytes(0)), "in another chunk");
  is(decode(await decompress(format, packed, bytes())), "some text", "an empty chunk is nothing");
});

diverges("decompression-junk", "what comes before junk in the same chunk is not readable", async () => {
  const packed = await compress("gzip", utf8("some text"));
  const reader = streamOf(Uint8Array.from([...packed, 1, 2, 3])).pipeThrough(new DecompressionStream("gzip")).getReader();
  reader.closed.catch(() => {});
  await rejects(TypeError, reader.read());
});

each("what is damaged", [
  ["gzip, magic", "gzip", 0, 0x20], ["gzip, method", "gzip", 2, 7], ["gzip, checksum", "gzip", -8, 0xff], ["gzip, length", "gzip", -4, 0xff],
  ["deflate, header", "deflate", 0, 0x79], ["deflate, checksum", "deflate", -1, 0xff], ["deflate, data", "deflate", 2, 0xff],
  ["deflate-raw, data", "deflate-raw", 0, 0xff],
], async (_, format, at, byte) => {
  const data = fromHex(known[format]);
  data[at < 0 ? data.length + at : at] ^= byte;
  await rejects(TypeError, decompress(format, data));
});

each("another format", [["gzip", "deflate"], ["deflate", "gzip"], ["deflate-raw", "gzip"], ["gzip", "deflate-raw"]], async (written, read) => {
  await rejects(TypeError, decompress(read, fromHex(known[written])));
});

check("output comes before the input ends", async () => {
  const { writable, readable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  const packed = await compress("gzip", utf8("x".repeat(100_000)));
  const reading = readable.getReader().read();
  writer.write(packed.subarray(0, -9));
  ok((await reading).value.length > 0);
});

check("a small input waits for the end", async () => {
  const { writable, readable } = new CompressionStream("deflate-raw");
  const writer = writable.getWriter();
  const chunks = collect(readable);
  await writer.write(utf8("a"));
  await writer.write(utf8("b"));
  await writer.close();
  is(decode(await decompress("deflate-raw", ...await chunks)), "ab");
});

check("backpressure", async () => {
  const { writable } = new CompressionStream("gzip");
  const writer = writable.getWriter();
  await settle();
  const writes = [];
  for (let count = 0; count < 5; count++) writes.push(writer.write(crypto.getRandomValues(new Uint8Array(60_000))));
  is(await state(Promise.all(writes)), "pending", "nobody reads");
});

check("abort and cancel", async () => {
  const why = new Error("why");
  const compression = new CompressionStream("gzip");
  const reading = compression.readable.getReader().read();
  await compression.writable.abort(why);
  await rejects(why, reading);
  const decompression = new DecompressionStream("gzip");
  const writer = decompression.writable.getWriter();
  writer.closed.catch(() => {});
  writer.ready.catch(() => {});
  await decompression.readable.cancel(why);
  await rejects(why, writer.write(bytes(1)));
});

check("a bomb is unpacked piece by piece", async () => {
  const zeros = new Uint8Array(1_000_000);
  const packed = await compress("gzip", ...Array.from({ length: 20 }, () => zeros));
  ok(packed.length < 30_000);
  let size = 0;
  let chunks = 0;
  const reader = streamOf(packed).pipeThrough(new DecompressionStream("gzip")).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    size += value.length;
    chunks++;
  }
  is(size, 20_000_000);
  ok(chunks >= 1);
});

check("many streams at once", async () => {
  const texts = Array.from({ length: 30 }, (_, index) => `text ${index} `.repeat(100));
  const packed = await Promise.all(texts.map((text) => compress("gzip", utf8(text))));
  const back = await Promise.all(packed.map((data) => decompress("gzip", data)));
  same(back.map(decode), texts);
});

check("through bodies", async () => {
  const body = new Response("hello").body.pipeThrough(new CompressionStream("gzip")).pipeThrough(new DecompressionStream("gzip"));
  is(await new Response(body).text(), "hello");
  is(hex(await collectBytes(new Blob(["hello"]).stream())), "68656c6c6f");
});
