/** Console entries and queries: runtime.md, section 4. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { simpleConsoleHandler, type ConsoleEntry } from "../../src/index.ts";
import { onBothTransports } from "../support/daemon.ts";

function recording(): { entries: ConsoleEntry[]; console: { onEntry: (entry: ConsoleEntry) => void } } {
  const entries: ConsoleEntry[] = [];
  return { entries, console: { onEntry: (entry) => void entries.push(entry) } };
}

onBothTransports("console", (daemon) => {
  test("every method gives its entry, in order, before eval fulfils", async () => {
    const { entries, console } = recording();
    await daemon.withRuntime({ console }, async (runtime) => {
      await runtime.eval(`
        console.log("a", 1, { b: [1, "x"] });
        console.warn("w"); console.error("e"); console.info("i"); console.debug("d");
        console.dir({ deep: { deep: { deep: {} } } });
        console.assert(true, "no"); console.assert(false, "yes", { b: 1 });
        console.count(); console.count("n"); console.count("n"); console.countReset("n");
        console.group("g"); console.log("inside"); console.groupCollapsed("h"); console.groupEnd(); console.groupEnd();
        console.time("t"); console.timeLog("t", "more"); console.timeEnd("t"); console.timeEnd("unknown");
        console.trace("here", 1);
        console.table([{ a: 1 }, { a: 2 }]);
        console.clear();
      `);
      const shown = entries.map((entry) => {
        const { duration, stack, ...rest } = entry as ConsoleEntry & { duration?: number; stack?: string };
        if (duration !== undefined) {
          assert.ok(duration >= 0 && duration < 10_000);
        }
        if (stack !== undefined) {
          assert.match(stack, /^Trace: here 1\n\s+at /);
        }
        return rest;
      });
      assert.deepEqual(shown, [
        { type: "output", level: "log", stdout: "a 1 { b: [ 1, 'x' ] }", groupDepth: 0 },
        { type: "output", level: "warn", stdout: "w", groupDepth: 0 },
        { type: "output", level: "error", stdout: "e", groupDepth: 0 },
        { type: "output", level: "info", stdout: "i", groupDepth: 0 },
        { type: "output", level: "debug", stdout: "d", groupDepth: 0 },
        { type: "dir", stdout: "{ deep: { deep: [Object] } }", groupDepth: 0 },
        { type: "assert", stdout: "Assertion failed: yes { b: 1 }", groupDepth: 0 },
        { type: "count", label: "default", count: 1, groupDepth: 0 },
        { type: "count", label: "n", count: 1, groupDepth: 0 },
        { type: "count", label: "n", count: 2, groupDepth: 0 },
        { type: "countReset", label: "n", groupDepth: 0 },
        { type: "group", label: "g", collapsed: false, groupDepth: 0 },
        { type: "output", level: "log", stdout: "inside", groupDepth: 1 },
        { type: "group", label: "h", collapsed: true, groupDepth: 1 },
        { type: "groupEnd", groupDepth: 1 },
        { type: "groupEnd", groupDepth: 0 },
        { type: "timeLog", label: "t", stdout: "more", groupDepth: 0 },
        { type: "time", label: "t", groupDepth: 0 },
        { type: "trace", stdout: "here 1", groupDepth: 0 },
        {
          type: "table",
          stdout:
            "+---------+---+--------+\n| (index) | a | Values |\n+---------+---+--------+\n" +
            "| 0       | 1 |        |\n| 1       | 2 |        |\n+---------+---+--------+",
          groupDepth: 0,
        },
        { type: "clear" },
      ]);
    });
  });

  test("thousands of entries arrive complete and in order", async () => {
    const { entries, console } = recording();
    await daemon.withRuntime({ console }, async (runtime) => {
      await runtime.eval("for (let n = 0; n < 5000; n++) console.log(n);");
      assert.deepEqual(
        entries.map((entry) => entry.type === "output" && Number(entry.stdout)),
        Array.from({ length: 5000 }, (_, n) => n),
      );
    });
  });

  test("entries before an error arrive too, and those of timers after eval", async () => {
    const { entries, console } = recording();
    await daemon.withRuntime({ console }, async (runtime) => {
      await runtime.eval("console.log('before'); throw new Error('x');").catch(() => {});
      assert.equal(entries.length, 1);
      await runtime.eval("setTimeout(() => console.log('later'), 10);");
      while (entries.length < 2) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      assert.deepEqual(entries[1], { type: "output", level: "log", stdout: "later", groupDepth: 0 });
    });
  });

  test("a sink that throws does not reach the guest", async () => {
    const onEntry = (): void => {
      throw new Error("sink");
    };
    await daemon.withRuntime({ console: { onEntry } }, (runtime) => runtime.eval("console.log(1); console.log(2);"));
  });

  test("without a sink console calls do nothing", async () => {
    await daemon.withRuntime({}, (runtime) => runtime.eval("console.log('nobody listens');"));
  });

  test("the state can be asked for and reset", async () => {
    await daemon.withRuntime({}, async (runtime) => {
      await runtime.eval("console.time('t'); console.count('c'); console.count('c'); console.group(); console.group();");
      const timers = await runtime.console.getTimers();
      assert.deepEqual([...timers.keys()], ["t"]);
      assert.equal(typeof timers.get("t"), "number");
      assert.deepEqual(await runtime.console.getCounters(), new Map([["c", 2]]));
      assert.equal(await runtime.console.getGroupDepth(), 2);
      await runtime.console.reset();
      assert.equal((await runtime.console.getTimers()).size, 0);
      assert.equal((await runtime.console.getCounters()).size, 0);
      assert.equal(await runtime.console.getGroupDepth(), 0);
    });
  });

  test("timers.clearAll stops intervals", async () => {
    const { entries, console } = recording();
    await daemon.withRuntime({ console }, async (runtime) => {
      await runtime.eval("setInterval(() => console.log('tick'), 5);");
      while (entries.length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await runtime.timers.clearAll();
      await runtime.eval("1");
      const count = entries.length;
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(entries.length, count);
    });
  });

  test("a label named __proto__ harms neither the connection nor the query", async () => {
    const { entries, console } = recording();
    await daemon.withRuntime({ console }, async (runtime, connection) => {
      await runtime.eval("console.count('__proto__'); console.log({ ['__proto__']: 1 });");
      await runtime.console.getCounters();
      assert.equal(entries.length, 2);
      assert.equal(connection.isConnected(), true);
    });
  });

  test("simpleConsoleHandler prints lines", async () => {
    const lines: string[] = [];
    const console = simpleConsoleHandler({ log: (line) => lines.push(line), error: (line) => lines.push(`! ${line}`) });
    await daemon.withRuntime({ console }, (runtime) =>
      runtime.eval("console.log('a'); console.error('b'); console.count('c'); console.warn('nobody');"),
    );
    assert.deepEqual(lines, ["a", "! b", "c: 1"]);
  });
});
