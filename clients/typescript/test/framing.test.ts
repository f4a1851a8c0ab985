/** Frames and the byte stream: protocol.md, sections 1.2, 1.3 and appendix C. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ProtocolError } from "../src/index.ts";
import { decodePayload, encodeMessage } from "../src/wire/codec.ts";
import { buildFrame, FrameParser } from "../src/wire/framing.ts";
import { bytes, hex } from "./support/hex.ts";

function collect(): { parser: FrameParser; frames: string[] } {
  const frames: string[] = [];
  return { parser: new FrameParser((type, payload) => frames.push(`${type.toString(16)}: ${hex(payload)}`)), frames };
}

const stream = bytes("00 00 00 02 f0 80  00 00 00 16 a0 82 a8 73 74 72 65 61 6d 49 64 01 a5 63 68 75 6e 6b c4 02 68 69");
const expected = ["f0: 80", "a0: 82 a8 73 74 72 65 61 6d 49 64 01 a5 63 68 75 6e 6b c4 02 68 69"];

test("frames may be split at any byte", () => {
  for (let at = 0; at <= stream.length; at++) {
    const { parser, frames } = collect();
    parser.push(stream.subarray(0, at));
    parser.push(stream.subarray(at));
    assert.deepEqual(frames, expected, `split at ${at}`);
  }
  const { parser, frames } = collect();
  for (const byte of stream) {
    parser.push(Uint8Array.of(byte));
  }
  assert.deepEqual(frames, expected);
});

test("a frame of exactly the limit is legal, one byte more is refused as soon as the length is known", () => {
  let size = 0;
  const parser = new FrameParser((_, payload) => (size = payload.length));
  parser.push(bytes("00 a0 00 00"));
  parser.push(new Uint8Array(10_485_760));
  assert.equal(size, 10_485_759);
  assert.throws(() => collect().parser.push(bytes("00 a0 00 01")), {
    name: "ProtocolError",
    message: "Frame of 10485761 bytes received; the limit is 10485760 bytes",
  });
});

test("lengths 0 and 1 are refused", () => {
  assert.throws(() => collect().parser.push(bytes("00 00 00 00")), ProtocolError);
  assert.throws(() => collect().parser.push(bytes("00 00 00 01 f0")), ProtocolError);
});

test("a large frame in small chunks takes linear time", () => {
  const frame = buildFrame(0x80, new Uint8Array(10_000_000), "test");
  const started = performance.now();
  let frames = 0;
  const parser = new FrameParser(() => frames++);
  for (let at = 0; at < frame.length; at += 1000) {
    parser.push(frame.subarray(at, at + 1000));
  }
  assert.equal(frames, 1);
  assert.ok(performance.now() - started < 2000);
});

test("a sender refuses a frame above the limit and names it", () => {
  assert.equal(buildFrame(1, new Uint8Array(10_485_759), "EVAL").length, 10_485_764);
  assert.throws(() => encodeMessage(0x03, { code: "x".repeat(10_485_760) }), {
    name: "RangeError",
    message: /^EVAL takes 1048577\d bytes; a frame holds at most 10485760 bytes$/,
  });
});

test("the test vectors of messages this client sends", () => {
  const vectors: [number, Record<string, unknown>, string][] = [
    [
      0x03,
      { requestId: 2, isolateId: "i1", code: "1", filename: null, executionTimeout: null },
      "00 00 00 3d 03 85 a9 72 65 71 75 65 73 74 49 64 02 a9 69 73 6f 6c 61 74 65 49 64 a2 69 31 a4 63 6f 64 65 a1 31 a8 66 69 6c 65 6e 61 6d 65 c0 b0 65 78 65 63 75 74 69 6f 6e 54 69 6d 65 6f 75 74 c0",
    ],
    [
      0x02,
      { requestId: 5, isolateId: "i1", hard: null, reason: null },
      "00 00 00 28 02 84 a9 72 65 71 75 65 73 74 49 64 05 a9 69 73 6f 6c 61 74 65 49 64 a2 69 31 a4 68 61 72 64 c0 a6 72 65 61 73 6f 6e c0",
    ],
    [0x91, { requestId: 1, result: null }, "00 00 00 15 91 82 a9 72 65 71 75 65 73 74 49 64 01 a6 72 65 73 75 6c 74 c0"],
  ];
  for (const [type, fields, expectedHex] of vectors) {
    assert.equal(hex(encodeMessage(type, fields)), expectedHex.replace(/\s+/g, " "));
  }
});

test("undefined fields are left out", () => {
  assert.equal(hex(encodeMessage(0xf0, { a: undefined })), "00 00 00 02 f0 80");
});

test("payloads: trailing bytes, truncation, __proto__ and emptiness are malformed; no map is an empty map", () => {
  for (const bad of ["80 80", "81 a1 61", "81 a9 5f 5f 70 72 6f 74 6f 5f 5f 01", "", "c1"]) {
    assert.throws(() => decodePayload(bytes(bad)), ProtocolError, bad);
  }
  assert.deepEqual(decodePayload(bytes("c0")), {});
  assert.deepEqual(decodePayload(bytes("91 01")), {});
  assert.deepEqual(decodePayload(bytes("81 a1 61 01")), { a: 1 });
});
