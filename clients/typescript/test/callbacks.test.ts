/** Serving callbacks of the daemon: protocol.md, sections 3.7 and 4. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { encode, ExtData } from "@msgpack/msgpack";
import type { ConsoleEntry, DaemonConnection, RuntimeOptions } from "../src/index.ts";
import { withFakeDaemon, type Peer } from "./support/fake-daemon.ts";

/** Creates a runtime with these options; `ids` finds the callback ids of its custom functions. */
async function create(connection: DaemonConnection, peer: Peer, options: RuntimeOptions) {
  const creating = connection.createRuntime(options);
  const sent = await peer.create();
  return { runtime: await creating, callbacks: sent.callbacks, id: (name: string) => sent.callbacks.custom[name].callbackId };
}

const undefinedRef = { __type: "UndefinedRef" };

/** The map inside an extension as a decoder without the protocol's extensions shows it. */
async function fieldsOf(extension: unknown, type: number): Promise<Record<string, number>> {
  const { decode } = await import("@msgpack/msgpack");
  assert.ok(extension instanceof ExtData);
  assert.equal(extension.type, type);
  return decode(extension.data as Uint8Array) as Record<string, number>;
}

test("an unknown callback is refused by name", async () => {
  await withFakeDaemon(async (_, peer) => {
    const { error } = await peer.invoke(5, []);
    assert.deepEqual(error, { name: "Error", message: "Unknown callback: 5" });
  });
});

test("registrations have the form of section 4.1 and ids below a million", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const { callbacks } = await create(connection, peer, {
      console: { onEntry: () => {} },
      moduleLoader: () => ({ code: "", filename: "a.js", resolveDir: "/" }),
      customFunctions: {
        f: { fn: () => 1, type: "sync" },
        g: { fn: async () => 1, type: "async" },
        it: { fn: async function* () {}, type: "asyncIterator" },
      },
    });
    const shape = (registration: { name: string; type: string; callbackId: number }): string => {
      assert.ok(registration.callbackId > 0 && registration.callbackId < 1_000_000);
      return `${registration.name} ${registration.type}`;
    };
    assert.equal(shape(callbacks.console.onEntry), "onEntry sync");
    assert.equal(shape(callbacks.moduleLoader), "moduleLoader async");
    assert.deepEqual(
      Object.entries(callbacks.custom).map(([key, value]) => `${key}: ${shape(value as never)}`),
      [
        "f: f sync",
        "g: g async",
        "it:start: it:start async",
        "it:next: it:next async",
        "it:return: it:return async",
        "it:throw: it:throw async",
        "it: it asyncIterator",
      ],
    );
    assert.equal(callbacks.custom.it.callbackId, callbacks.custom["it:start"].callbackId);
  });
});

test("wrong custom functions are refused before anything is sent", async () => {
  await withFakeDaemon(async (connection) => {
    const options = (name: string, fn: unknown, type: unknown) => ({ customFunctions: { [name]: { fn, type } } }) as never;
    await assert.rejects(connection.createRuntime(options("a:b", () => 1, "sync")), { name: "TypeError" });
    await assert.rejects(connection.createRuntime(options("a", 1, "sync")), { message: /must be a function, got number/ });
    await assert.rejects(connection.createRuntime(options("a", () => 1, "later")), { message: /got "later"/ });
  });
});

test("console entries arrive in order, are acknowledged, and a failing sink is nobody's problem", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const entries: ConsoleEntry[] = [];
    const { callbacks } = await create(connection, peer, {
      console: {
        onEntry: (entry) => {
          entries.push(entry);
          if (entries.length === 1) {
            throw new Error("sink");
          }
          return Promise.reject(new Error("async sink")) as never;
        },
      },
    });
    const id = callbacks.console.onEntry.callbackId;
    const output = (stdout: string) => ({ type: "output", level: "log", stdout, groupDepth: 0 });
    assert.deepEqual(await peer.invoke(id, [output("a")], 1), { requestId: 1, result: null });
    assert.deepEqual(await peer.invoke(id, [output("b")], 2), { requestId: 2, result: null });
    assert.deepEqual(entries, [output("a"), output("b")]);
  });
});

test("the module loader gets specifier and importer; its result and its failure cross", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const calls: unknown[] = [];
    const { callbacks } = await create(connection, peer, {
      moduleLoader: async (specifier, importer) => {
        calls.push([specifier, importer]);
        if (specifier === "bad") {
          throw new RangeError("no such module");
        }
        if (specifier === "garbage") {
          return undefined as never;
        }
        return { code: "export {}", filename: "a.js", resolveDir: "/src", static: true, extra: () => 1 };
      },
    });
    const importer = { path: "/index.js", resolveDir: "/" };
    const id = callbacks.moduleLoader.callbackId;
    const { result } = await peer.invoke(id, ["./a.js", importer]);
    assert.deepEqual(result, { code: "export {}", filename: "a.js", resolveDir: "/src", static: true });
    const { error } = await peer.invoke(id, ["bad", importer]);
    assert.equal(error.name, "RangeError");
    assert.equal(error.message, "no such module");
    assert.equal((await peer.invoke(id, ["garbage", importer])).result, null);
    assert.deepEqual(calls, [["./a.js", importer], ["bad", importer], ["garbage", importer]]);
  });
});

test("custom functions: arguments, results, errors", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const { id } = await create(connection, peer, {
      customFunctions: {
        echo: { fn: (...args) => args, type: "sync" },
        nothing: { fn: () => {}, type: "async" },
        later: { fn: async (n: number) => n * 2, type: "sync" },
        fail: { fn: () => { throw Object.assign(new RangeError("nope"), { code: "E_NOPE" }); }, type: "async" },
        failText: { fn: () => Promise.reject("just text"), type: "async" },
        symbol: { fn: () => ({ a: [Symbol("x")] }), type: "async" },
        big: { fn: () => "x".repeat(11 * 1024 * 1024), type: "async" },
        bigError: { fn: () => { throw new Error("x".repeat(11 * 1024 * 1024)); }, type: "async" },
      },
    });
    assert.deepEqual((await peer.invoke(id("echo"), [1, null, Uint8Array.of(1), new ExtData(8, encode({}))])).result, [
      1,
      null,
      Uint8Array.of(1),
      undefinedRef,
    ]);
    assert.deepEqual((await peer.invoke(id("nothing"), [])).result, undefinedRef);
    assert.equal((await peer.invoke(id("later"), [21])).result, 42);
    const { error } = await peer.invoke(id("fail"), []);
    assert.equal(error.name, "RangeError");
    assert.equal(error.message, "nope");
    assert.equal(error.code, "E_NOPE");
    assert.match(error.stack, /^RangeError: nope|fail/);
    assert.deepEqual((await peer.invoke(id("failText"), [])).error, { name: "Error", message: "just text" });
    const symbol = (await peer.invoke(id("symbol"), [])).error;
    assert.equal(symbol.name, "MarshalError");
    assert.equal(symbol.message, "Cannot marshal Symbol values (at result.a[0])");
    const big = (await peer.invoke(id("big"), [])).error;
    assert.equal(big.name, "RangeError");
    assert.match(big.message, /^CALLBACK_RESPONSE takes 115343\d\d bytes; a frame holds at most 10485760 bytes$/);
    assert.match((await peer.invoke(id("bigError"), [])).error.message, /^CALLBACK_RESPONSE takes/);
    // An argument that this engine cannot represent fails its call only.
    const regExp = new ExtData(7, encode({ source: "(", flags: "" }));
    assert.equal((await peer.invoke(id("echo"), [regExp])).error.name, "SyntaxError");
    assert.equal(connection.isConnected(), true);
  });
});

test("bytes in arguments are plain and the callee's own", async () => {
  await withFakeDaemon(async (connection, peer) => {
    let got: Uint8Array | undefined;
    const { id } = await create(connection, peer, {
      customFunctions: { keep: { fn: (bytes: Uint8Array) => void (got = bytes), type: "sync" } },
    });
    await peer.invoke(id("keep"), [Uint8Array.of(1, 2)]);
    assert.equal(Object.getPrototypeOf(got), Uint8Array.prototype);
    assert.equal(got?.buffer.byteLength, 2);
  });
});

test("functions, promises and async iterables in results are registered and served", async () => {
  await withFakeDaemon(async (connection, peer) => {
    let returned: unknown;
    const { id } = await create(connection, peer, {
      customFunctions: {
        make: {
          type: "async",
          fn: () => ({
            double: (n: number) => n * 2,
            adder: (a: number) => (b: number) => a + b,
            later: Promise.resolve({ n: 7n }),
            broken: Promise.reject(new TypeError("rej")),
            letters: (async function* () {
              yield "a";
              yield new Date(0);
              return "end";
            })(),
            endless: (async function* () {
              try {
                for (;;) {
                  yield 1;
                }
              } finally {
                returned = true;
              }
            })(),
          }),
        },
      },
    });
    const { result } = await peer.invoke(id("make"), []);
    const callback = async (extension: unknown) => (await fieldsOf(extension, 2))["callbackId"] as number;
    assert.equal((await peer.invoke(await callback(result.double), [5])).result, 10);
    const inner = (await peer.invoke(await callback(result.adder), [3])).result;
    assert.equal((await peer.invoke(await callback(inner), [4])).result, 7);

    const later = await fieldsOf(result.later, 16);
    const resolveLater = () => peer.invoke(later["__resolveCallbackId"] as number, [later["promiseId"]]);
    assert.deepEqual((await resolveLater()).result, { n: { __type: "BigIntRef", value: "7" } });
    assert.equal((await resolveLater()).error.message, `Promise ${later["promiseId"]} not found`);
    const broken = await fieldsOf(result.broken, 16);
    const rejected = await peer.invoke(broken["__resolveCallbackId"] as number, [broken["promiseId"]]);
    assert.equal(rejected.error.name, "TypeError");

    const letters = await fieldsOf(result.letters, 17);
    const next = async () => {
      const answer = await peer.invoke(letters["__nextCallbackId"] as number, [letters["iteratorId"]]);
      return answer.result ?? answer.error.message;
    };
    assert.deepEqual(await next(), { done: false, value: "a" });
    assert.deepEqual(await next(), { done: false, value: { __type: "DateRef", timestamp: 0 } });
    assert.deepEqual(await next(), { done: true, value: "end" });
    assert.equal(await next(), `Iterator ${letters["iteratorId"]} not found`);

    const endless = await fieldsOf(result.endless, 17);
    await peer.invoke(endless["__nextCallbackId"] as number, [endless["iteratorId"]]);
    const end = await peer.invoke(endless["__returnCallbackId"] as number, [endless["iteratorId"], null]);
    assert.equal(end.result.done, true);
    assert.equal(returned, true);
  });
});

test("asyncIterator functions: start, next, return, throw, errors and unknown sessions", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const log: string[] = [];
    const { id } = await create(connection, peer, {
      customFunctions: {
        count: {
          type: "asyncIterator",
          fn: async function* (to: number) {
            try {
              for (let n = 0; n < to; n++) {
                yield n;
              }
              return "end";
            } catch (error) {
              log.push(`${(error as Error).name}: ${(error as Error).message}`);
              yield "caught";
            } finally {
              log.push("finally");
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
        wrong: { type: "asyncIterator", fn: () => 5 },
      },
    });
    const start = async (name: string, ...args: unknown[]): Promise<number> =>
      (await peer.invoke(id(`${name}:start`), args)).result.iteratorId;
    const call = async (name: string, ...args: unknown[]) => {
      const { result, error } = await peer.invoke(id(name), args);
      return result ?? `${error.name}: ${error.message}`;
    };

    const one = await start("count", 1);
    const two = await start("count", 5);
    assert.notEqual(one, two);
    assert.deepEqual(await call("count:next", one), { done: false, value: 0 });
    assert.deepEqual(await call("count:next", two), { done: false, value: 0 });
    assert.deepEqual(await call("count:next", one), { done: true, value: "end" });
    // The daemon sends a return after every ending.
    assert.deepEqual(await call("count:return", one), { done: true, value: undefinedRef });
    assert.equal(await call("count:next", one), `Error: Iterator session ${one} not found`);
    assert.deepEqual(log, ["finally"]);
    assert.deepEqual(await call("count:throw", two, { name: "MyError", message: "stop" }), { done: false, value: "caught" });
    assert.deepEqual(await call("count:return", two), { done: true, value: undefinedRef });
    assert.deepEqual(log, ["finally", "MyError: stop", "finally"]);

    const broken = await start("breaks");
    assert.deepEqual(await call("breaks:next", broken), { done: false, value: 1 });
    assert.equal(await call("breaks:next", broken), "RangeError: midway");
    assert.equal(await call("breaks:next", broken), `Error: Iterator session ${broken} not found`);
    assert.equal(
      await call("wrong:start"),
      "TypeError: Custom function 'wrong' of type asyncIterator must return an async iterable",
    );
  });
});

test("an aborted invocation gets no answer", async () => {
  await withFakeDaemon(async (connection, peer) => {
    let finish: (value: string) => void = () => {};
    const { id } = await create(connection, peer, {
      customFunctions: {
        slow: { fn: () => new Promise((resolve) => (finish = resolve)), type: "async" },
        ping: { fn: () => "pong", type: "async" },
      },
    });
    peer.send(0x90, { requestId: 1, callbackId: id("slow"), args: [] });
    peer.send(0x96, { requestId: 1, targetRequestId: 1, reason: "callback timed out after 120000ms" });
    assert.equal((await peer.invoke(id("ping"), [], 2)).result, "pong");
    finish("late");
    assert.equal((await peer.invoke(id("ping"), [], 3)).result, "pong");
  });
});

test("many callbacks may be in flight and are answered as they finish", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const finish = new Map<number, () => void>();
    const { id } = await create(connection, peer, {
      customFunctions: { wait: { fn: (n: number) => new Promise<number>((resolve) => finish.set(n, () => resolve(n))), type: "async" } },
    });
    for (let n = 0; n < 100; n++) {
      peer.send(0x90, { requestId: n, callbackId: id("wait"), args: [n] });
    }
    while (finish.size < 100) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    for (let n = 99; n >= 0; n--) {
      finish.get(n)?.();
    }
    for (let n = 99; n >= 0; n--) {
      const { fields } = await peer.receive();
      assert.deepEqual(fields, { requestId: n, result: n });
    }
  });
});

test("dispose and close let callbacks go and end open iterators", async () => {
  await withFakeDaemon(async (connection, peer) => {
    const ended: string[] = [];
    const numbers = (name: string) => async function* () {
      try {
        yield 1;
      } finally {
        ended.push(name);
      }
    };
    const first = await create(connection, peer, { customFunctions: { it: { fn: numbers("first"), type: "asyncIterator" } } });
    const second = await create(connection, peer, { customFunctions: { it: { fn: numbers("second"), type: "asyncIterator" } } });
    for (const { id } of [first, second]) {
      const { result } = await peer.invoke(id("it:start"), []);
      await peer.invoke(id("it:next"), [result.iteratorId]);
    }
    const disposing = first.runtime.dispose();
    const { fields } = await peer.receive();
    peer.send(0x80, { requestId: fields.requestId, data: null });
    await disposing;
    assert.match((await peer.invoke(first.id("it:start"), [])).error.message, /^Unknown callback: \d+$/);
    assert.deepEqual(ended, ["first"]);
    await connection.close();
    await new Promise((resolve) => setTimeout(resolve, 1));
    assert.deepEqual(ended, ["first", "second"]);
  });
});
