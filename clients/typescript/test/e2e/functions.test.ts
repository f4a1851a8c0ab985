/** Custom functions, every type and every value in both directions: runtime.md, section 5. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { CustomFunctions } from "../../src/index.ts";
import { onBothTransports, rejection } from "../support/daemon.ts";

interface Harness {
  customFunctions: CustomFunctions;
  reported: unknown[];
}

/** Custom functions plus `report(value)`, with which the guest hands values to the test. */
function harness(customFunctions: CustomFunctions): Harness {
  const reported: unknown[] = [];
  return { customFunctions: { ...customFunctions, report: { fn: (value) => void reported.push(value), type: "sync" } }, reported };
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

onBothTransports("custom functions", (daemon) => {
  async function run(functions: CustomFunctions, code: string): Promise<unknown[]> {
    const { customFunctions, reported } = harness(functions);
    await daemon.withRuntime({ customFunctions }, (runtime) => runtime.eval(code));
    return reported;
  }

  test("sync returns the value, async a promise, whatever fn returns", async () => {
    const reported = await run(
      {
        now: { fn: (a: number, b: number) => a + b, type: "sync" },
        waited: { fn: async (a: number) => (await delay(5), a * 2), type: "sync" },
        later: { fn: (a: number) => a * 3, type: "async" },
      },
      `
        report([now(1, 2), waited(4)]);
        const promise = later(5);
        report([promise instanceof Promise, await promise, now.length >= 0, typeof later]);
      `,
    );
    assert.deepEqual(reported, [
      [3, 8],
      [true, 15, true, "function"],
    ]);
  });

  test("async calls run concurrently while the guest goes on", async () => {
    let running = 0;
    let most = 0;
    const slow = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await delay(20);
      running--;
    };
    const reported = await run(
      { slow: { fn: slow, type: "async" } },
      `
        let ticks = 0;
        const interval = setInterval(() => ticks++, 1);
        await Promise.all(Array.from({ length: 50 }, () => slow()));
        clearInterval(interval);
        report(ticks > 0);
      `,
    );
    assert.equal(most, 50);
    assert.deepEqual(reported, [true]);
  });

  test("values from the guest arrive as what they are", async () => {
    const reported = await run(
      {},
      `
        report(null); report(true); report("text\\u0000😀"); report(42); report(-1.5); report(2 ** 53 - 1);
        report(NaN); report(Infinity); report(-Infinity); report(-0);
        report(123456789012345678901234567890n);
        report(new Date(1705320000001)); report(/a+\\/b/giu);
        report(new Uint8Array([0, 1, 255])); report(new Uint8Array([1, 2, 3]).buffer);
        report([1, [2, [3]]]); report({ a: { b: new Date(0) }, "odd key": [/x/] });
        report(new Array(1000).fill("x"));
      `,
    );
    assert.deepStrictEqual(reported, [
      null, true, "text\u0000😀", 42, -1.5, 2 ** 53 - 1,
      NaN, Infinity, -Infinity, -0,
      123456789012345678901234567890n,
      new Date(1705320000001), /a+\/b/giu,
      Uint8Array.of(0, 1, 255), Uint8Array.of(1, 2, 3),
      [1, [2, [3]]], { a: { b: new Date(0) }, "odd key": [/x/] },
      new Array(1000).fill("x"),
    ]);
  });

  test("URL and Headers from the guest", async () => {
    const [url, headers] = await run({}, "report(new URL('http://a/b?c#d')); report(new Headers([['x-a', '1'], ['x-b', '2']]));");
    assert.ok(url instanceof URL);
    assert.equal(url.href, "http://a/b?c#d");
    assert.ok(headers instanceof Headers);
    assert.deepEqual([...headers], [["x-a", "1"], ["x-b", "2"]]);
  });

  test("errors from the guest", async () => {
    const [error] = await run({}, "report(Object.assign(new TypeError('bad'), { code: 'E1' }));");
    assert.ok(error instanceof Error);
    const { name, message, code } = error as Error & { code?: unknown };
    assert.deepEqual({ name, message, code }, { name: "TypeError", message: "bad", code: "E1" });
  });

  test("undefined arguments stay undefined, also nested", async () => {
    const reported = await run({}, "report(undefined); report([undefined]); report({ a: undefined });");
    assert.deepStrictEqual(reported, [undefined, [undefined], { a: undefined }]);
  });

  test("objects with a property __type round-trip as data", async () => {
    const reported = await run({}, "report({ __type: 'UndefinedRef', more: 1 }); report({ __type: 'mine' });");
    assert.deepStrictEqual(reported, [{ __type: "UndefinedRef", more: 1 }, { __type: "mine" }]);
  });

  test("values from the host arrive as what they are", async () => {
    const values: Record<string, [unknown, string]> = {
      null: [null, "v === null"],
      undefined: [undefined, "v === undefined"],
      boolean: [false, "v === false"],
      string: ["text😀", "v === 'text😀'"],
      number: [1.5, "v === 1.5"],
      nan: [NaN, "Number.isNaN(v)"],
      infinity: [-Infinity, "v === -Infinity"],
      negativeZero: [-0, "Object.is(v, -0)"],
      bigint: [12345678901234567890n, "v === 12345678901234567890n"],
      date: [new Date(1705320000001), "v instanceof Date && v.getTime() === 1705320000001"],
      regExp: [/a+/gi, "v instanceof RegExp && String(v) === '/a+/gi'"],
      url: [new URL("http://a/b"), "v instanceof URL && v.href === 'http://a/b'"],
      headers: [new Headers({ "x-a": "1" }), "v instanceof Headers && v.get('x-a') === '1'"],
      bytes: [Uint8Array.of(1, 255), "v instanceof Uint8Array && v.length === 2 && v[1] === 255"],
      buffer: [Uint8Array.of(7).buffer, "v instanceof Uint8Array && v[0] === 7"],
      error: [Object.assign(new TypeError("bad"), { code: "E1" }), "v instanceof Error && v.name === 'TypeError' && v.message === 'bad' && v.code === 'E1'"],
      array: [[1, [undefined]], "Array.isArray(v) && v.length === 2 && v[1][0] === undefined"],
      object: [{ a: { b: new Date(1) }, u: undefined }, "v.a.b.getTime() === 1 && 'u' in v && v.u === undefined"],
      response: [
        new Response("body", { status: 201, statusText: "Made", headers: { "x-a": "1" } }),
        "v instanceof Response && v.status === 201 && v.statusText === 'Made' && v.headers.get('x-a') === '1' && (await v.text()) === 'body'",
      ],
      request: [
        new Request("http://a/b", { method: "POST", body: "sent", headers: { "x-a": "1" } }),
        "v instanceof Request && v.url === 'http://a/b' && v.method === 'POST' && v.headers.get('x-a') === '1' && (await v.text()) === 'sent'",
      ],
      file: [
        new File(["hi"], "a.txt", { type: "a/b", lastModified: 5 }),
        "v instanceof File && v.name === 'a.txt' && v.type === 'a/b' && v.lastModified === 5 && (await v.text()) === 'hi'",
      ],
      blob: [new Blob(["hi"], { type: "a/b" }), "v instanceof Blob && !(v instanceof File) && v.type === 'a/b' && (await v.text()) === 'hi'"],
    };
    const form = new FormData();
    form.append("k", "v");
    form.append("f", new File(["x"], "f.txt"));
    values["formData"] = [form, "v instanceof FormData && v.get('k') === 'v' && v.get('f').name === 'f.txt' && (await v.get('f').text()) === 'x'"];
    const checks = Object.entries(values).map(([name, [, check]]) =>
      `{ const v = await get(${JSON.stringify(name)}); let ok; try { ok = ${check}; } catch (e) { ok = String(e); } report([${JSON.stringify(name)}, ok]); }`,
    );
    const reported = await run({ get: { fn: (name: string) => values[name]?.[0], type: "async" } }, checks.join("\n"));
    assert.deepEqual(reported, Object.keys(values).map((name) => [name, true]));
  });

  test("megabytes cross in both directions", async () => {
    const size = 8 * 1024 * 1024;
    let length = 0;
    await run(
      {
        get: { fn: () => new Uint8Array(size).fill(7), type: "async" },
        put: { fn: (bytes: Uint8Array) => void (length = bytes.every((byte) => byte === 7) ? bytes.length : -1), type: "async" },
      },
      "const bytes = await get(); await put(bytes);",
    );
    assert.equal(length, size);
  });

  test("a result or argument above the frame limit fails its call, not the connection", async () => {
    const reported = await run(
      { big: { fn: () => new Uint8Array(11 * 1024 * 1024), type: "async" }, take: { fn: () => "taken", type: "async" } },
      `
        const outcome = (promise) => promise.then(() => "fine", (e) => e.message);
        report(await outcome(big()));
        report(await outcome(take(new Uint8Array(11 * 1024 * 1024))));
        report(await take(1));
      `,
    );
    assert.match(String(reported[0]), /10485760/);
    assert.match(String(reported[1]), /10485760/);
    assert.equal(reported[2], "taken");
  });

  test("host errors keep name, message and code; guests can catch them", async () => {
    const fail = (): never => {
      throw Object.assign(new RangeError("nope"), { code: "E_NOPE" });
    };
    const reported = await run(
      { failSync: { fn: fail, type: "sync" }, failAsync: { fn: fail, type: "async" } },
      `
        const seen = (e) => [e instanceof Error, e.name, e.message, e.code];
        try { failSync(); } catch (e) { report(seen(e)); }
        await failAsync().catch((e) => report(seen(e)));
      `,
    );
    assert.deepEqual(reported, [
      [true, "RangeError", "nope", "E_NOPE"],
      [true, "RangeError", "nope", "E_NOPE"],
    ]);
  });

  test("an uncaught host error leaves eval with its name and message", async () => {
    const { customFunctions } = harness({ fail: { fn: () => { throw new TypeError("from the host"); }, type: "sync" } });
    await daemon.withRuntime({ customFunctions }, async (runtime) => {
      const error = await rejection(runtime.eval("fail();"));
      assert.equal(error.name, "TypeError");
      assert.equal(error.message, "from the host");
    });
  });

  test("values that cannot cross are refused, naming where they are", async () => {
    const reported = await run(
      { take: { fn: () => 1, type: "sync" }, give: { fn: () => ({ list: [new Map()] }), type: "async" } },
      `
        const message = (f) => { try { f(); return "fine"; } catch (e) { return e.message; } };
        report(message(() => take(Symbol("s"))));
        const cycle = {}; cycle.self = cycle;
        report(message(() => take(cycle)));
        report(await give().catch((e) => e.name + ": " + e.message));
      `,
    );
    assert.match(String(reported[0]), /Cannot marshal Symbol values/);
    assert.match(String(reported[1]), /Maximum marshalling depth exceeded/);
    assert.match(String(reported[2]), /^MarshalError: Cannot marshal class instance of type "Map".*result\.list\[0\]/);
  });

  test("functions, promises and iterators in results (the conformance example)", async () => {
    const reported = await run(
      {
        makeResult: {
          type: "async",
          fn: () => ({
            double: (n: number) => n * 2,
            add: (a: number) => (b: number) => a + b,
            later: delay(5).then(() => 7),
            broken: Promise.reject(new TypeError("rej")),
            letters: (async function* () {
              yield "a";
              yield "b";
            })(),
          }),
        },
      },
      `
        const r = await makeResult();
        r.broken.catch((e) => report(e.message));
        report([r.double(5), await r.double(5), r.add(1)(2), await r.later]);
        const letters = [];
        for await (const letter of r.letters) letters.push(letter);
        report(letters);
      `,
    );
    const broken = reported.indexOf("rej");
    assert.notEqual(broken, -1);
    assert.deepEqual(reported.filter((_, index) => index !== broken), [[10, 10, 3, 7], ["a", "b"]]);
  });

  test("async iterators: values, return value, early break, errors, throw, several at a time", async () => {
    const ended: string[] = [];
    const reported = await run(
      {
        count: {
          type: "asyncIterator",
          fn: async function* (name: string, to: number) {
            try {
              for (let n = 0; n < to; n++) {
                yield { n, at: new Date(n) };
              }
              return "end";
            } finally {
              ended.push(name);
            }
          },
        },
        breaks: {
          type: "asyncIterator",
          fn: async function* () {
            yield 1;
            throw new RangeError("midway");
          },
        },
        catches: {
          type: "asyncIterator",
          fn: async function* () {
            try {
              yield 1;
            } catch (error) {
              yield `${(error as Error).name}: ${(error as Error).message}`;
            }
          },
        },
        ended: { fn: () => [...ended], type: "sync" },
      },
      `
        const values = [];
        for await (const { n, at } of count("all", 3)) values.push([n, at.getTime()]);
        report(values);
        for await (const { n } of count("early", 100)) { if (n === 1) break; }
        report(ended());
        const seen = [];
        try { for await (const v of breaks()) seen.push(v); } catch (e) { seen.push(e.name, e.message); }
        report(seen);
        const [a, b] = [count("a", 2), count("b", 2)];
        report([(await a.next()).value.n, (await b.next()).value.n, (await a.next()).value.n]);
        report(await a.next());
        report((await b.return("bye")).done);
        const c = catches();
        await c.next();
        report((await c.throw(new TypeError("into"))).value);
      `,
    );
    assert.deepEqual(reported, [
      [[0, 0], [1, 1], [2, 2]],
      ["all", "early"],
      [1, "RangeError", "midway"],
      [0, 0, 1],
      { value: "end", done: true },
      true,
      "TypeError: into",
    ]);
    assert.deepEqual(ended, ["all", "early", "a", "b"]);
  });

  test("callbacks may use their own runtime", async () => {
    const { customFunctions, reported } = harness({});
    const connection = await daemon.connect();
    const runtime = await connection.createRuntime({
      customFunctions: { ...customFunctions, depth: { fn: () => runtime.console.getGroupDepth(), type: "async" } },
    });
    await runtime.eval("console.group(); report(await depth());");
    assert.deepEqual(reported, [1]);
    await connection.close();
  });
});
