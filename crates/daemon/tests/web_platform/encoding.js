// TextEncoder, TextDecoder and their streams (WHATWG Encoding; runtime.md 13.1, 13.2).
import { bytes, check, collect, collectBytes, each, hex, is, ok, rejects, same, sleep, streamOf, throws, utf8 } from "./harness.js";

/** A label, and the name of its encoding; null: refused. @type {[string, string | null][]} */
const labels = [
  ["utf-8", "utf-8"], ["UTF8", "utf-8"], ["unicode-1-1-utf-8", "utf-8"], ["x-unicode20utf8", "utf-8"], ["\t utf-8\n\f\r ", "utf-8"],
  ["latin1", "windows-1252"], ["ascii", "windows-1252"], ["us-ascii", "windows-1252"], ["iso-8859-1", "windows-1252"],
  ["l1", "windows-1252"], ["cp1252", "windows-1252"], ["iso-8859-2", "iso-8859-2"], ["latin2", "iso-8859-2"],
  ["iso-8859-8-i", "iso-8859-8-i"], ["logical", "iso-8859-8-i"], ["visual", "iso-8859-8"], ["iso-8859-9", "windows-1254"],
  ["latin5", "windows-1254"], ["l6", "iso-8859-10"], ["iso-8859-11", "windows-874"], ["iso-8859-15", "iso-8859-15"],
  ["iso-8859-16", "iso-8859-16"], ["koi8-r", "koi8-r"], ["koi", "koi8-r"], ["koi8-ru", "koi8-u"], ["mac", "macintosh"],
  ["x-mac-ukrainian", "x-mac-cyrillic"], ["cyrillic", "iso-8859-5"], ["arabic", "iso-8859-6"], ["greek", "iso-8859-7"],
  ["cp866", "ibm866"], ["dos-874", "windows-874"], ["windows-1250", "windows-1250"], ["x-cp1251", "windows-1251"],
  ["gb2312", "gbk"], ["chinese", "gbk"], ["gb18030", "gb18030"], ["big5-hkscs", "big5"], ["cn-big5", "big5"],
  ["sjis", "shift_jis"], ["windows-31j", "shift_jis"], ["x-euc-jp", "euc-jp"], ["csiso2022jp", "iso-2022-jp"],
  ["ks_c_5601-1987", "euc-kr"], ["korean", "euc-kr"], ["utf-16", "utf-16le"], ["ucs-2", "utf-16le"], ["unicode", "utf-16le"],
  ["utf-16be", "utf-16be"], ["unicodefffe", "utf-16be"], ["x-user-defined", "x-user-defined"],
  ["utf-7", null], ["utf-32", null], ["", null], ["utf_8", null], ["utf-8\0", null], ["\u00a0utf-8", null], ["\vutf-8", null],
  // What is decoded to an error only, for the sake of security.
  ["replacement", null], ["iso-2022-kr", null], ["hz-gb-2312", null], ["iso-2022-cn", null],
];

each("the label", labels, (label, encoding) => {
  if (encoding === null) {
    throws(RangeError, () => new TextDecoder(label));
    throws(RangeError, () => new TextDecoderStream(label));
  } else {
    is(new TextDecoder(label).encoding, encoding);
    is(new TextDecoderStream(label).encoding, encoding);
  }
});

/** @type {[string, number[], string][]} */
const texts = [
  ["windows-1252", [0x41, 0x80, 0x81, 0xe4], "A€\u0081ä"],
  ["iso-8859-2", [0xb1], "ą"],
  ["iso-8859-15", [0xa4], "€"],
  ["koi8-r", [0xc1, 0xc2], "аб"],
  ["macintosh", [0x80, 0xdb], "Ä€"],
  ["windows-1251", [0xe0, 0xff], "ая"],
  ["ibm866", [0x80, 0xf0], "АЁ"],
  ["windows-874", [0xa1, 0xdb], "ก\ufffd"],
  ["x-user-defined", [0x41, 0x80, 0xff], "A\uf780\uf7ff"],
  ["shift_jis", [0x82, 0xa0, 0xb1, 0x5c], "あｱ\\"],
  ["shift_jis", [0x81, 0x20, 0x81], "\ufffd \ufffd"],
  ["euc-jp", [0xa4, 0xa2, 0x8e, 0xb1], "あｱ"],
  ["iso-2022-jp", [0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42, 0x61], "あa"],
  ["gbk", [0xc4, 0xe3, 0x80], "你€"],
  ["gb18030", [0x81, 0x30, 0x81, 0x30, 0x90, 0x30, 0x81, 0x30], "\u0080\u{10000}"],
  ["big5", [0xa4, 0x40], "一"],
  ["euc-kr", [0xb0, 0xa1], "가"],
  ["utf-16le", [0x61, 0, 0x3d, 0xd8, 0x00, 0xde], "a😀"],
  ["utf-16le", [0xff, 0xfe, 0x61, 0], "a"],
  ["utf-16le", [0x3d, 0xd8, 0x61, 0], "\ufffda"],
  ["utf-16le", [0x61, 0, 0x62], "a\ufffd"],
  ["utf-16le", [0xfe, 0xff], "\ufffe"],
  ["utf-16be", [0, 0x61, 0xd8, 0x3d, 0xde, 0x00], "a😀"],
  ["utf-16be", [0xfe, 0xff, 0, 0x61], "a"],
  ["utf-16be", [0xde, 0x00], "\ufffd"],
];

each("decoding", texts, (label, input, text) => {
  is(new TextDecoder(label).decode(bytes(...input)), text);
  const decoder = new TextDecoder(label);
  const parts = input.map((byte) => decoder.decode(bytes(byte), { stream: true }));
  is(parts.join("") + decoder.decode(), text, "byte by byte");
  if (text.includes("\ufffd")) throws(TypeError, () => new TextDecoder(label, { fatal: true }).decode(bytes(...input)), "fatal");
  else is(new TextDecoder(label, { fatal: true }).decode(bytes(...input)), text, "fatal");
});

/** Bytes that are no UTF-8, in hexadecimal, and what they become. @type {[string, string][]} */
const malformed = [
  ["ff", "\ufffd"], ["80", "\ufffd"], ["c3", "\ufffd"], ["c0af", "\ufffd\ufffd"], ["c1bf", "\ufffd\ufffd"],
  ["e08080", "\ufffd\ufffd\ufffd"], ["f0808080", "\ufffd\ufffd\ufffd\ufffd"], ["eda080", "\ufffd\ufffd\ufffd"],
  ["f4908080", "\ufffd\ufffd\ufffd\ufffd"], ["f58080", "\ufffd\ufffd\ufffd"], ["f09f98", "\ufffd"], ["e28241", "\ufffdA"],
  ["f09f41", "\ufffdA"], ["e180e180", "\ufffd\ufffd"], ["c3c3a4", "\ufffdä"], ["61ff62", "a\ufffdb"], ["fc80", "\ufffd\ufffd"],
  ["f09f9880f09f", "😀\ufffd"],
];

each("malformed UTF-8", malformed, (text, expected) => {
  const input = Uint8Array.from(text.match(/../g), (byte) => Number.parseInt(byte, 16));
  is(new TextDecoder().decode(input), expected);
  const decoder = new TextDecoder();
  is([...input].map((byte) => decoder.decode(bytes(byte), { stream: true })).join("") + decoder.decode(), expected, "byte by byte");
  throws(TypeError, () => new TextDecoder("utf-8", { fatal: true }).decode(input));
});

// Byte order marks.

const mark = [0xef, 0xbb, 0xbf];

check("one byte order mark is removed", () => {
  is(new TextDecoder().decode(bytes(...mark, 97)), "a");
  is(new TextDecoder().decode(bytes(...mark, ...mark, 97)), "\ufeffa");
  is(new TextDecoder().decode(bytes(97, ...mark)), "a\ufeff");
  is(new TextDecoder().decode(bytes(...mark)), "");
});

check("ignoreBOM keeps it", () => {
  is(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes(...mark, 97)), "\ufeffa");
  is(new TextDecoder("utf-16le", { ignoreBOM: true }).decode(bytes(0xff, 0xfe)), "\ufeff");
});

check("a mark in pieces is removed, too", () => {
  const decoder = new TextDecoder();
  let text = "";
  for (const byte of [...mark, 97]) text += decoder.decode(bytes(byte), { stream: true });
  is(text + decoder.decode(), "a");
});

check("the start of a mark that does not go on is an error", () => {
  const decoder = new TextDecoder();
  is(decoder.decode(bytes(0xef, 0xbb), { stream: true }) + decoder.decode(bytes(97)), "\ufffda");
});

check("each use of a decoder starts anew", () => {
  const decoder = new TextDecoder();
  for (let use = 0; use < 3; use++) is(decoder.decode(bytes(...mark, 97)), "a", `use ${use}`);
  is(decoder.decode(bytes(...mark, 97), { stream: true }), "a");
  is(decoder.decode(bytes(...mark, 98)), "\ufeffb", "within a stream a mark is text");
  is(decoder.decode(bytes(...mark, 99)), "c");
});

// TextDecoder.

check("attributes, and conversions of options", () => {
  const decoder = new TextDecoder();
  same([decoder.encoding, decoder.fatal, decoder.ignoreBOM], ["utf-8", false, false]);
  const other = new TextDecoder("UTF-16", { fatal: 1, ignoreBOM: "x" });
  same([other.encoding, other.fatal, other.ignoreBOM], ["utf-16le", true, true]);
  is(new TextDecoder(undefined, null).encoding, "utf-8");
  is(new TextDecoder(undefined, undefined).fatal, false);
  throws(RangeError, () => new TextDecoder(null));
  throws(TypeError, () => new TextDecoder("utf-8", 1));
});

check("every kind of buffer is decoded", () => {
  const { buffer } = utf8("abcd");
  const whole = buffer.slice(0, 4);
  is(new TextDecoder().decode(whole), "abcd");
  is(new TextDecoder().decode(new Uint8Array(whole, 1, 2)), "bc");
  is(new TextDecoder().decode(new DataView(whole, 2)), "cd");
  is(new TextDecoder().decode(new Uint16Array(whole, 2)), "cd");
  is(new TextDecoder().decode(new Float64Array(1)), "\0".repeat(8));
  is(new TextDecoder().decode(new Uint8Array()), "");
  is(new TextDecoder().decode(undefined), "");
});

check("shared buffers are decoded, too", () => {
  const shared = new SharedArrayBuffer(2);
  new Uint8Array(shared).set([97, 98]);
  is(new TextDecoder().decode(shared), "ab");
  is(new TextDecoder().decode(new Uint8Array(shared, 1)), "b");
});

check("anything else is not", () => {
  for (const bad of ["text", 1, null, [97], {}, true]) throws(TypeError, () => new TextDecoder().decode(bad), String(bad));
});

check("a detached buffer is empty", () => {
  const view = utf8("abc");
  structuredClone(view.buffer, { transfer: [view.buffer] });
  is(new TextDecoder().decode(view), "");
});

check("a stream keeps what is incomplete, and flushes it in the end", () => {
  const decoder = new TextDecoder();
  is(decoder.decode(bytes(0xf0, 0x9f), { stream: true }), "");
  is(decoder.decode(bytes(0x98), { stream: true }), "");
  is(decoder.decode(bytes(0x80), { stream: true }), "😀");
  is(decoder.decode(bytes(0xc3), { stream: true }), "");
  is(decoder.decode(), "\ufffd");
  is(decoder.decode(bytes(0xa4)), "\ufffd", "nothing is left over");
});

check("a decode without stream forgets nothing that came before it", () => {
  const decoder = new TextDecoder();
  decoder.decode(bytes(0xc3), { stream: true });
  is(decoder.decode(bytes(0xa4)), "ä");
});

check("fatal: an incomplete end is an error, but not within a stream", () => {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  is(decoder.decode(bytes(0xc3), { stream: true }), "");
  throws(TypeError, () => decoder.decode());
  is(decoder.decode(bytes(97)), "a", "usable afterwards");
  throws(TypeError, () => decoder.decode(bytes(0xff)));
  is(decoder.decode(bytes(0xc3, 0xa4)), "ä");
});

check("a large text, with a multi-byte character across every border", () => {
  const text = "aä€😀".repeat(50_000);
  const input = utf8(text);
  is(new TextDecoder().decode(input), text);
  const decoder = new TextDecoder();
  let out = "";
  for (let at = 0; at < input.length; at += 4093) out += decoder.decode(input.subarray(at, at + 4093), { stream: true });
  is(out + decoder.decode(), text);
});

// TextEncoder.

each("encoding", [
  ["", ""], ["a\0b", "610062"], ["ä", "c3a4"], ["€", "e282ac"], ["😀", "f09f9880"], ["\ud83d", "efbfbd"], ["\ude00\ud83d", "efbfbdefbfbd"],
  ["\ud83da", "efbfbd61"], ["\ufeff", "efbbbf"], ["\uffff", "efbfbf"], ["\u{10ffff}", "f48fbfbf"],
], (text, expected) => is(hex(new TextEncoder().encode(text)), expected));

check("what is encoded is converted to a string first", () => {
  const encoder = new TextEncoder();
  same([encoder.encode(), encoder.encode(undefined)].map(hex), ["", ""]);
  same([encoder.encode(null), encoder.encode(12), encoder.encode({ toString: () => "x" })].map(hex), ["6e756c6c", "3132", "78"]);
  throws(TypeError, () => encoder.encode(Symbol("s")));
});

check("a TextEncoder knows UTF-8 alone, and ignores arguments", () => {
  is(new TextEncoder().encoding, "utf-8");
  is(new TextEncoder("latin1").encoding, "utf-8");
  ok(new TextEncoder().encode("x") instanceof Uint8Array);
});

/** Text, room, read, written, bytes. @type {[string, number, number, number, string][]} */
const into = [
  ["", 2, 0, 0, "0000"], ["abc", 5, 3, 3, "6162630000"], ["abc", 2, 2, 2, "6162"], ["aä", 2, 1, 1, "6100"], ["aä", 3, 2, 3, "61c3a4"],
  ["😀", 3, 0, 0, "000000"], ["😀", 4, 2, 4, "f09f9880"], ["a😀b", 5, 3, 5, "61f09f9880"], ["\ud83d", 2, 0, 0, "0000"],
  ["\ud83d", 3, 1, 3, "efbfbd"], ["abc", 0, 0, 0, ""], ["€a", 2, 0, 0, "0000"],
];

each("encodeInto", into, (text, room, read, written, expected) => {
  const target = new Uint8Array(room);
  same(new TextEncoder().encodeInto(text, target), { read, written });
  is(hex(target), expected);
});

check("encodeInto stays within its view", () => {
  const whole = new Uint8Array(6).fill(1);
  same(new TextEncoder().encodeInto("abc€", whole.subarray(1, 4)), { read: 3, written: 3 });
  is(hex(whole), "016162630101");
});

check("encodeInto writes into shared memory", () => {
  const target = new Uint8Array(new SharedArrayBuffer(2));
  same(new TextEncoder().encodeInto("ab", target), { read: 2, written: 2 });
  same([...target], [97, 98]);
});

check("encodeInto takes a Uint8Array and nothing else", () => {
  const encoder = new TextEncoder();
  for (const bad of [new ArrayBuffer(4), new DataView(new ArrayBuffer(4)), new Uint8ClampedArray(4), new Int8Array(4), [0, 0], null, undefined]) {
    throws(TypeError, () => encoder.encodeInto("a", bad), String(bad));
  }
  throws(TypeError, () => encoder.encodeInto("a"));
});

check("encodeInto a detached buffer writes nothing", () => {
  const target = new Uint8Array(4);
  structuredClone(target.buffer, { transfer: [target.buffer] });
  same(new TextEncoder().encodeInto("ab", target), { read: 0, written: 0 });
});

// The streams.

const encoded = async (...chunks) => hex(await collectBytes(streamOf(...chunks).pipeThrough(new TextEncoderStream())));
const decodedBy = async (stream, ...chunks) => (await collect(streamOf(...chunks).pipeThrough(stream))).join("");

check("TextEncoderStream joins surrogates across chunks", async () => {
  is(await encoded("\ud83d", "\ude00"), "f09f9880");
  is(await encoded("a\ud83d", "", "\ude00b"), "61f09f988062");
  is(await encoded("\ud83d", "a"), "efbfbd61");
  is(await encoded("\ud83d", "\ud83d", "\ude00"), "efbfbdf09f9880");
  is(await encoded("\ud83d"), "efbfbd", "at the end");
  is(await encoded("\ude00"), "efbfbd");
});

check("TextEncoderStream converts chunks to strings, and gives none for nothing", async () => {
  is(await encoded(null, 1, { toString: () => "x" }, undefined), hex(utf8("null1xundefined")));
  same(await collect(streamOf("", "").pipeThrough(new TextEncoderStream())), []);
  ok((await collect(streamOf("a").pipeThrough(new TextEncoderStream())))[0] instanceof Uint8Array);
});

check("TextEncoderStream fails when a chunk cannot be a string", async () => {
  const stream = new TextEncoderStream();
  const writer = stream.writable.getWriter();
  const reading = rejects(TypeError, stream.readable.getReader().read());
  writer.closed.catch(() => {});
  await rejects(TypeError, writer.write(Symbol("s")));
  await reading;
});

check("TextDecoderStream joins what belongs together", async () => {
  is(await decodedBy(new TextDecoderStream(), bytes(0xf0), bytes(0x9f, 0x98), bytes(), bytes(0x80, 97)), "😀a");
  is(await decodedBy(new TextDecoderStream("shift_jis"), bytes(0x82), bytes(0xa0)), "あ");
  is(await decodedBy(new TextDecoderStream(), bytes(0xc3)), "\ufffd");
  is(await decodedBy(new TextDecoderStream(), utf8("ab").buffer.slice(0, 2), new DataView(utf8("cd").buffer, 0, 2)), "abcd");
});

check("TextDecoderStream gives no empty chunks", async () => {
  same(await collect(streamOf(bytes(0xc3), bytes(), bytes(0xa4)).pipeThrough(new TextDecoderStream())), ["ä"]);
});

check("TextDecoderStream and byte order marks", async () => {
  is(await decodedBy(new TextDecoderStream(), bytes(0xef), bytes(0xbb), bytes(0xbf, 97)), "a");
  is(await decodedBy(new TextDecoderStream("utf-8", { ignoreBOM: true }), bytes(...mark)), "\ufeff");
});

check("TextDecoderStream, fatal", async () => {
  await rejects(TypeError, decodedBy(new TextDecoderStream("utf-8", { fatal: true }), bytes(97), bytes(0xff)));
  await rejects(TypeError, decodedBy(new TextDecoderStream("utf-8", { fatal: true }), bytes(0xc3)), "at the end");
});

check("TextDecoderStream refuses chunks that are no bytes", async () => {
  for (const bad of ["text", 1, null, undefined, [97], {}]) await rejects(TypeError, decodedBy(new TextDecoderStream(), bad), String(bad));
});

check("attributes of the streams", () => {
  const decoder = new TextDecoderStream("latin1", { fatal: true, ignoreBOM: true });
  same([decoder.encoding, decoder.fatal, decoder.ignoreBOM], ["windows-1252", true, true]);
  is(new TextEncoderStream().encoding, "utf-8");
  for (const stream of [decoder, new TextEncoderStream()]) {
    ok(stream.readable instanceof ReadableStream && stream.writable instanceof WritableStream);
    is(stream.readable, stream.readable);
    is(stream instanceof TransformStream, false, "they have a transform stream, and are none");
  }
});

check("the streams have backpressure", async () => {
  const { writable, readable } = new TextEncoderStream();
  const writer = writable.getWriter();
  let written = false;
  const writing = writer.write("a").then(() => { written = true; });
  await sleep(5);
  is(written, false, "nobody reads yet");
  await readable.getReader().read();
  await writing;
});
