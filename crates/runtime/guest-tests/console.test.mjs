// The console object: its methods, the entries they emit, labels, timers and counters (runtime.md 4.1 to 4.5, 4.7).
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { console, entriesOf, guest, sink, logged } from "./support/console.mjs";

beforeEach(() => {
  guest.consoleReset();
  sink.now = 0;
  sink.fails = false;
});

test("has the listed methods and nothing else", () => {
  assert.deepEqual(Object.keys(console).sort(), [
    "assert", "clear", "count", "countReset", "debug", "dir", "error", "group", "groupCollapsed", "groupEnd", "info",
    "log", "table", "time", "timeEnd", "timeLog", "trace", "warn",
  ]);
  assert.equal(Object.getPrototypeOf(console), Object.prototype);
  assert.deepEqual(Reflect.ownKeys(console).length, 18);
});

test("every method answers undefined and needs no receiver", () => {
  for (const [name, method] of Object.entries(console)) {
    assert.equal(method.name, name);
    assert.equal((0, method)(), undefined);
  }
});

test("output entries", () => {
  for (const level of ["log", "warn", "error", "info", "debug"]) {
    assert.deepEqual(entriesOf((c) => c[level]("x", 1)), [{ type: "output", level, stdout: "x 1", groupDepth: 0 }]);
  }
  assert.equal(logged(), "");
});

test("groups", () => {
  const entries = entriesOf((c) => {
    c.groupEnd();
    c.group("a", "ignored");
    c.groupCollapsed();
    c.log("in\nside");
    c.groupEnd();
    c.groupEnd();
    c.group({ a: 1 });
    c.group(null);
    c.group(7);
  });
  assert.deepEqual(entries, [
    { type: "groupEnd", groupDepth: 0 },
    { type: "group", label: "a", collapsed: false, groupDepth: 0 },
    { type: "group", label: "default", collapsed: true, groupDepth: 1 },
    { type: "output", level: "log", stdout: "in\nside", groupDepth: 2 },
    { type: "groupEnd", groupDepth: 1 },
    { type: "groupEnd", groupDepth: 0 },
    { type: "group", label: "{ a: 1 }", collapsed: false, groupDepth: 0 },
    { type: "group", label: "default", collapsed: false, groupDepth: 1 },
    { type: "group", label: "7", collapsed: false, groupDepth: 2 },
  ]);
  assert.equal(guest.consoleGroupDepth(), 3);
});

test("counters", () => {
  const entries = entriesOf((c) => {
    c.count();
    c.count(undefined);
    c.count("a");
    c.countReset("a");
    c.count("a");
    c.countReset("unknown");
    c.count(Symbol("s"));
  });
  assert.deepEqual(entries.map(({ type, label, count }) => [type, label, count]), [
    ["count", "default", 1],
    ["count", "default", 2],
    ["count", "a", 1],
    ["countReset", "a", undefined],
    ["count", "a", 1],
    ["countReset", "unknown", undefined],
    ["count", "Symbol(s)", 1],
  ]);
  assert.deepEqual(entries[3], { type: "countReset", label: "a", groupDepth: 0 });
  assert.deepEqual(guest.consoleCounters(), [["default", 2], ["a", 1], ["Symbol(s)", 1]]);
});

test("timers", () => {
  const entries = entriesOf((c) => {
    sink.now = 100;
    c.time();
    c.time("a");
    sink.now = 112.5;
    c.timeLog("a", "x", { b: 1 }, "%s");
    c.timeLog();
    c.timeEnd("a");
    c.timeEnd("a");
    c.timeLog("a");
    c.time();
    sink.now = 113;
    c.timeEnd(null);
  });
  assert.deepEqual(entries, [
    { type: "timeLog", label: "a", duration: 12.5, stdout: "x { b: 1 } %s", groupDepth: 0 },
    { type: "timeLog", label: "default", duration: 12.5, stdout: "", groupDepth: 0 },
    { type: "time", label: "a", duration: 12.5, groupDepth: 0 },
    { type: "time", label: "default", duration: 0.5, groupDepth: 0 },
  ]);
});

test("queries and reset", () => {
  sink.now = 5;
  console.time("__proto__");
  console.time(1);
  console.count("constructor");
  console.group();
  assert.deepEqual(guest.consoleTimers(), [["__proto__", 5], ["1", 5]]);
  assert.deepEqual(guest.consoleCounters(), [["constructor", 1]]);
  assert.equal(guest.consoleGroupDepth(), 1);
  guest.consoleReset();
  assert.deepEqual(guest.consoleTimers(), []);
  assert.deepEqual(guest.consoleCounters(), []);
  assert.equal(guest.consoleGroupDepth(), 0);
});

test("clear keeps everything", () => {
  console.group();
  console.count();
  assert.deepEqual(entriesOf((c) => c.clear()), [{ type: "clear" }]);
  assert.equal(guest.consoleGroupDepth(), 1);
  assert.deepEqual(guest.consoleCounters(), [["default", 1]]);
});

test("assert", () => {
  const stdout = (...args) => entriesOf((c) => c.assert(...args))[0]?.stdout;
  assert.equal(stdout(false, "a", { b: 1 }), "Assertion failed: a { b: 1 }");
  assert.equal(stdout(false), "Assertion failed: console.assert");
  assert.equal(stdout(), "Assertion failed: console.assert");
  assert.equal(stdout(0, "%d of %s", 1, "x"), "Assertion failed: 1 of x");
  assert.equal(stdout(1, "a"), undefined);
  assert.deepEqual(entriesOf((c) => c.assert(false, 1)), [{ type: "assert", stdout: "Assertion failed: 1", groupDepth: 0 }]);
});

test("trace", () => {
  const original = console.trace;
  function caller(...args) {
    return entriesOf(() => original(...args))[0];
  }
  const entry = caller("here", 1);
  assert.equal(entry.type, "trace");
  assert.equal(entry.stdout, "here 1");
  const lines = entry.stack.split("\n");
  assert.equal(lines[0], "Trace: here 1");
  assert.match(lines[1], /^    at .*console\.test\.mjs:\d+:\d+/);
  assert.ok(!entry.stack.includes("console/console.js"));
  assert.equal(caller().stdout, "");
  assert.match(caller().stack, /^Trace\n    at /);
  console.trace = () => {};
  assert.match(caller("replaced").stack, /^Trace: replaced\n    at /);
  console.trace = original;
});

test("dir", () => {
  const stdout = (...args) => entriesOf((c) => c.dir(...args))[0].stdout;
  const deep = { a: { b: { c: { d: 1 } } } };
  assert.deepEqual(entriesOf((c) => c.dir("s")), [{ type: "dir", stdout: "'s'", groupDepth: 0 }]);
  assert.equal(stdout(deep), "{ a: { b: [Object] } }");
  assert.equal(stdout(deep, { depth: 1 }), "{ a: [Object] }");
  assert.equal(stdout(deep, { depth: 0 }), "[Object]");
  assert.equal(stdout(deep, { depth: null }), "{ a: { b: [Object] } }");
  assert.equal(stdout(deep, { depth: NaN }), "{ a: { b: [Object] } }");
  assert.equal(stdout(deep, { depth: Infinity }), "{ a: { b: { c: { d: 1 } } } }");
  assert.equal(stdout(), "undefined");
});

test("format specifiers of the console standard", () => {
  assert.equal(logged("%s is %d", "a", 5), "a is 5");
  assert.equal(logged("%s is %d", "a", 5, "rest", { b: 1 }), "a is 5 rest { b: 1 }");
  assert.equal(logged("%s %s %s", "a", "b"), "a b %s");
  assert.equal(logged("%i %d %f", "42.9px", 1.5, "1.5e2x"), "42 1 150");
  assert.equal(logged("%d %i %f", Symbol("s"), {}, "x"), "NaN NaN NaN");
  assert.equal(logged("%o and %O", { a: { b: { c: 1 } } }, "s"), "{ a: { b: [Object] } } and 's'");
  assert.equal(logged("%cred%c plain", "color: red", ""), "red plain");
  assert.equal(logged("100%"), "100%");
  assert.equal(logged("%%"), "%%");
  assert.equal(logged("100%", "x"), "100% x");
  assert.equal(logged("50%% of %s", "x"), "50% of x");
  assert.equal(logged("%x %s", "a"), "%x a");
  assert.equal(logged("%%s %s", "a"), "%s a");
  assert.equal(logged("%s", "%s", "x"), "%s x");
  assert.equal(logged("%s %s %s %s", null, undefined, 10n, Symbol("q")), "null undefined 10 Symbol(q)");
  assert.equal(logged("%s", { toString: () => "mine" }), "mine");
  assert.equal(logged("%s", Object.create(null)), "{}");
  assert.equal(logged({ a: 1 }, "%s", "x"), "{ a: 1 } %s x");
  assert.equal(logged(" lead %s", 1), " lead 1");
});

test("a broken sink never reaches the caller", () => {
  sink.fails = true;
  for (const method of Object.values(console)) assert.equal(method(false, "x"), undefined);
});
