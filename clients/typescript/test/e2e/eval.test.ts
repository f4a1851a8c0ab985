/** Running entry code: runtime.md, section 2. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { DaemonError } from "../../src/index.ts";
import { onBothTransports, rejection } from "../support/daemon.ts";

/** A runtime whose guest hands values to the test with `report(value)`. */
function reporting(): { reported: unknown[]; customFunctions: { report: { fn: (value: unknown) => void; type: "sync" } } } {
  const reported: unknown[] = [];
  return { reported, customFunctions: { report: { fn: (value) => void reported.push(value), type: "sync" } } };
}

onBothTransports("eval", (daemon) => {
  test("runs modules: TypeScript, top-level await, strict mode; fulfils with undefined", async () => {
    const { reported, customFunctions } = reporting();
    await daemon.withRuntime({ customFunctions }, async (runtime) => {
      assert.match(runtime.id, /./);
      assert.equal(runtime.reused, false);
      const result = await runtime.eval(`
        interface Point { x: number }
        const point: Point = { x: await Promise.resolve(41) };
        report((point.x as number) + 1);
        report(this === undefined);
        export const ignored = 1;
      `);
      assert.equal(result, undefined);
      assert.deepEqual(reported, [42, true]);
    });
  });

  test("globals persist between evals, declarations do not", async () => {
    const { reported, customFunctions } = reporting();
    await daemon.withRuntime({ customFunctions }, async (runtime) => {
      await runtime.eval("globalThis.kept = 1; const lost = 2;");
      await runtime.eval("report([typeof kept, typeof lost]);");
      assert.deepEqual(reported, [["number", "undefined"]]);
    });
  });

  test("evals of one runtime run in order; a failing one does not hold up the next", async () => {
    const { reported, customFunctions } = reporting();
    await daemon.withRuntime({ customFunctions }, async (runtime) => {
      const outcomes = await Promise.allSettled([
        runtime.eval("await new Promise((resolve) => setTimeout(resolve, 30)); report(1);"),
        runtime.eval("report(2); throw new Error('two');"),
        runtime.eval("report(3);"),
      ]);
      assert.deepEqual(reported, [1, 2, 3]);
      assert.deepEqual(outcomes.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
    });
  });

  test("errors keep name, message and the stack in positions of the given text", async () => {
    await daemon.withRuntime({}, async (runtime) => {
      const error = await rejection(
        runtime.eval("const type: string = 'x';\nfunction inner(): never {\n  throw new TypeError('boom');\n}\ninner();", "dir/app.ts"),
      );
      assert.ok(error instanceof DaemonError);
      assert.equal(error.daemonCode, 3001);
      assert.equal(error.name, "TypeError");
      assert.equal(error.message, "boom");
      assert.match(error.stack ?? "", /^TypeError: boom\n\s+at inner \(\/dir\/app\.ts:3:9\)\n/);
      assert.match(error.stack ?? "", /\/dir\/app\.ts:5:1/);
    });
  });

  test("user errors keep their name; thrown values that are no errors become errors", async () => {
    await daemon.withRuntime({}, async (runtime) => {
      const custom = await rejection(
        runtime.eval("class MyError extends Error { name = 'MyError' }\nthrow new MyError('mine');"),
      );
      assert.equal(custom.name, "MyError");
      assert.equal(custom.message, "mine");
      assert.equal((await rejection(runtime.eval("throw 'just text'"))).message, "just text");
      assert.match((await rejection(runtime.eval("throw null"))).message, /null/);
      const aborted = await rejection(runtime.eval("throw new DOMException('stop', 'AbortError')"));
      assert.equal(aborted.name, "AbortError");
    });
  });

  test("syntax errors", async () => {
    await daemon.withRuntime({}, async (runtime) => {
      assert.equal((await rejection(runtime.eval("const = 1"))).name, "SyntaxError");
      assert.match(String(await rejection(runtime.eval("let x = 1;\nlet x = 2;"))), /SyntaxError/);
      assert.match(
        (await rejection(runtime.eval("const fs = require('fs')"))).message,
        /^require\(\) is not allowed\. Use ES module import statements instead\./,
      );
      await runtime.eval("const text = 'require(1)'; // require(2)");
    });
  });

  test("file names are normalised or refused", async () => {
    await daemon.withRuntime({}, async (runtime) => {
      const frame = async (filename: string): Promise<string | undefined> =>
        /\((.*?):\d+:\d+\)|at (\/.*?):\d+:\d+/.exec((await rejection(runtime.eval("throw new Error('x')", filename))).stack ?? "")?.slice(1).find(Boolean);
      for (const [given, expected] of [
        ["", "/index.js"],
        ["app.js", "/app.js"],
        ["./app.js", "/app.js"],
        ["foo/bar.ts", "/foo/bar.ts"],
        ["dir/", "/dir/index.js"],
        ["/a//b/./c.js", "/a/b/c.js"],
        ["/a/../b.js", "/b.js"],
      ] as const) {
        assert.equal(await frame(given), expected, given);
      }
      assert.equal(
        (await rejection(runtime.eval("1", "../app.js"))).message,
        'Invalid entry filename "../app.js": cannot use "../" at the start. Use an absolute path like "/app.js" or a relative path like "./app.js".',
      );
      assert.equal(
        (await rejection(runtime.eval("1", "/a/../../b.js"))).message,
        'Invalid entry filename "/a/../../b.js": path resolves above root directory.',
      );
    });
  });

  test("an unhandled rejection during the first turn fails the eval", async () => {
    await daemon.withRuntime({}, async (runtime) => {
      const error = await rejection(runtime.eval("void Promise.reject(new RangeError('nobody'));"));
      assert.equal(error.name, "RangeError");
      assert.equal(error.message, "nobody");
      await runtime.eval("Promise.reject(1).catch(() => {});");
    });
  });

  test("a timeout ends loops and endless promises, and the runtime with them; others keep answering", async () => {
    for (const code of ["while (true) {}", "await new Promise(() => {})"]) {
      await daemon.withRuntime({ executionTimeout: 150 }, async (runtime, connection) => {
        const other = await connection.createRuntime();
        const evaluating = rejection(runtime.eval(code));
        await other.eval("1");
        const error = await evaluating;
        assert.equal(error.name, "TimeoutError");
        assert.equal(error.message, "Execution timed out after 150ms");
        const later = await rejection(runtime.eval("1"));
        assert.equal(later.name, "TimeoutError");
        assert.equal(later.message, "Runtime execution timed out after 150ms; create a new runtime.");
        await other.eval("1");
      });
    }
  });

  test("the timeout of one eval replaces the runtime's", async () => {
    await daemon.withRuntime({ executionTimeout: 50 }, async (runtime) => {
      await runtime.eval("await new Promise((resolve) => setTimeout(resolve, 120));", { executionTimeout: 0 });
      await runtime.eval("await new Promise((resolve) => setTimeout(resolve, 120));", { executionTimeout: 5000 });
    });
  });

  test("deep recursion is the guest's own error; a full heap ends only that runtime", async () => {
    await daemon.withRuntime({ memoryLimitMB: 32 }, async (runtime, connection) => {
      await runtime.eval("try { (function f() { f(); })() } catch (e) { if (!(e instanceof RangeError)) throw e }");
      const error = await rejection(runtime.eval("const keep = []; for (;;) keep.push(new Array(1000).fill({}));"));
      assert.match(error.message, /memory/i);
      assert.match((await rejection(runtime.eval("1"))).message, /disposed|memory/i);
      const other = await connection.createRuntime();
      await other.eval("1");
    });
  });

  test("memoryLimitMB below 8 is refused", async () => {
    const connection = await daemon.connect();
    assert.match((await rejection(connection.createRuntime({ memoryLimitMB: 4 }))).message, /must be at least 8/);
    await connection.close();
  });

  test("dispose ends a running eval and makes the handle unusable", async () => {
    await daemon.withRuntime({}, async (runtime) => {
      const running = rejection(runtime.eval("await new Promise(() => {})"));
      const looping = rejection(runtime.eval("for (;;) {}"));
      await runtime.dispose();
      assert.match((await running).message, /./);
      assert.match((await looping).message, /./);
      assert.match((await rejection(runtime.eval("1"))).message, /not found|released|disposed/i);
      await runtime.dispose();
    });
  });

  test("closing the connection rejects what is pending; another connection is not disturbed", async () => {
    const [one, two] = [await daemon.connect(), await daemon.connect()];
    const [first, second] = [await one.createRuntime(), await two.createRuntime()];
    const pending = rejection(first.eval("await new Promise(() => {})"));
    await one.close();
    assert.equal((await pending).message, "Connection closed");
    assert.equal((await rejection(one.createRuntime())).message, "Not connected");
    await second.eval("1");
    await two.close();
  });
});
