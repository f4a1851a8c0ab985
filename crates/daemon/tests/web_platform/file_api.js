// Blob and File (W3C File API; runtime.md 16, with slice() per standard).
import { bytes, check, collect, collectBytes, each, is, ok, rejects, same, sleep, throws, utf8 } from "./harness.js";

const text = (blob) => blob.text();

// Construction.

check("without parts", () => {
  const blob = new Blob();
  same([blob.size, blob.type], [0, ""]);
  is(new Blob(undefined).size, 0);
  is(new Blob([]).size, 0);
  is(new Blob([], undefined).type, "");
  is(new Blob([], null).type, "");
});

each("the parts are refused", [[null], [1], ["text"], [true], [{}], [new Date()], [new RegExp("")], [Symbol.iterator]], (parts) => {
  throws(TypeError, () => new Blob(parts));
});

each("options are refused", [[1], ["text"], [true]], (options) => throws(TypeError, () => new Blob([], options)));

check("parts of every kind", async () => {
  const { buffer } = bytes(1, 2, 3, 4);
  const blob = new Blob(["ä", buffer, new Uint8Array(buffer, 1, 2), new DataView(buffer, 3), new Uint16Array(buffer, 2), new Blob(["b"]), new File(["c"], "n"), 5, null, undefined, {}]);
  same(await blob.bytes(), Uint8Array.from([0xc3, 0xa4, 1, 2, 3, 4, 2, 3, 4, 3, 4, 98, 99, 53, ...utf8("nullundefined[object Object]")]));
  is(blob.size, 42);
});

check("parts of an iterable that is no array", async () => {
  is(await text(new Blob(new Set(["a", "b"]))), "ab");
  is(await text(new Blob((function* () { yield "a"; yield bytes(98); })())), "ab");
  is(await text(new Blob(utf8("a"))), "97", "a view is a sequence of numbers");
  is(await text(new Blob(new String("ab"))), "ab");
});

check("parts are read in order, and what they throw is thrown", () => {
  const why = new Error("why");
  const seen = [];
  const part = (name) => ({ toString() { seen.push(name); return name; } });
  new Blob([part("a"), part("b")], { get endings() { seen.push("endings"); return "native"; }, get type() { seen.push("type"); return ""; } });
  same(seen, ["a", "b", "endings", "type"]);
  throws(why, () => new Blob([{ toString() { throw why; } }]));
  throws(TypeError, () => new Blob([Symbol("s")]));
});

check("parts are copied at the time of construction", async () => {
  const view = bytes(1, 2);
  const blob = new Blob([view, view.buffer]);
  view[0] = 9;
  same(await blob.bytes(), bytes(1, 2, 1, 2));
});

check("lone surrogates are replaced", async () => is(await text(new Blob(["\ud800a"])), "\ufffda"));

each("the type", [
  ["text/plain", "text/plain"], ["Text/HTML; Charset=UTF-8", "text/html; charset=utf-8"], ["nonsense", "nonsense"], ["a\u00e4b", ""], ["a\nb", ""], ["a\x7f", ""],
  ["\u212a", ""], ["", ""], [null, "null"], [1, "1"], [undefined, ""], ["~ ", "~ "],
], (type, expected) => {
  is(new Blob([], { type }).type, expected);
  is(new File([], "n", { type }).type, expected);
});

each("endings", [["transparent", "a\r\nb\nc\rd"], ["native", "a\nb\nc\nd"], [undefined, "a\r\nb\nc\rd"]], async (endings, expected) => {
  is(await text(new Blob(["a\r\nb\nc\rd"], { endings })), expected);
});

check("native endings touch texts alone; other endings are refused", async () => {
  is(await text(new Blob([utf8("a\r\nb"), new Blob(["\r\n"])], { endings: "native" })), "a\r\nb\r\n");
  is(await text(new Blob(["\r", "\n"], { endings: "native" })), "\n\n");
  for (const endings of ["", "Native", null, "x"]) throws(TypeError, () => new Blob([], { endings }), String(endings));
});

// Reading.

check("text, arrayBuffer, bytes, stream", async () => {
  const blob = new Blob(["ä€"]);
  is(await blob.text(), "ä€");
  const buffer = await blob.arrayBuffer();
  same([buffer.constructor, buffer.byteLength], [ArrayBuffer, 5]);
  const read = await blob.bytes();
  same([read.constructor, read], [Uint8Array, utf8("ä€")]);
  const stream = blob.stream();
  ok(stream instanceof ReadableStream);
  same(await collectBytes(stream), utf8("ä€"));
});

check("a blob is read as often as one likes, each time into memory of its own", async () => {
  const blob = new Blob([bytes(1, 2)]);
  const [first, second] = [await blob.bytes(), await blob.bytes()];
  first[0] = 9;
  same([second, await blob.bytes()], [bytes(1, 2), bytes(1, 2)]);
  const buffers = [await blob.arrayBuffer(), await blob.arrayBuffer()];
  ok(buffers[0] !== buffers[1]);
  new Uint8Array(buffers[0])[0] = 9;
  same(await blob.bytes(), bytes(1, 2));
  ok(blob.stream() !== blob.stream());
});

check("text is UTF-8", async () => {
  is(await text(new Blob([bytes(0xff, 97)])), "\ufffda");
  is(await text(new Blob([bytes(0xf0, 0x9f), bytes(0x98, 0x80)])), "😀", "across parts");
  is(await text(new Blob([bytes(0xe4)], { type: "text/plain;charset=latin1" })), "\ufffd");
});

check("one byte order mark is removed from text", async () => {
  is(await text(new Blob([bytes(0xef, 0xbb, 0xbf, 97)])), "a");
  is(await text(new Blob(["\ufeff\ufeffa"])), "\ufeffa");
});

check("an empty blob", async () => {
  same([await text(new Blob()), (await new Blob().bytes()).length, (await collect(new Blob().stream())).length], ["", 0, 0]);
});

check("the stream is one of bytes", async () => {
  const reader = new Blob(["abc"]).stream().getReader({ mode: "byob" });
  same((await reader.read(new Uint8Array(2))).value, utf8("ab"));
  await reader.cancel();
});

check("a large blob is streamed in pieces", async () => {
  const part = new Uint8Array(100_000).fill(7);
  const blob = new Blob(Array.from({ length: 20 }, () => part));
  is(blob.size, 2_000_000);
  let size = 0;
  for await (const chunk of blob.stream()) { ok(chunk instanceof Uint8Array && chunk.length <= 1 << 20); size += chunk.length; }
  is(size, 2_000_000);
});

check("a stream that is cancelled half-way", async () => {
  const reader = new Blob([new Uint8Array(1_000_000)]).stream().getReader();
  await reader.read();
  await reader.cancel();
  is((await reader.read()).done, true);
});

// slice

each("slice", [
  [[], "abcdef"], [[1], "bcdef"], [[1, 3], "bc"], [[-2], "ef"], [[-4, -1], "cde"], [[3, 1], ""], [[10], ""], [[0, 10], "abcdef"], [[-10, 2], "ab"], [[0, -10], ""],
  [[NaN, 2], "ab"], [["1", "2"], "b"], [[1.9, 2.9], "c"], [[0.5, 1.5], "ab"], [[undefined, 2], "ab"], [[null, 2], "ab"], [[1, undefined], "bcdef"], [[1, null], ""],
  [[Infinity], ""], [[-Infinity, 2], "ab"], [[0, Infinity], "abcdef"], [[2 ** 53, 1], ""],
], async (args, expected) => {
  const blob = new Blob(["abc", "def"]);
  const slice = blob.slice(...args);
  same([slice.size, await text(slice)], [expected.length, expected]);
});

check("slice: the type is empty, or as given", () => {
  const blob = new Blob(["abc"], { type: "t/y" });
  same([blob.slice().type, blob.slice(0, 1, "A/B").type, blob.slice(0, 1, "\u00e4").type, blob.slice(0, 1, undefined).type, blob.slice(0, 1, null).type], ["", "a/b", "", "", "null"]);
});

check("slices of slices, of a File, across parts", async () => {
  const blob = new Blob(["ab", "cd", "ef"]);
  is(await text(blob.slice(1, 5).slice(1, 3)), "cd");
  is(await text(new Blob([blob.slice(1, 2), blob.slice(-1)])), "bf");
  const slice = new File(["abc"], "n").slice(1);
  same([slice.constructor, await text(slice)], [Blob, "bc"]);
  const stream = new Blob(["x".repeat(1000), "y".repeat(1000)]).slice(999, 1001).stream();
  same(await collectBytes(stream), utf8("xy"));
});

// File

check("a File", () => {
  const before = Date.now();
  const file = new File(["ab"], "dir/n.txt", { type: "t/y" });
  same([file.name, file.size, file.type, file.webkitRelativePath], ["dir/n.txt", 2, "t/y", ""]);
  ok(file instanceof Blob && file instanceof File);
  ok(file.lastModified >= before && file.lastModified <= Date.now());
});

check("File: arguments", () => {
  throws(TypeError, () => new File());
  throws(TypeError, () => new File([]));
  throws(TypeError, () => new File("text", "n"));
  throws(TypeError, () => new File(null, "n"));
  throws(TypeError, () => new File([], Symbol("s")));
  throws(TypeError, () => new File([], "n", 1));
  same([new File([], undefined).name, new File([], null).name, new File([], 1).name, new File([], "\ud800").name, new File([], "").name], ["undefined", "null", "1", "\ufffd", ""]);
});

each("lastModified", [
  [0, 0], [-1, -1], [1.9, 1], ["5", 5], [null, 0], [NaN, 0], [new Date(7), 7], [Infinity, 0], [8.64e15 + 1, 8.64e15 + 1],
], (given, expected) => is(new File([], "n", { lastModified: given }).lastModified, expected));

check("lastModified: undefined is now", () => {
  const before = Date.now();
  ok(new File([], "n", { lastModified: undefined }).lastModified >= before);
});

check("attributes cannot be assigned to", () => {
  const file = new File(["ab"], "n");
  for (const name of ["size", "type", "name", "lastModified"]) throws(TypeError, () => { file[name] = "x"; }, name);
});

check("classes", () => {
  throws(TypeError, () => Blob());
  throws(TypeError, () => File([], "n"));
  is(Object.getPrototypeOf(File), Blob);
  is(Object.getPrototypeOf(File.prototype), Blob.prototype);
  class Own extends Blob { own = 1; }
  same([new Own(["a"]).own, new Own(["a"]).size], [1, 1]);
});

check("strangers", async () => {
  for (const name of ["text", "arrayBuffer", "bytes"]) await rejects(TypeError, Blob.prototype[name].call({}), name);
  throws(TypeError, () => Blob.prototype.slice.call({}));
  throws(TypeError, () => Blob.prototype.stream.call({}));
  throws(TypeError, () => Object.getOwnPropertyDescriptor(Blob.prototype, "size").get.call({}));
  throws(TypeError, () => Object.getOwnPropertyDescriptor(File.prototype, "name").get.call(new Blob()));
});

check("blobs that are forgotten are no burden", async () => {
  for (let count = 0; count < 200; count++) new Blob([new Uint8Array(200_000)]);
  await sleep(1);
  is(await text(new Blob(["alive"])), "alive");
});
