/** Functions of the guest's that the host calls: protocol.md, appendix A.2. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, DaemonError, type CustomFunctions, type GuestFunction, type RemoteRuntime, type RuntimeOptions } from "../../src/index.ts";
import { ChaosProxy } from "../support/chaos-proxy.ts";
import { onBothTransports, rejection } from "../support/daemon.ts";

/** Custom functions with which a guest hands things to the test: `report(value)` adds one, `give(...)` replaces them all. */
class Desk {
  readonly reported: unknown[] = [];
  given: any[] = [];
  readonly functions: CustomFunctions = {
    report: { type: "sync", fn: (value) => void this.reported.push(value) },
    give: { type: "sync", fn: (...values) => void (this.given = values) },
  };
}

onBothTransports("functions of the guest's", (daemon) => {
  /** Runs `body` with a runtime that has these functions and those of a desk. */
  async function withGuest(
    functions: CustomFunctions,
    body: (runtime: RemoteRuntime, desk: Desk) => Promise<void>,
    options: RuntimeOptions = {},
  ): Promise<void> {
    const desk = new Desk();
    const customFunctions = { ...desk.functions, ...functions };
    await daemon.withRuntime({ ...options, customFunctions }, (runtime) => body(runtime, desk));
  }

  test("the host calls one while its own function runs", async () => {
    const each = async (list: number[], fn: GuestFunction): Promise<unknown[]> => {
      const results = [];
      for (const item of list) {
        results.push(await fn(item));
      }
      return results;
    };
    await withGuest({ each: { type: "async", fn: each } }, async (runtime, { reported }) => {
      await runtime.eval(`
        const seen = [];
        const results = await each([1, 2, 3], async (x) => { seen.push(x * 2); return x + 1; });
        report([seen, results]);
        report(await each([1], () => { throw new RangeError("mine"); }).catch((e) => [e.name, e.message]));
      `);
      assert.deepEqual(reported, [[[2, 4, 6], [2, 3, 4]], ["RangeError", "mine"]]);
    });
  });

  test("kept and called when the eval is over, and let go by identity", async () => {
    const listeners = new Set<GuestFunction>();
    const subscribe = (fn: GuestFunction): void => void listeners.add(fn);
    const unsubscribe = (fn: GuestFunction): boolean => listeners.delete(fn);
    await withGuest(
      { subscribe: { type: "sync", fn: subscribe }, unsubscribe: { type: "sync", fn: unsubscribe } },
      async (runtime, { reported }) => {
        await runtime.eval(`
          globalThis.events = [];
          globalThis.listener = async (event) => { await null; return events.push(event); };
          subscribe(listener); subscribe(listener);
        `);
        const [listener] = listeners;
        assert.equal(listeners.size, 1);
        assert.equal(await listener?.({ name: "saved" }), 1);
        assert.equal(await listener?.({ name: "closed" }), 2);
        await runtime.eval("report(events.map((event) => event.name)); report(unsubscribe(listener));");
        assert.deepEqual(reported, [["saved", "closed"], true]);
        assert.equal(listeners.size, 0);
      },
    );
  });

  test("a function of type sync calls it after it has returned", async () => {
    let called: Promise<unknown> | undefined;
    const later = (fn: GuestFunction): string => {
      queueMicrotask(() => (called = fn("later")));
      return "now";
    };
    await withGuest({ later: { type: "sync", fn: later } }, async (runtime, { reported }) => {
      await runtime.eval("report(later((when) => { report(when); return 7; }));");
      assert.equal(await called, 7);
      assert.deepEqual(reported, ["now", "later"]);
    });
  });

  test("a function of type sync that waits for it runs into the guest's time limit, and both end", async () => {
    let failure: Promise<Error> | undefined;
    const wait = (fn: GuestFunction): Promise<unknown> => {
      const result = fn();
      failure = rejection(result);
      return result;
    };
    await withGuest(
      { wait: { type: "sync", fn: wait } },
      async (runtime) => {
        assert.equal((await rejection(runtime.eval("wait(() => 1)"))).name, "TimeoutError");
        assert.ok((await failure) instanceof DaemonError);
      },
      { executionTimeout: 300 },
    );
  });

  test("values cross in both directions", async () => {
    await withGuest({}, async (runtime, desk) => {
      await runtime.eval(`
        const kind = (v) => v === undefined ? "undefined" : v === null ? "null" : v.constructor.name;
        give((...values) => [values.map(kind), values]);
      `);
      const values = [
        undefined, null, -0, NaN, 12345678901234567890n, new Date(5), /a+/gi, Uint8Array.of(1, 255), "text😀",
        { a: [undefined, { b: 1n }] },
      ];
      const [kinds, back] = await desk.given[0](...values);
      assert.deepStrictEqual(back, values);
      const names = ["undefined", "null", "Number", "Number", "BigInt", "Date", "RegExp", "Uint8Array", "String", "Object"];
      assert.deepEqual(kinds, names);

      const error = Object.assign(new TypeError("bad"), { code: "E1" });
      const [, [url, headers, sent]] = await desk.given[0](new URL("http://a/b"), new Headers({ "x-a": "1" }), error);
      assert.ok(url instanceof URL && url.href === "http://a/b");
      assert.ok(headers instanceof Headers && headers.get("x-a") === "1");
      assert.ok(sent instanceof Error);
      const { name, message, code } = sent as Error & { code?: unknown };
      assert.deepEqual({ name, message, code }, { name: "TypeError", message: "bad", code: "E1" });
      await runtime.eval("give(async (body) => [body.constructor.name, await body.text()])");
      assert.deepEqual(await desk.given[0](new Blob(["hi"])), ["Blob", "hi"]);
      assert.deepEqual(await desk.given[0](new Response("hi")), ["Response", "hi"]);
    });
  });

  test("what it throws rejects, with the guest's name, message and stack", async () => {
    await withGuest({}, async (runtime, desk) => {
      await runtime.eval(
        `give(
          () => { throw new TypeError("thrown"); },
          async () => { throw new (class MyError extends Error { name = "MyError" })("later"); },
          () => Promise.reject("just text"),
          () => Symbol("s"),
          (deep) => deep(),
        );`,
        "/mine.ts",
      );
      const failures = [];
      for (const fn of desk.given) {
        const error = await rejection(fn(() => { throw new RangeError("the host's own"); }));
        assert.ok(error instanceof DaemonError);
        failures.push(`${error.name}: ${error.message}`);
      }
      assert.deepEqual(failures, [
        "TypeError: thrown",
        "MyError: later",
        "Error: just text",
        "Error: Cannot marshal Symbol values (at result)",
        "RangeError: the host's own",
      ]);
      assert.match(String((await rejection(desk.given[0]())).stack), /\/mine\.ts:2:/);
      const error = await rejection(desk.given[0](Symbol("s")));
      assert.equal(`${error.name}: ${error.message}`, "MarshalError: Cannot marshal Symbol values (at arguments[0])");
    });
  });

  test("functions of both sides inside of each other", async () => {
    await withGuest({}, async (runtime, desk) => {
      await runtime.eval("give((double) => [double(21), double], (fn) => [fn({ deep: (n) => n + 1 }), (n) => fn(n)]);");
      const [call, nest] = desk.given;
      const double = (n: number): number => 2 * n;
      const [doubled, wrapped] = await call(double);
      assert.equal(doubled, 42);
      assert.equal(await wrapped(4), 8);
      const inner = (value: any): unknown => value.deep ?? value;
      const [deep, outer] = await nest(inner);
      assert.equal(await deep(5), 6);
      assert.equal(await outer("through"), "through");
    });
  });

  test("functions that the host has handed out get functions", async () => {
    const listeners: GuestFunction[] = [];
    const calls: Promise<unknown>[] = [];
    const makeBus = () => ({
      on: (fn: GuestFunction) => void listeners.push(fn),
      // The guest waits for functions that are in results, and could not answer them.
      emit: (value: unknown) => void calls.push(...listeners.map((fn) => fn(value))),
    });
    await withGuest({ makeBus: { type: "async", fn: makeBus } }, async (runtime, { reported }) => {
      await runtime.eval(`
        const bus = await makeBus();
        bus.on((n) => report(n));
        bus.on(async (n) => report(n + 1));
        bus.emit(10);
      `);
      await Promise.all(calls);
      assert.deepEqual(reported, [10, 11]);
    });
  });

  test("a failure that nobody looks at does not end the process", async () => {
    await withGuest({}, async (runtime, desk) => {
      await runtime.eval("give(() => { throw new Error('mine'); }, () => 'fine')");
      const [failing, fine] = desk.given;
      void failing();
      assert.equal(await fine(), "fine");
    });
  });

  test("the guest gets its own functions back as what they are", async () => {
    await withGuest({ echo: { type: "sync", fn: (value) => value } }, async (runtime, desk) => {
      await runtime.eval(`
        const fn = () => 1;
        report([echo(fn) === fn, echo({ list: [fn] }).list[0] === fn]);
        give(fn, (given) => given === fn);
      `);
      assert.deepEqual(desk.reported, [[true, true]]);
      const [fn, isIt] = desk.given;
      assert.equal(await isIt(fn), true);
      assert.equal(await isIt(() => 1), false);
    });
  });

  test("start of an iterator gets functions, too", async () => {
    const map = async function* (list: number[], fn: GuestFunction) {
      for (const item of list) {
        yield await fn(item);
      }
    };
    await withGuest({ map: { type: "asyncIterator", fn: map } }, async (runtime, { reported }) => {
      await runtime.eval("for await (const n of map([1, 2], async (n) => n * 10)) report(n);");
      assert.deepEqual(reported, [10, 20]);
    });
  });

  test("a generator in the result: its values, its end, break, throw, failure", async () => {
    await withGuest({}, async (runtime, desk) => {
      await runtime.eval(`
        globalThis.ended = [];
        give(async function* (name, to) {
          try {
            for (let n = 0; n < to; n++) {
              try { yield { n, at: new Date(n), twice: () => 2 * n }; } catch (e) { yield e.name + ": " + e.message; }
            }
            return "end";
          } finally { ended.push(name); }
        }, () => ({ numbers: (async function* () { yield 1; throw new RangeError("midway"); })() }));
      `);
      const [count, broken] = desk.given;
      const open = async (name: string, to: number): Promise<AsyncGenerator<any>> => count(name, to);
      const seen = [];
      for await (const { n, at, twice } of await open("all", 3)) {
        seen.push([n, at.getTime(), await twice()]);
      }
      assert.deepEqual(seen, [[0, 0, 0], [1, 1, 2], [2, 2, 4]]);
      for await (const { n } of await open("broken off", 100)) {
        if (n === 1) {
          break;
        }
      }
      const eager = await open("eager", 1);
      const steps = await Promise.all([eager.next(), eager.next(), eager.next()]);
      assert.deepEqual(steps.slice(1), [{ done: true, value: "end" }, { done: true, value: undefined }]);
      const thrown = await open("thrown", 5);
      await thrown.next();
      assert.deepEqual(await thrown.throw(new TypeError("into")), { done: false, value: "TypeError: into" });
      assert.deepEqual(await thrown.return("left"), { done: true, value: "left" });
      assert.deepEqual(await thrown.next(), { done: true, value: undefined });
      await runtime.eval("report(ended)");
      assert.deepEqual(desk.reported, [["all", "broken off", "eager", "thrown"]]);

      const { numbers } = await broken();
      assert.deepEqual(await numbers.next(), { done: false, value: 1 });
      const error = await rejection(numbers.next());
      assert.equal(`${error.name}: ${error.message}`, "RangeError: midway");
    });
  });

  test("many calls at once, each its own answer", async () => {
    await withGuest({}, async (runtime, desk) => {
      await runtime.eval("give((n) => new Promise((resolve) => setTimeout(() => resolve(n), (n * 7) % 20)));");
      const numbers = Array.from({ length: 200 }, (_, n) => n);
      assert.deepEqual(await Promise.all(numbers.map((n) => desk.given[0](n))), numbers);
    });
  });

  test("megabytes cross; what is too large fails its call only", async () => {
    await withGuest({}, async (runtime, desk) => {
      await runtime.eval("give((bytes) => bytes, () => new Uint8Array(11 * 1024 * 1024));");
      const [echo, big] = desk.given;
      const bytes = new Uint8Array(8 * 1024 * 1024).fill(7);
      assert.deepEqual(await echo(bytes), bytes);
      assert.match((await rejection(echo(new Uint8Array(11 * 1024 * 1024)))).message, /10485760/);
      assert.match((await rejection(big())).message, /10485760/);
      assert.equal(await echo(1), 1);
    });
  });

  test("those used last are kept", async () => {
    await withGuest({}, async (runtime, desk) => {
      await runtime.eval("give(Array.from({ length: 10_001 }, (_, n) => () => n));");
      const [functions] = desk.given;
      assert.match((await rejection(functions[0]())).message, /^Unknown callback: \d+$/);
      assert.equal(await functions[1](), 1);
      assert.equal(await functions[10_000](), 10_000);
    });
  });

  test("one that never settles ends with its runtime", async () => {
    await withGuest({}, async (runtime, desk) => {
      await runtime.eval("give(() => new Promise(() => {}), () => 1);");
      const [never, one] = desk.given;
      const pending = rejection(never());
      assert.equal(await one(), 1);
      await runtime.dispose();
      assert.ok((await pending) instanceof DaemonError);
      assert.match((await rejection(one())).message, /^Unknown callback: \d+$/);
    });
  });

  test("ends when the runtime of a namespace goes to its next owner", async () => {
    const desk = new Desk();
    const connection = await daemon.connect();
    const namespace = connection.createNamespace(`guest functions ${Math.random()}`);
    const first = await namespace.createRuntime({ customFunctions: desk.functions });
    await first.eval("globalThis.n = 1; globalThis.fn = () => n++; give(fn);");
    const [before] = desk.given;
    assert.equal(await before(), 1);
    await first.dispose();
    const second = await namespace.createRuntime({ customFunctions: desk.functions });
    assert.equal(second.reused, true);
    assert.match((await rejection(before())).message, /^Unknown callback: \d+$/);
    await second.eval("give(fn)");
    const [after] = desk.given;
    assert.notEqual(after, before);
    assert.equal(await after(), 2);
    await second.dispose({ hard: true });
    await connection.close();
  });

  test("ends with the connection, also one that is remade; the guest passes it anew", async () => {
    const proxy = await ChaosProxy.start(daemon.address);
    const connection = await connect({ socket: proxy.socket });
    const desk = new Desk();
    const runtime = await connection
      .createNamespace(`guest functions ${Math.random()}`)
      .createRuntime({ customFunctions: desk.functions });
    await runtime.eval("globalThis.fn = () => 'called'; give(fn, () => new Promise(() => {}));");
    const [before, never] = desk.given;
    const pending = rejection(never());
    assert.equal(await before(), "called");
    proxy.cut();
    assert.equal((await pending).message, "Connection closed");
    assert.equal((await rejection(before())).message, "Connection closed");
    await runtime.eval("give(fn)");
    assert.equal((await rejection(before())).message, "Connection closed");
    assert.equal(await desk.given[0](), "called");
    await runtime.dispose({ hard: true });
    await connection.close();
    await proxy.stop();
  });
});
