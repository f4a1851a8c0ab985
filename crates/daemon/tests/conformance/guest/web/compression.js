// CompressionStream and DecompressionStream.
const text = "hello ".repeat(10_000);
const through = (body, stream) => new Response(new Response(body).body.pipeThrough(stream)).bytes();
for (const format of ["gzip", "deflate", "deflate-raw"]) {
  const small = await through(text, new CompressionStream(format));
  ok(small.length < 1000, format);
  is(new TextDecoder().decode(await through(small, new DecompressionStream(format))), text, format);
  await rejects(through(small.slice(0, -9), new DecompressionStream(format)), "TypeError", undefined, `${format}, truncated`);
}
await rejects(through(new Uint8Array([1, 2, 3, 4]), new DecompressionStream("gzip")), "TypeError");
throws(() => new CompressionStream("zip"), "TypeError");
throws(() => new CompressionStream(), "TypeError");
