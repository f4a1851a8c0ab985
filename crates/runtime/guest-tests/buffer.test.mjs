// `Buffer` (runtime.md 13.4), and the same answers as Node's for random bytes, texts and bounds.
import assert from "node:assert/strict";
import { Buffer as NodeBuffer } from "node:buffer";
import { test } from "node:test";
import { load } from "./support/guest.mjs";
import { logged } from "./support/console.mjs";
import { patched } from "./support/patched.mjs";

const { Buffer } = await load("buffer/buffer.js");

const list = (bytes) => Array.from(bytes);

test("is a subclass of Uint8Array", () => {
  const buffer = Buffer.from("abc");
  assert.ok(buffer instanceof Uint8Array);
  assert.equal(Buffer.name, "Buffer");
  assert.ok(buffer.map((byte) => byte + 1) instanceof Buffer);
  assert.deepEqual(list(Buffer.of(1, 2)), [1, 2]);
  assert.deepEqual(list(new Buffer("abc")), [97, 98, 99]);
  assert.equal(new Buffer(3).length, 3);
  assert.equal(logged(Buffer.from([1, 2, 3])), "Buffer(3) [ 1, 2, 3 ]");
});

test("from strings", () => {
  assert.deepEqual(list(Buffer.from("é€")), [0xc3, 0xa9, 0xe2, 0x82, 0xac]);
  assert.deepEqual(list(Buffer.from("é", "UTF-8")), [0xc3, 0xa9]);
  assert.deepEqual(list(Buffer.from("aGk=", "base64")), [104, 105]);
  assert.deepEqual(list(Buffer.from("6869", "hex")), [104, 105]);
  assert.deepEqual(list(Buffer.from("é", "latin1")), [0xe9]);
  assert.deepEqual(list(Buffer.from("68zz69", "hex")), [104]);
  assert.throws(() => Buffer.from("a", "nope"), { name: "TypeError", message: "Unknown encoding: nope" });
});

test("from memory, arrays and iterables", () => {
  const memory = new ArrayBuffer(4);
  const shared = Buffer.from(memory, 1, 2);
  shared[0] = 9;
  assert.deepEqual(list(new Uint8Array(memory)), [0, 9, 0, 0]);
  assert.equal(Buffer.from(memory).buffer, memory);
  assert.throws(() => Buffer.from(memory, 5), RangeError);
  const view = new Uint8Array([1, 2]);
  const copy = Buffer.from(view);
  view[0] = 5;
  assert.deepEqual(list(copy), [1, 2]);
  assert.deepEqual(list(Buffer.from([1, 257, -1, "3", 1.9])), [1, 1, 255, 3, 1]);
  assert.deepEqual(list(Buffer.from(new Set([1, 2]))), [1, 2]);
  assert.deepEqual(list(Buffer.from({ length: 2, 0: 7, 1: 8 })), [7, 8]);
  assert.deepEqual(list(Buffer.from(new Uint16Array([1, 256 + 2]))), [1, 2]);
  assert.deepEqual(list(Buffer.from(new DataView(new Uint8Array([1, 2, 3]).buffer, 1))), [2, 3]);
  assert.deepEqual(list(Buffer.from(new String("hi"))), [104, 105]);
  assert.deepEqual(list(Buffer.from(JSON.parse(JSON.stringify(Buffer.from([4, 5]))))), [4, 5]);
  const message = "First argument must be a string, Buffer, ArrayBuffer, Array, or array-like object";
  for (const value of [undefined, null, 5, true, Symbol("s"), {}, () => {}]) {
    assert.throws(() => Buffer.from(value), { name: "TypeError", message });
  }
});

test("alloc", () => {
  assert.deepEqual(list(Buffer.alloc(3)), [0, 0, 0]);
  assert.deepEqual(list(Buffer.alloc(5, "ab")), [97, 98, 97, 98, 97]);
  assert.deepEqual(list(Buffer.alloc(3, 1)), [1, 1, 1]);
  assert.deepEqual(list(Buffer.alloc(3, Buffer.from([1, 2]))), [1, 2, 1]);
  assert.deepEqual(list(Buffer.alloc(3, new Uint8Array([3]))), [3, 3, 3]);
  assert.deepEqual(list(Buffer.alloc(3, "6869", "hex")), [104, 105, 104]);
  assert.deepEqual(list(Buffer.allocUnsafe(2)), [0, 0]);
  for (const size of [-1, "1", NaN, undefined, {}]) {
    assert.throws(() => Buffer.alloc(size), { name: "RangeError", message: "Invalid size" });
    assert.throws(() => Buffer.allocUnsafe(size), { name: "RangeError", message: "Invalid size" });
  }
  assert.throws(() => Buffer.alloc(1e15), RangeError);
});

test("concat", () => {
  const parts = [Buffer.from("ab"), new Uint8Array([1]), Buffer.alloc(0)];
  assert.deepEqual(list(Buffer.concat(parts)), [97, 98, 1]);
  assert.deepEqual(list(Buffer.concat(parts, 2)), [97, 98]);
  assert.deepEqual(list(Buffer.concat(parts, 5)), [97, 98, 1, 0, 0]);
  assert.equal(Buffer.concat([]).length, 0);
  assert.throws(() => Buffer.concat("x"), { name: "TypeError", message: "list argument must be an array" });
  assert.throws(() => Buffer.concat(["x"]), TypeError);
});

test("statics", () => {
  assert.ok(Buffer.isBuffer(Buffer.alloc(1)));
  assert.ok(!Buffer.isBuffer(new Uint8Array(1)));
  assert.ok(!Buffer.isBuffer(Object.create(Buffer.prototype)));
  assert.ok(Buffer.isEncoding("UTF8") && Buffer.isEncoding("binary") && !Buffer.isEncoding("nope") && !Buffer.isEncoding());
  assert.equal(Buffer.byteLength("é€😀"), 9);
  assert.equal(Buffer.byteLength("aGk=", "base64"), 2);
  assert.equal(Buffer.byteLength(new ArrayBuffer(3)), 3);
  assert.equal(Buffer.byteLength(new Uint16Array(3)), 6);
  assert.throws(() => Buffer.byteLength(5), TypeError);
  const { from } = Buffer;
  assert.deepEqual(list(from("a")), [97]);
});

test("toString", () => {
  const buffer = Buffer.from("héé");
  assert.equal(buffer.toString(), "héé");
  assert.equal(`${buffer}`, "héé");
  assert.equal(buffer.toString("hex"), "68c3a9c3a9");
  assert.equal(buffer.toString("base64"), "aMOpw6k=");
  assert.equal(buffer.toString("latin1"), "hÃ©Ã©");
  assert.equal(buffer.toString("utf8", 1, 3), "é");
  assert.equal(Buffer.from([0xff, 0x61]).toString(), "\uFFFDa");
  assert.equal(Buffer.from("\uFEFFx").toString(), "\uFEFFx");
  assert.throws(() => buffer.toString("nope"), { name: "TypeError", message: "Unknown encoding: nope" });
  assert.equal(Buffer.from(new SharedArrayBuffer(1)).toString(), "\0");
});

test("slices share memory", () => {
  const buffer = Buffer.from([1, 2, 3, 4]);
  buffer.slice(1, 3)[0] = 9;
  buffer.subarray(-1)[0] = 8;
  assert.deepEqual(list(buffer), [1, 9, 3, 8]);
  assert.ok(buffer.slice() instanceof Buffer);
});

/** A generator of the same random numbers in every run. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

const pick = random(11);
const one = (values) => values[pick(values.length)];
const text = () => Array.from({ length: pick(9) }, () => one(["a", "f", "0", "F", "g", "é", "=", "+", "-", " ", "\0", "€", "😀", "\uFEFF"])).join("");

/** Calls the same on both and compares bytes, values and the names of errors. */
function same(what, own, node) {
  const result = (run) => {
    try {
      const value = run();
      return value instanceof Uint8Array ? NodeBuffer.from(value).toString("hex") : typeof value === "bigint" ? `${value}n` : value;
    } catch (error) {
      return error.name;
    }
  };
  assert.deepEqual(result(own), result(node), what);
}

test("random operations as in Node", () => {
  for (let round = 0; round < 20_000; round++) {
    const [s, t] = [text(), text()];
    // Node ends base64 at some characters beyond Latin-1, by their low byte.
    const names = /[^\0-\xff]/.test(s + t) ? [] : ["base64", "base64url"];
    const encoding = one(["utf8", "hex", "latin1", "binary", "ascii", "utf16le", "ucs2", "UTF-8", undefined, ...names]);
    const [i, j] = [one([0, 1, 2, 3, 5, -1, -2, 9]), one([undefined, 0, 1, 2, 5, -1, 9])];
    const what = JSON.stringify([s, t, encoding, i, j]);
    const [a, b] = [Buffer.from(s), NodeBuffer.from(s)];
    const [x, y] = [Buffer.from(t), NodeBuffer.from(t)];
    same(what, () => Buffer.from(s, encoding), () => NodeBuffer.from(s, encoding));
    same(what, () => Buffer.byteLength(s, encoding), () => NodeBuffer.byteLength(s, encoding));
    same(what, () => Buffer.alloc(8, t, encoding), () => NodeBuffer.alloc(8, t, encoding));
    same(what, () => Buffer.compare(a, x), () => NodeBuffer.compare(b, y));
    same(what, () => a.compare(x), () => b.compare(y));
    same(what, () => a.equals(x), () => b.equals(y));
    same(what, () => a.toString(encoding, i, j), () => b.toString(encoding, i, j));
    same(what, () => a.slice(i, j), () => b.slice(i, j));
    same(what, () => a.indexOf(t, i), () => b.indexOf(t, i));
    same(what, () => a.lastIndexOf(t, i), () => b.lastIndexOf(t, i));
    same(what, () => a.includes(97, i), () => b.includes(97, i));
    same(what, () => JSON.stringify(a), () => JSON.stringify(b));
    const target = () => [Buffer.alloc(8, 1), NodeBuffer.alloc(8, 1)];
    for (const change of [
      (buffer) => buffer.write(t, i, j, encoding),
      (buffer) => buffer.write(t, i, encoding),
      (buffer) => buffer.fill(t, i, j, encoding).length,
      (buffer, source) => source.copy(buffer, i, j),
    ]) {
      const [own, node] = target();
      same(what, () => [change(own, a), own.toString("hex")], () => [change(node, b), node.toString("hex")]);
    }
  }
});

test("numbers as in Node", () => {
  const names = Reflect.ownKeys(NodeBuffer.prototype).filter((each) => typeof each === "string" && /^(read|write)(Big)?(U?[Ii]nt(8|16|32|64)|Float|Double)/.test(each));
  assert.ok(names.length >= 50, `${names.length}`);
  for (const name of names) {
    assert.equal(typeof Buffer.prototype[name], "function", name);
    for (let round = 0; round < 200; round++) {
      const bytes = Array.from({ length: 12 }, () => pick(256));
      const offset = one([undefined, 0, 1, 4, 11, 12, -1, 1.5]);
      const [a, b] = [Buffer.from(bytes), NodeBuffer.from(bytes)];
      const what = `${name} ${bytes} ${offset}`;
      if (name.startsWith("read")) {
        same(what, () => a[name](offset), () => b[name](offset));
        continue;
      }
      const value = name.includes("Big")
        ? one([0n, -1n, 255n, 2n ** 64n - 1n, 2n ** 64n, -(2n ** 63n)])
        : one([0, -1, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32, -(2 ** 31), 1.5, NaN]);
      same(`${what} ${value}`, () => [a[name](value, offset), a.toString("hex")], () => [b[name](value, offset), b.toString("hex")]);
    }
  }
});

test("patched intrinsics do not matter", () => {
  const run = () => {
    const buffer = Buffer.concat([Buffer.from("häß😀"), Buffer.from("00ff", "hex"), Buffer.from("aGk", "base64"), Buffer.from([1, 2])]);
    buffer.write("x", 1);
    buffer.writeUInt16BE(258, 2);
    return buffer.toString() + buffer.toString("hex") + buffer.slice(2).toString("base64url") + buffer.readInt8(0) + buffer.indexOf("h") +
      Buffer.alloc(5, "ab").toString("latin1") + buffer.equals(Buffer.from(buffer)) + Buffer.isEncoding("HEX");
  };
  const expected = run();
  assert.equal(patched(run), expected);
});
