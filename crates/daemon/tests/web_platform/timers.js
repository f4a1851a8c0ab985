// Timers, queueMicrotask and performance (HTML, HR-Time; runtime.md 12).
import { check, diverges, each, is, ok, rejects, same, sleep, throws } from "./harness.js";

check("ids are positive integers, of one sequence", () => {
  const ids = [setTimeout(() => {}, 1e6), setInterval(() => {}, 1e6), setTimeout(() => {}, 1e6)];
  ok(ids.every((id) => Number.isInteger(id) && id > 0));
  same([ids[1] - ids[0], ids[2] - ids[1]], [1, 1]);
  ids.forEach((id) => clearTimeout(id));
});

check("arguments are handed on", async () => {
  const seen = [];
  await new Promise((resolve) => {
    setTimeout((...args) => { seen.push(...args); resolve(); }, 0, 1, "two", undefined, null);
  });
  same(seen, [1, "two", undefined, null]);
  await new Promise((resolve) => {
    const id = setInterval((...args) => { same(args, ["x"]); clearInterval(id); resolve(); }, 1, "x");
  });
});

check("the receiver of a callback is the global object", async () => {
  is(await new Promise((resolve) => { setTimeout(function () { resolve(this); }, 0); }), globalThis);
});

check("equal times: in the order of creation", async () => {
  const seen = [];
  for (let count = 0; count < 50; count++) setTimeout(() => seen.push(count), 5);
  await sleep(15);
  same(seen, Array.from({ length: 50 }, (_, index) => index));
});

check("a shorter time fires first, whatever the order of creation", async () => {
  const seen = [];
  for (const delay of [20, 5, 12, 1]) setTimeout(() => seen.push(delay), delay);
  await sleep(35);
  same(seen, [1, 5, 12, 20]);
});

each("a delay that is none", [[undefined], [null], [NaN], [-1], [-Infinity], ["x"], [{}], [false], [[]]], async (delay) => {
  const start = performance.now();
  await new Promise((resolve) => setTimeout(resolve, delay));
  ok(performance.now() - start < 500, "at once");
});

each("a delay is converted", [["8"], [8.7], [{ valueOf: () => 8 }], [[8]], [new Date(8)]], async (delay) => {
  const start = performance.now();
  await new Promise((resolve) => setTimeout(resolve, delay));
  ok(performance.now() - start >= 7, `${performance.now() - start} ms`);
});

check("what the conversion of a delay throws is thrown", () => {
  const why = new Error("why");
  throws(why, () => setTimeout(() => {}, { valueOf() { throw why; } }));
  throws(TypeError, () => setTimeout(() => {}, Symbol("s")));
  throws(TypeError, () => setTimeout(() => {}, 1n));
});

each("a delay beyond 32 bits wraps around", [[2 ** 31], [2 ** 32], [2 ** 32 + 5], [1e15], [Infinity]], async (delay) => {
  const start = performance.now();
  await new Promise((resolve) => setTimeout(resolve, delay));
  ok(performance.now() - start < 500, "at once");
});

check("never too early", async () => {
  for (const delay of [1, 5, 10]) {
    const start = performance.now();
    await new Promise((resolve) => setTimeout(resolve, delay));
    ok(performance.now() - start >= delay - 0.5, `${performance.now() - start} ms for ${delay}`);
  }
});

check("timers do not run within the code that sets them", async () => {
  let fired = false;
  setTimeout(() => { fired = true; }, 0);
  const until = performance.now() + 5;
  while (performance.now() < until);
  is(fired, false);
  await Promise.resolve();
  is(fired, false, "microtasks come before");
  await sleep(1);
  is(fired, true);
});

diverges("timer-nesting", "nested timers are not slowed down to 4 ms", async () => {
  const start = performance.now();
  await new Promise((resolve) => {
    let depth = 0;
    const next = () => { if (++depth === 30) resolve(); else setTimeout(next, 0); };
    next();
  });
  ok(performance.now() - start < 30 * 4, `${performance.now() - start} ms`);
});

check("nested timers run in their order", async () => {
  const seen = [];
  setTimeout(() => { seen.push("a"); setTimeout(() => seen.push("c"), 0); }, 0);
  setTimeout(() => seen.push("b"), 0);
  await sleep(10);
  same(seen, ["a", "b", "c"]);
});

check("microtasks run between two timers that are due", async () => {
  const seen = [];
  setTimeout(() => { seen.push("t1"); queueMicrotask(() => seen.push("m1")); Promise.resolve().then(() => seen.push("m2")); }, 0);
  setTimeout(() => seen.push("t2"), 0);
  await sleep(10);
  same(seen, ["t1", "m1", "m2", "t2"]);
});

// Clearing.

check("clearTimeout and clearInterval are interchangeable", async () => {
  let fired = 0;
  clearInterval(setTimeout(() => fired++, 1));
  clearTimeout(setInterval(() => fired++, 1));
  await sleep(10);
  is(fired, 0);
});

check("what does not exist is cleared without an error", () => {
  for (const id of [undefined, null, 0, -1, 1e9, NaN, "x", {}]) {
    is(clearTimeout(id), undefined);
    is(clearInterval(id), undefined);
  }
  is(clearTimeout(), undefined);
});

check("an id is converted to a number", async () => {
  let fired = 0;
  clearTimeout(String(setTimeout(() => fired++, 1)));
  const id = setTimeout(() => fired++, 1);
  clearTimeout({ valueOf: () => id });
  await sleep(10);
  is(fired, 0);
});

check("a timer may be cleared by one that fires at the same time", async () => {
  let fired = false;
  let victim;
  setTimeout(() => clearTimeout(victim), 1);
  victim = setTimeout(() => { fired = true; }, 1);
  await sleep(10);
  is(fired, false);
});

check("a timer that has fired is cleared without an effect on others", async () => {
  const first = setTimeout(() => {}, 0);
  await sleep(2);
  let fired = false;
  setTimeout(() => { fired = true; }, 1);
  clearTimeout(first);
  await sleep(10);
  is(fired, true);
});

check("an interval clears itself, or is cleared from another timer", async () => {
  let count = 0;
  await new Promise((resolve) => { const id = setInterval(() => { if (++count === 3) { clearInterval(id); resolve(); } }, 1); });
  await sleep(10);
  is(count, 3);
  let ticks = 0;
  const id = setInterval(() => ticks++, 1);
  await new Promise((resolve) => setTimeout(() => { clearInterval(id); resolve(); }, 10));
  const before = ticks;
  await sleep(10);
  is(ticks, before);
});

check("an interval repeats about as often as it should, and does not pile up", async () => {
  let ticks = 0;
  const id = setInterval(() => ticks++, 5);
  const until = performance.now() + 40;
  while (performance.now() < until);
  await sleep(0);
  ok(ticks <= 2, `${ticks} ticks at once`);
  clearInterval(id);
});

// Callbacks.

each("a callback is refused", [[undefined], [null], [1], [{}], [true], [Symbol.iterator]], (callback) => {
  throws(TypeError, () => setTimeout(callback, 0));
  throws(TypeError, () => setInterval(callback, 0));
});

diverges("timer-strings", "a string as a callback is refused", () => {
  throws(TypeError, () => setTimeout("globalThis.x = 1", 0));
  throws(TypeError, () => setInterval("globalThis.x = 1", 0));
});

diverges("timer-errors", "what a callback throws is not reported anywhere", async () => {
  let reached = false;
  setTimeout(() => { throw new Error("swallowed"); }, 0);
  setTimeout(() => { reached = true; }, 0);
  await sleep(5);
  is(reached, true);
});

check("the functions", () => {
  same([setTimeout, setInterval, clearTimeout, clearInterval, queueMicrotask].map(({ name }) => name), ["setTimeout", "setInterval", "clearTimeout", "clearInterval", "queueMicrotask"]);
  same([setTimeout.length, setInterval.length, clearTimeout.length, clearInterval.length, queueMicrotask.length], [1, 1, 0, 0, 1]);
  for (const run of [setTimeout, queueMicrotask]) throws(TypeError, () => new run(() => {}));
  throws(TypeError, () => setTimeout());
});

// queueMicrotask

check("microtasks run in order with promises, before timers", async () => {
  const seen = [];
  setTimeout(() => seen.push("timer"), 0);
  queueMicrotask(() => { seen.push(1); queueMicrotask(() => seen.push(3)); });
  Promise.resolve().then(() => seen.push(2));
  seen.push(0);
  await sleep(5);
  same(seen, [0, 1, 2, 3, "timer"]);
});

check("queueMicrotask: no arguments, no result", async () => {
  let args;
  is(queueMicrotask(function (...given) { args = [this, given.length]; }, 1, 2), undefined);
  await null;
  await null;
  same(args, [undefined, 0]);
});

each("queueMicrotask refuses", [[undefined], [null], ["x"], [{}]], (callback) => throws(TypeError, () => queueMicrotask(callback)));

check("what a microtask throws does not stop the next", async () => {
  let reached = false;
  queueMicrotask(() => { throw new Error("swallowed"); });
  queueMicrotask(() => { reached = true; });
  await sleep(1);
  is(reached, true);
});

// performance

check("performance.now() goes on, and never back", async () => {
  let last = performance.now();
  ok(last > 0);
  for (let count = 0; count < 1000; count++) { const now = performance.now(); ok(now >= last); last = now; }
  await sleep(5);
  ok(performance.now() - last >= 4);
});

check("performance.timeOrigin", () => {
  is(typeof performance.timeOrigin, "number");
  ok(Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 100);
  same(Object.keys(performance.toJSON()).includes("timeOrigin"), true);
});

check("performance is an object of a class that cannot be constructed", () => {
  is(Object.prototype.toString.call(performance), "[object Performance]");
  throws(TypeError, () => new performance.constructor());
  throws(TypeError, () => performance.now.call({}));
  is(performance.now.length, 0);
});

check("marks and measures", () => {
  const mark = performance.mark("a", { detail: { x: 1 }, startTime: 5 });
  same([mark.name, mark.entryType, mark.startTime, mark.duration, mark.detail], ["a", "mark", 5, 0, { x: 1 }]);
  performance.mark("b", { startTime: 8 });
  const measure = performance.measure("m", "a", "b");
  same([measure.name, measure.entryType, measure.startTime, measure.duration], ["m", "measure", 5, 3]);
  same(performance.getEntriesByName("a").length, 1);
  same(performance.getEntriesByType("measure").map(({ name }) => name), ["m"]);
  throws("SyntaxError", () => performance.measure("x", "none"));
  performance.clearMarks();
  performance.clearMeasures();
  is(performance.getEntries().length, 0);
});

check("a promise that rejects in a timer can still be handled", async () => {
  await rejects(RangeError, new Promise((_, reject) => setTimeout(() => reject(new RangeError("later")), 1)));
});
