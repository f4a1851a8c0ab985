/** The test environment: client.md, sections 3.7 and 4.6; runtime.md, section 11. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestEvent, TestResult } from "../../src/index.ts";
import { onBothTransports, rejection } from "../support/daemon.ts";

const OFF = "Test environment not enabled. Set testEnvironment: true in createRuntime options.";

const told = (tests: TestResult[]): string[] =>
  tests.map(({ fullName, status, error }) => [fullName, status, ...(error === undefined ? [] : [error.message])].join(": "));

onBothTransports("test environment", (daemon) => {
  test("runs suites and tells of them in order, before the results", async () => {
    const events: TestEvent[] = [];
    const testEnvironment = { onEvent: (event: TestEvent) => void events.push(event) };
    await daemon.withRuntime({ testEnvironment }, async (runtime) => {
      assert.equal(await runtime.testEnvironment.hasTests(), false);
      await runtime.eval(
        `
        test("root", () => expect({ a: [1, 2] }).toEqual({ a: [1, 3] }));
        describe("outer", () => {
          const f = mock.fn();
          beforeEach(() => f(1));
          it("is called", async () => expect(f).toHaveBeenCalledWith(1));
          test.each([[1, 1], [2, 3]])("%i is %i", (a, b) => expect(a).toBe(b));
          describe("inner", () => { test.skip("skipped", () => {}); test.todo("some day"); });
        });`,
        "/suite.js",
      );
      assert.equal(await runtime.testEnvironment.hasTests(), true);
      assert.equal(await runtime.testEnvironment.getTestCount(), 6);
      const results = await runtime.testEnvironment.runTests();
      const types = events.map((event) => event.type);
      assert.equal(types.at(-1), "runEnd");
      assert.deepEqual(events[0], { type: "runStart", testCount: 6, suiteCount: 2 });
      assert.deepEqual(told(results.tests), [
        'root: fail: Expected {"a":[1,2]} to equal {"a":[1,3]}',
        "outer > is called: pass",
        "outer > 1 is 1: pass",
        "outer > 2 is 3: fail: Expected 2 to be 3",
        "outer > inner > skipped: skip",
        "outer > inner > some day: todo",
      ]);
      const { passed, failed, skipped, todo, total, success } = results;
      assert.deepEqual({ passed, failed, skipped, todo, total, success }, { passed: 2, failed: 2, skipped: 1, todo: 1, total: 6, success: false });
      const error = results.tests[0]?.error;
      assert.deepEqual(error?.expected, { a: [1, 3] });
      assert.deepEqual(error?.actual, { a: [1, 2] });
      assert.match(error?.diff ?? "", /- \{ a: \[ 1, 3 \] \}\n\+ \{ a: \[ 1, 2 \] \}/);
      assert.match(error?.stack ?? "", /^TestError: .*\n\s+at .*\/suite\.js:2:/);
      const end = events.at(-1);
      assert.deepEqual(end?.type === "runEnd" && end.results, results);
      const ended = events.flatMap((event) => (event.type === "testEnd" ? [event.test] : []));
      assert.deepEqual(ended, results.tests);
      const suites = events.flatMap((event) => (event.type === "suiteEnd" ? [event.suite] : []));
      assert.deepEqual(suites, results.suites);
      assert.deepEqual(suites.map(({ fullName, depth }) => [fullName, depth]), [["outer > inner", 1], ["outer", 0]]);
    });
  });

  test("runs again, and forgets when it is reset", async () => {
    await daemon.withRuntime({ testEnvironment: true }, async (runtime) => {
      await runtime.eval("test('t', () => {});");
      assert.equal((await runtime.testEnvironment.runTests()).passed, 1);
      assert.equal((await runtime.testEnvironment.runTests()).passed, 1);
      await runtime.testEnvironment.reset();
      assert.equal(await runtime.testEnvironment.hasTests(), false);
      assert.equal((await runtime.testEnvironment.runTests()).success, true);
    });
  });

  test("testTimeout stops a test, and the run goes on", async () => {
    await daemon.withRuntime({ testEnvironment: { testTimeout: 100 } }, async (runtime) => {
      await runtime.eval(`
        test("waits", () => new Promise(() => {}));
        test("loops", () => { for (;;); });
        test("is fine", () => {});`);
      const { tests } = await runtime.testEnvironment.runTests();
      const late = "fail: Exceeded timeout of 100 ms for a test";
      assert.deepEqual(told(tests), [`waits: ${late}`, `loops: ${late}`, "is fine: pass"]);
    });
  });

  test("a run that takes too long ends the runtime", async () => {
    await daemon.withRuntime({ testEnvironment: true }, async (runtime) => {
      await runtime.eval("test('waits', () => new Promise(() => {}));");
      const error = await rejection(runtime.testEnvironment.runTests(50));
      assert.equal(error.message, "Test timed out after 50ms");
      assert.equal(error.name, "TimeoutError");
      const later = await rejection(runtime.eval("1"));
      assert.equal(later.message, "Runtime execution timed out after 50ms; create a new runtime.");
    });
  });

  test("a listener that throws harms nothing", async () => {
    const onEvent = (): void => {
      throw new Error("listener");
    };
    await daemon.withRuntime({ testEnvironment: { onEvent } }, async (runtime) => {
      await runtime.eval("test('t', () => {});");
      assert.equal((await runtime.testEnvironment.runTests()).passed, 1);
    });
  });

  test("without the option there is none", async () => {
    await daemon.withRuntime({}, async (runtime) => {
      const { testEnvironment: tests } = runtime;
      for (const call of [tests.runTests(), tests.hasTests(), tests.getTestCount(), tests.reset()]) {
        assert.equal((await rejection(call)).message, OFF);
      }
      await runtime.eval("if (typeof describe + typeof expect + typeof jest !== 'undefinedundefinedundefined') throw new Error();");
    });
  });
});
