/** Events between host and guest: runtime.md, section 9. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { onBothTransports } from "../support/daemon.ts";

onBothTransports("events", (daemon) => {
  test("cross in both directions, in order, as JSON values", async () => {
    await daemon.withRuntime({}, async (runtime) => {
      const seen: unknown[] = [];
      const done = new Promise((resolve) => runtime.on("done", resolve));
      runtime.on("echo", (payload) => seen.push(payload));
      await runtime.eval(`
        const off = __on("go", (payload) => {
          __emit("echo", JSON.stringify(payload));
          if (payload.last) { off(); __emit("done", "null"); }
        });
      `);
      for (let n = 0; n < 100; n++) {
        runtime.emit("go", { n, text: "é", list: [1, null], last: n === 99 });
      }
      await done;
      assert.deepEqual(seen, Array.from({ length: 100 }, (_, n) => ({ n, text: "é", list: [1, null], last: n === 99 })));
      runtime.emit("go", { last: false });
      await runtime.eval("1");
      assert.equal(seen.length, 100);
    });
  });

  test("events emitted during an eval have arrived when it fulfils", async () => {
    await daemon.withRuntime({}, async (runtime) => {
      const seen: unknown[] = [];
      runtime.on("n", (payload) => seen.push(payload));
      await runtime.eval("for (let n = 0; n < 10; n++) __emit('n', String(n));");
      assert.deepEqual(seen, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    });
  });
});
