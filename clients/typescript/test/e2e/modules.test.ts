/** Modules through the host's loader: runtime.md, section 3. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoadedModule, ModuleImporter, RuntimeOptions } from "../../src/index.ts";
import { onBothTransports, rejection } from "../support/daemon.ts";

interface Files {
  options: RuntimeOptions;
  /** `specifier < importer.path (importer.resolveDir)` of every call. */
  calls: string[];
  reported: unknown[];
  sources: Record<string, string | (() => unknown)>;
}

/** A virtual tree: relative and absolute specifiers are joined with the importer, others name packages. */
function files(sources: Files["sources"]): Files {
  const calls: string[] = [];
  const reported: unknown[] = [];
  const moduleLoader = async (specifier: string, importer: ModuleImporter): Promise<LoadedModule> => {
    calls.push(`${specifier} < ${importer.path} (${importer.resolveDir})`);
    const path = specifier.startsWith(".") ? new URL(specifier, `file://${importer.path}`).pathname : specifier;
    const source = sources[path];
    if (source === undefined) {
      throw new Error(`No file ${path}`);
    }
    if (typeof source === "function") {
      return source() as LoadedModule;
    }
    const at = path.lastIndexOf("/");
    return { code: source, filename: path.slice(at + 1), resolveDir: path.slice(0, Math.max(at, 0)) || "/" };
  };
  const customFunctions = { report: { fn: (value: unknown) => void reported.push(value), type: "sync" as const } };
  return { options: { moduleLoader, customFunctions }, calls, reported, sources };
}

onBothTransports("modules", (daemon) => {
  test("TypeScript modules import one another; the loader sees specifier and importer as written", async () => {
    const { options, calls, reported } = files({
      "/src/a.ts": "import { b, type B } from './lib/b.ts'; import st from 'st'; export const a: number = (b as B) + st;",
      "/src/lib/b.ts": "export type B = number; export const b: B = 40;",
      st: "export default 2;",
    });
    await daemon.withRuntime(options, async (runtime) => {
      await runtime.eval("import { a } from './a.ts';\nreport(a);", "/src/main.ts");
      assert.deepEqual(reported, [42]);
      assert.equal(calls[0], "./a.ts < /src/main.ts (/src)");
      assert.deepEqual([...calls].sort(), ["./a.ts < /src/main.ts (/src)", "./lib/b.ts < /src/a.ts (/src)", "st < /src/a.ts (/src)"]);
    });
  });

  test("a module is loaded once per runtime, over evals and for equal resolved names", async () => {
    const { options, calls, reported } = files({
      "/state.js": "export const state = { n: 0 };",
      "/dir/user.js": "import { state } from '../state.js'; state.n += 10;",
    });
    await daemon.withRuntime(options, async (runtime) => {
      await runtime.eval("import { state } from './state.js'; import './dir/user.js'; state.n++;");
      await runtime.eval("import { state } from './state.js'; report(state.n);");
      assert.deepEqual(reported, [11]);
      assert.deepEqual(calls.length, 2);
    });
  });

  test("circular imports and top-level await in modules", async () => {
    const { options, reported } = files({
      "/even.js": "import { odd } from './odd.js'; export const even = (n) => n === 0 || odd(n - 1);",
      "/odd.js": "import { even } from './even.js'; export const odd = (n) => n !== 0 && even(n - 1);",
      "/slow.js": "await new Promise((resolve) => setTimeout(resolve, 20)); export const v = 'ready';",
    });
    await daemon.withRuntime(options, async (runtime) => {
      await runtime.eval("import { even } from './even.js'; import { v } from './slow.js'; report([even(10), v]);");
      assert.deepEqual(reported, [[true, "ready"]]);
    });
  });

  test("dynamic import goes through the same loader and cache", async () => {
    const { options, calls, reported } = files({ "/a.js": "export const a = {};", "/b.js": "export const b = await import('./a.js');" });
    await daemon.withRuntime(options, async (runtime) => {
      await runtime.eval("import { a } from './a.js'; const { b } = await import('./b.js'); report(b.a === a);");
      assert.deepEqual(reported, [true]);
      assert.equal(calls.length, 2);
    });
  });

  test("evals with shared imports in parallel runtimes", async () => {
    const shared = files({ "/a.js": "import './b.js'; export const a = 1;", "/b.js": "export const b = 2;" });
    const connection = await daemon.connect();
    const runtimes = await Promise.all(Array.from({ length: 4 }, () => connection.createRuntime(shared.options)));
    await Promise.all(runtimes.map((runtime) => runtime.eval("import { a } from './a.js'; report(a);")));
    assert.deepEqual(shared.reported, [1, 1, 1, 1]);
    assert.equal(shared.calls.length, 8);
    await connection.close();
  });

  test("a loader that throws fails the import with its message, and the next import asks again", async () => {
    const { options, calls, reported, sources } = files({});
    await daemon.withRuntime(options, async (runtime) => {
      const error = await rejection(runtime.eval("import './missing.js';"));
      assert.match(error.message, /^Module instantiation failed: No file \/missing\.js/);
      sources["/missing.js"] = "export const here = 1;";
      await runtime.eval("import { here } from './missing.js'; report(here);");
      assert.deepEqual(reported, [1]);
      assert.equal(calls.length, 2);
    });
  });

  test("error texts: no loader, slashes, garbage, missing export, syntax", async () => {
    await daemon.withRuntime({}, async (runtime) => {
      assert.match((await rejection(runtime.eval("import 'x';"))).message, /No module loader registered\. Cannot import: x/);
    });
    const { options } = files({
      "/slashes.js": () => ({ code: "", filename: "a/b.js", resolveDir: "/" }),
      "/nothing.js": () => undefined,
      "/number.js": () => ({ code: 5, filename: "number.js", resolveDir: "/" }),
      "/fine.js": "export const a = 1;",
      "/syntax.js": "export const = 1;",
      "/deep.js": "import { nope } from './fine.js'; nope;",
    });
    await daemon.withRuntime(options, async (runtime) => {
      const failure = async (code: string): Promise<string> => (await rejection(runtime.eval(code))).message;
      assert.match(
        await failure("import './slashes.js';"),
        /moduleLoader returned a filename with slashes: "a\/b\.js"\. filename must be a basename \(e\.g\. "utils\.js"\), not a path\./,
      );
      // Garbage: a typed error that names specifier and importer.
      for (const name of ["nothing", "number"]) {
        const message = await failure(`import './${name}.js';`);
        assert.ok(message.includes(`./${name}.js`) && message.includes("/index.js"), message);
      }
      const missing = await failure("import './deep.js';");
      assert.match(missing, /The requested module '.\/fine\.js' does not provide an export named 'nope'/);
      assert.match(missing, /import type \{ nope \} from '.\/fine\.js';/);
      assert.match(await failure("import './syntax.js';"), /Failed to compile module "\/syntax\.js" \(imported by "\/index\.js"\):/);
      assert.equal(await failure("import './fine.js'; throw new Error('own');"), "own");
    });
  });

  test("errors in modules have positions in the module's own text", async () => {
    const { options } = files({ "/lib/thrower.ts": "export function fail(): never {\n  throw new RangeError('deep');\n}" });
    await daemon.withRuntime(options, async (runtime) => {
      const error = await rejection(runtime.eval("import { fail } from './lib/thrower.ts';\n\nfail();"));
      assert.equal(error.name, "RangeError");
      assert.match(error.stack ?? "", /at fail \(\/lib\/thrower\.ts:2:9\)/);
      assert.match(error.stack ?? "", /\/index\.js:3:1/);
    });
  });
});
