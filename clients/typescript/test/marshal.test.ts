/** Values in both directions: protocol.md, sections 2.3 to 2.6, with the byte examples given there. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { encode, ExtData } from "@msgpack/msgpack";
import { MarshalError } from "../src/index.ts";
import { marshal, type HandOut } from "../src/values/marshal.ts";
import { unmarshal } from "../src/values/unmarshal.ts";
import { decodePayload, encodeMessage } from "../src/wire/codec.ts";
import { bytes, hex } from "./support/hex.ts";

const noHandOut: HandOut = { function: () => "fn", promise: () => "promise", asyncIterable: () => "iterable" };

/** The bytes of a marshalled value. */
async function wire(value: unknown): Promise<string> {
  const frame = encodeMessage(0x91, { v: await marshal(value, noHandOut) });
  return hex(frame.subarray(8));
}

/** What a custom function gets for an argument with these bytes. */
function argument(data: string): unknown {
  return unmarshal(decodePayload(Uint8Array.of(0x81, 0xa1, 0x76, ...bytes(data)))["v"]);
}

describe("results, host to isolate", () => {
  const cases: [string, unknown, string][] = [
    ["null", null, "c0"],
    ["true", true, "c3"],
    ["integer", 42, "2a"],
    ["float", 1.5, "cb 3f f8 00 00 00 00 00 00"],
    ["NaN", NaN, "cb 7f f8 00 00 00 00 00 00"],
    ["-0", -0, "cb 80 00 00 00 00 00 00 00"],
    ["string", "hé", "a3 68 c3 a9"],
    ["undefined", undefined, "81 a6 5f 5f 74 79 70 65 ac 55 6e 64 65 66 69 6e 65 64 52 65 66"],
    [
      "Date",
      new Date(1705320000000),
      "82 a6 5f 5f 74 79 70 65 a7 44 61 74 65 52 65 66 a9 74 69 6d 65 73 74 61 6d 70 cf 00 00 01 8d 0c fe 2a 00",
    ],
    [
      "RegExp",
      /a+/gi,
      "83 a6 5f 5f 74 79 70 65 a9 52 65 67 45 78 70 52 65 66 a6 73 6f 75 72 63 65 a2 61 2b a5 66 6c 61 67 73 a2 67 69",
    ],
    [
      "bigint",
      9007199254740993n,
      "82 a6 5f 5f 74 79 70 65 a9 42 69 67 49 6e 74 52 65 66 a5 76 61 6c 75 65 b0 39 30 30 37 31 39 39 32 35 34 37 34 30 39 39 33",
    ],
    ["Uint8Array", Uint8Array.of(1, 2, 255), "c4 03 01 02 ff"],
    ["a view into a larger buffer", new Uint8Array([9, 1, 2, 9]).subarray(1, 3), "c4 02 01 02"],
    ["ArrayBuffer", Uint8Array.of(7).buffer, "c4 01 07"],
    ["Uint16Array", Uint16Array.of(0x0102), "c4 02 02 01"],
    ["DataView", new DataView(Uint8Array.of(5).buffer), "c4 01 05"],
    ["URL", new URL("http://a/"), "d8 0f 81 a4 68 72 65 66 a9 68 74 74 70 3a 2f 2f 61 2f"],
    ["Headers", new Headers({ "x-a": "1" }), "c7 0f 0c 81 a5 70 61 69 72 73 91 92 a3 78 2d 61 a1 31"],
    [
      "Response",
      new Response(Uint8Array.from([104, 105]), { status: 200, statusText: "OK", headers: { a: "b" } }),
      "c7 2e 0b 84 a6 73 74 61 74 75 73 cc c8 aa 73 74 61 74 75 73 54 65 78 74 a2 4f 4b a7 68 65 61 64 65 72 73 91 92 a1 61 a1 62 a4 62 6f 64 79 92 68 69",
    ],
    [
      "File",
      new File(["hi"], "a.txt", { type: "a/b", lastModified: 1 }),
      "c7 2b 0d 84 a4 6e 61 6d 65 a5 61 2e 74 78 74 a4 74 79 70 65 a3 61 2f 62 ac 6c 61 73 74 4d 6f 64 69 66 69 65 64 01 a4 64 61 74 61 92 68 69",
    ],
    [
      "Error",
      new TypeError("bad"),
      "c7 29 04 84 a4 6e 61 6d 65 a9 54 79 70 65 45 72 72 6f 72 a7 6d 65 73 73 61 67 65 a3 62 61 64 a5 73 74 61 63 6b c0 a4 63 6f 64 65 c0",
    ],
    ["array and object", [{ a: [1] }], "91 81 a1 61 91 01"],
    ["object without prototype", Object.assign(Object.create(null), { a: 1 }), "81 a1 61 01"],
    ["function", () => 1, "a2 66 6e"],
    ["promise", Promise.resolve(), "a7 70 72 6f 6d 69 73 65"],
    ["async generator", (async function* () {})(), "a8 69 74 65 72 61 62 6c 65"],
    ["unknown __type", { __type: "mine" }, "81 a6 5f 5f 74 79 70 65 a4 6d 69 6e 65"],
  ];
  for (const [name, value, expected] of cases) {
    test(name, async () => assert.equal(await wire(value), expected));
  }

  test("FormData and nested bodies", async () => {
    const form = new FormData();
    form.append("k", "v");
    assert.equal(await wire(form), "c7 0f 0e 81 a7 65 6e 74 72 69 65 73 91 92 a1 6b a1 76");
    const nested = (await marshal({ files: [new Blob(["a"]), 1] }, noHandOut)) as { files: unknown[] };
    assert.ok(nested.files[0] instanceof ExtData);
    assert.equal(nested.files[1], 1);
  });

  test("a shared object crosses twice, a cycle does not", async () => {
    const shared = { a: 1 };
    assert.deepEqual(marshal([shared, shared], noHandOut), [{ a: 1 }, { a: 1 }]);
    const cycle: unknown[] = [];
    cycle.push({ cycle });
    assert.throws(() => marshal(cycle, noHandOut), {
      name: "MarshalError",
      message: "Cannot marshal value: circular reference detected (at result[0].cycle)",
    });
  });

  test("what cannot cross is refused with its path", () => {
    const refused: [unknown, string][] = [
      [Symbol("s"), "Cannot marshal Symbol values"],
      [{ a: [Symbol("s")] }, "Cannot marshal Symbol values (at result.a[0])"],
      [
        { "odd key": new Map() },
        'Cannot marshal class instance of type "Map". Only plain objects and supported classes are allowed. (at result["odd key"])',
      ],
      [
        new (class Foo {})(),
        'Cannot marshal class instance of type "Foo". Only plain objects and supported classes are allowed.',
      ],
      [{ __type: "CallbackRef", callbackId: 1 }, 'Cannot marshal an object whose "__type" is "CallbackRef" (at result.__type)'],
      [JSON.parse('{"__proto__": 1}'), 'Cannot marshal a property named "__proto__" (at result.__proto__)'],
    ];
    for (const [value, message] of refused) {
      assert.throws(() => marshal(value, noHandOut), { name: "MarshalError", message });
    }
  });

  test("97 nested containers fit into a frame, more are refused", () => {
    const nest = (depth: number): unknown => (depth === 0 ? undefined : [nest(depth - 1)]);
    assert.ok(encodeMessage(0x91, { result: marshal(nest(97), noHandOut) }).length > 97);
    assert.throws(() => marshal(nest(98), noHandOut), {
      message: "Maximum marshalling depth (100) exceeded. Possible circular reference.",
    });
  });

  test("sharing cannot blow up without bound", () => {
    let value: unknown = [1];
    for (let level = 0; level < 60; level++) {
      value = [value, value, value, value];
    }
    assert.throws(() => marshal(value, noHandOut), MarshalError);
  });
});

describe("arguments, isolate to host", () => {
  const cases: [string, string, unknown][] = [
    ["nil", "c0", null],
    ["bin", "c4 02 01 02", Uint8Array.of(1, 2)],
    ["timestamp 32", "d6 ff 65 a5 1e 40", new Date("2024-01-15T12:00:00.000Z")],
    ["timestamp 64", "d7 ff 00 3d 09 00 65 a5 1e 40", new Date("2024-01-15T12:00:00.001Z")],
    ["timestamp 96", "c7 0c ff 3b 8b 87 c0 ff ff ff ff ff ff ff ff", new Date("1969-12-31T23:59:59.999Z")],
    ["ext 6", "c7 14 06 81 a9 74 69 6d 65 73 74 61 6d 70 cf 00 00 01 8d 0c fe 2a 00", new Date(1705320000000)],
    ["ext 7", "c7 14 07 82 a6 73 6f 75 72 63 65 a2 61 2b a5 66 6c 61 67 73 a2 67 69", /a+/gi],
    ["ext 8", "d4 08 80", undefined],
    ["ext 9", "c7 18 09 81 a5 76 61 6c 75 65 b0 39 30 30 37 31 39 39 32 35 34 37 34 30 39 39 33", 9007199254740993n],
    ["UndefinedRef", "81 a6 5f 5f 74 79 70 65 ac 55 6e 64 65 66 69 6e 65 64 52 65 66", undefined],
    ["map", "81 a1 61 91 c4 01 07", { a: [Uint8Array.of(7)] }],
    ["float -0", "cb 80 00 00 00 00 00 00 00", -0],
  ];
  for (const [name, data, expected] of cases) {
    test(name, () => assert.deepStrictEqual(argument(data), expected));
  }

  test("ref maps of a newer daemon", () => {
    const refs: [unknown, unknown][] = [
      [{ __type: "DateRef", timestamp: 5 }, new Date(5)],
      [{ __type: "RegExpRef", source: "x", flags: "i" }, /x/i],
      [{ __type: "BigIntRef", value: "10" }, 10n],
      [{ __type: "Uint8ArrayRef", data: [1, 255] }, Uint8Array.of(1, 255)],
    ];
    for (const [ref, expected] of refs) {
      assert.deepStrictEqual(argument(hex(encode(ref))), expected);
    }
    const error = argument(hex(encode({ __type: "ErrorRef", name: "TypeError", message: "bad", stack: null, code: 7 })));
    assert.ok(error instanceof Error && error.name === "TypeError" && error.message === "bad");
    assert.equal((error as Error & { code?: unknown }).code, 7);
    assert.equal(String(argument(hex(encode({ __type: "URLRef", href: "http://b/" })))), "http://b/");
  });

  test("guest data that only looks like a reference stays data", () => {
    const lookalikes = [{ __type: "DateRef" }, { __type: "DateRef", timestamp: 1, more: 2 }, { __type: "ErrorRef", name: "E" }];
    for (const data of [...lookalikes, { __type: "constructor" }]) {
      assert.deepStrictEqual(argument(hex(encode(data))), data);
    }
  });

  test("URL, Headers, errors, responses, files", async () => {
    const url = argument("d8 0f 81 a4 68 72 65 66 a9 68 74 74 70 3a 2f 2f 61 2f");
    assert.ok(url instanceof URL && url.href === "http://a/");
    const headers = argument("c7 0f 0c 81 a5 70 61 69 72 73 91 92 a3 78 2d 61 a1 31");
    assert.ok(headers instanceof Headers && headers.get("x-a") === "1");
    const error = argument(
      "c7 29 04 84 a4 6e 61 6d 65 a9 54 79 70 65 45 72 72 6f 72 a7 6d 65 73 73 61 67 65 a3 62 61 64 a5 73 74 61 63 6b c0 a4 63 6f 64 65 c0",
    );
    assert.ok(error instanceof Error && error.name === "TypeError" && error.message === "bad");
    const file = argument(
      "c7 32 0d 84 a4 6e 61 6d 65 a5 61 2e 74 78 74 a4 74 79 70 65 aa 74 65 78 74 2f 70 6c 61 69 6e ac 6c 61 73 74 4d 6f 64 69 66 69 65 64 01 a4 64 61 74 61 92 68 69",
    );
    assert.ok(file instanceof File && file.name === "a.txt" && (await file.text()) === "hi");
  });

  test("bytes are a copy of their own", () => {
    const value = argument("c4 02 01 02") as Uint8Array;
    assert.equal(value.buffer.byteLength, 2);
  });

  test("an extension this engine cannot represent fails the value, not the frame", () => {
    const bad = hex(encode(new ExtData(7, encode({ source: "(", flags: "" }))));
    assert.throws(() => argument(bad), SyntaxError);
    assert.throws(() => argument("d4 63 80"), /Extension 99 is not supported/);
  });

  test("nesting deeper than 100 is refused", () => {
    assert.throws(() => argument("91 ".repeat(102) + "c0"), /Maximum unmarshalling depth exceeded/);
  });
});
