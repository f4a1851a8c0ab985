/** The text form of console entries: runtime.md, section 4.7. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { simpleConsoleHandler, type ConsoleEntry } from "../src/index.ts";

test("every entry becomes the call the specification names", () => {
  const lines: string[] = [];
  const { onEntry } = simpleConsoleHandler({
    log: (text) => lines.push(`log ${text}`),
    error: (text) => lines.push(`error ${text}`),
    warn: (text) => lines.push(`warn ${text}`),
  });
  const groupDepth = 0;
  const entries: ConsoleEntry[] = [
    { type: "output", level: "log", stdout: "a", groupDepth },
    { type: "output", level: "warn", stdout: "b", groupDepth },
    { type: "output", level: "debug", stdout: "no callback for it", groupDepth },
    { type: "assert", stdout: "Assertion failed: c", groupDepth },
    { type: "trace", stdout: "d", stack: "Trace: d", groupDepth },
    { type: "dir", stdout: "e", groupDepth },
    { type: "table", stdout: "f", groupDepth },
    { type: "time", label: "t", duration: 1.234, groupDepth },
    { type: "timeLog", label: "t", duration: 1, stdout: "", groupDepth },
    { type: "timeLog", label: "t", duration: 1, stdout: "x", groupDepth },
    { type: "count", label: "n", count: 2, groupDepth },
    { type: "countReset", label: "n", groupDepth },
    { type: "group", label: "g", collapsed: false, groupDepth },
    { type: "groupEnd", groupDepth },
    { type: "clear" },
    { type: "browserOutput", level: "log", stdout: "browser", timestamp: 0 },
  ];
  entries.forEach(onEntry);
  assert.deepEqual(lines, [
    "log a",
    "warn b",
    "error Assertion failed: c",
    "log Trace: d",
    "log e",
    "log f",
    "log t: 1.23ms",
    "log t: 1.00ms",
    "log t: 1.00ms x",
    "log n: 2",
  ]);
});
