// runtime.md 12, row by row.
const id = setTimeout(() => {}, 0);
is(typeof id, "number");
ok(Number.isInteger(id) && id > 0, "an id");
is(setInterval(() => {}, 1e6), id + 1, "one sequence for both");
clearTimeout(id + 1);
for (const bad of [undefined, null, "code()", 5, {}, [], Symbol()]) {
  throws(() => setTimeout(bad, 0), "TypeError", "Callback must be a function", `setTimeout of ${typeof bad}`);
  throws(() => setInterval(bad, 0), "TypeError", "Callback must be a function", `setInterval of ${typeof bad}`);
}
for (const none of [undefined, null, 0, -1, 1e9, NaN, "x", {}]) {
  clearTimeout(none);
  clearInterval(none);
}

const order = [];
setTimeout(() => order.push("30"), 30);
setTimeout(() => order.push("10a"), 10);
setTimeout(() => order.push("10b"), 10);
setTimeout((...args) => order.push(args.join()), 0, 1, 2, 3);
setTimeout(() => order.push("none"));
setTimeout(() => order.push("nan"), NaN);
setTimeout(() => order.push("negative"), -5);
setTimeout(() => order.push("text"), "1");
setTimeout(() => { throw new Error("swallowed"); }, 5);
setTimeout(() => order.push("after the error"), 5);
const cleared = setTimeout(() => order.push("cleared"), 8);
clearTimeout(String(cleared) === "" ? 0 : cleared);
clearInterval(setTimeout(() => order.push("cleared by the other"), 8));
clearTimeout(setInterval(() => order.push("cleared by the other"), 8));
const start = performance.now();
await sleep(60);
ok(performance.now() - start >= 59, "not too early");
same(order, ["1,2,3", "none", "nan", "negative", "text", "after the error", "10a", "10b", "30"]);

let count = 0;
await new Promise((resolve) => {
  const interval = setInterval(() => { if (++count === 3) { clearInterval(interval); resolve(); } }, 0);
});
await sleep(10);
is(count, 3, "an interval that clears itself");

const nested = [];
await new Promise((resolve) => setTimeout(() => {
  nested.push(1);
  setTimeout(() => { nested.push(2); setTimeout(() => { nested.push(3); resolve(); }, 0); }, 0);
}, 0));
same(nested, [1, 2, 3]);

const many = [];
for (let i = 0; i < 1000; i++) setTimeout(() => many.push(i), 1);
await sleep(50);
same(many, Array.from({ length: 1000 }, (_, i) => i), "a thousand timers in order");

// Microtasks run between timers.
const mixed = [];
setTimeout(() => { mixed.push("t1"); Promise.resolve().then(() => mixed.push("m1")); queueMicrotask(() => mixed.push("m2")); }, 0);
setTimeout(() => mixed.push("t2"), 0);
await sleep(20);
same(mixed, ["t1", "m1", "m2", "t2"]);

// Runs of an interval do not pile up while the guest is busy.
let runs = 0;
const busy = setInterval(() => runs++, 2);
const until = performance.now() + 60;
while (performance.now() < until);
await sleep(1);
clearInterval(busy);
ok(runs <= 4, `runs after a busy time: ${runs}`);

// A timer cleared by an earlier one of the same turn does not run.
let second = false;
let victim;
setTimeout(() => clearTimeout(victim), 0);
victim = setTimeout(() => { second = true; }, 0);
await sleep(10);
is(second, false);
is(setTimeout.length >= 1, true);
let receiver = "unset";
setTimeout(function () { receiver = this; }, 0);
await sleep(5);
ok(receiver === undefined || receiver === globalThis, "this in a callback");
