// AbortController and AbortSignal (DOM; runtime.md 17.1).
import { check, each, is, ok, rejects, same, sleep, throws } from "./harness.js";

const why = new Error("why");

check("a controller has a signal, always the same", () => {
  const controller = new AbortController();
  ok(controller.signal instanceof AbortSignal);
  ok(controller.signal instanceof EventTarget);
  is(controller.signal, controller.signal);
  same([controller.signal.aborted, controller.signal.reason, controller.signal.onabort], [false, undefined, null]);
});

check("signals cannot be constructed", () => {
  throws(TypeError, () => new AbortSignal());
  throws(TypeError, () => AbortController());
});

check("abort: the default reason", () => {
  const controller = new AbortController();
  is(controller.abort(), undefined);
  const { reason } = controller.signal;
  ok(reason instanceof DOMException && reason instanceof Error);
  same([reason.name, reason.code], ["AbortError", 20]);
  is(controller.signal.reason, reason, "the same each time");
});

each("abort: the reason is kept as it is", [[null], [0], [""], [false], [{}], ["text"], [why]], (reason) => {
  const controller = new AbortController();
  controller.abort(reason);
  is(controller.signal.reason, reason);
  is(AbortSignal.abort(reason).reason, reason);
});

check("undefined as the reason is none", () => {
  const controller = new AbortController();
  controller.abort(undefined);
  is(controller.signal.reason.name, "AbortError");
  is(AbortSignal.abort(undefined).reason.name, "AbortError");
});

check("the first abort counts", () => {
  const controller = new AbortController();
  let fired = 0;
  controller.signal.addEventListener("abort", () => fired++);
  controller.abort("first");
  controller.abort("second");
  same([controller.signal.reason, fired], ["first", 1]);
});

check("throwIfAborted", () => {
  const controller = new AbortController();
  is(controller.signal.throwIfAborted(), undefined);
  controller.abort(why);
  throws(why, () => controller.signal.throwIfAborted());
  throws("AbortError", () => AbortSignal.abort().throwIfAborted());
});

check("the event", () => {
  const own = new AbortController();
  let event;
  own.signal.addEventListener("abort", (given) => { event = given; is(own.signal.aborted, true, "aborted before"); });
  own.abort();
  ok(event instanceof Event);
  same([event.type, event.bubbles, event.cancelable, event.isTrusted, event.constructor], ["abort", false, false, true, Event]);
  is(event.target, own.signal);
});

check("an event of a guest's own is not an abort", () => {
  const { signal } = new AbortController();
  let fired = 0;
  signal.addEventListener("abort", (event) => { fired++; is(event.isTrusted, false); });
  signal.dispatchEvent(new Event("abort"));
  same([fired, signal.aborted], [1, false]);
});

check("onabort takes its turn among the listeners", () => {
  const controller = new AbortController();
  const seen = [];
  controller.signal.addEventListener("abort", () => seen.push("first"));
  controller.signal.onabort = () => seen.push("handler");
  controller.signal.addEventListener("abort", () => seen.push("last"));
  controller.abort();
  same(seen, ["first", "handler", "last"]);
});

check("onabort keeps its place when it is replaced, and can be taken away", () => {
  const controller = new AbortController();
  const seen = [];
  const { signal } = controller;
  signal.onabort = () => seen.push("old");
  signal.addEventListener("abort", () => seen.push("listener"));
  signal.onabort = () => seen.push("new");
  controller.abort();
  same(seen, ["new", "listener"]);
  const other = new AbortController();
  other.signal.onabort = () => seen.push("never");
  other.signal.onabort = null;
  other.abort();
  is(seen.length, 2);
});

check("onabort: what is no object is null", () => {
  const { signal } = new AbortController();
  for (const value of [1, "text", undefined, true]) {
    signal.onabort = () => {};
    signal.onabort = value;
    is(signal.onabort, null, String(value));
  }
  const object = {};
  signal.onabort = object;
  is(signal.onabort, object);
});

check("onabort is called on the signal", () => {
  const controller = new AbortController();
  let receiver;
  controller.signal.onabort = function () { receiver = this; };
  controller.abort();
  is(receiver, controller.signal);
});

check("a listener that throws does not stop the others, nor abort()", () => {
  const controller = new AbortController();
  let reached = false;
  controller.signal.addEventListener("abort", () => { throw why; });
  controller.signal.addEventListener("abort", () => { reached = true; });
  controller.abort();
  is(reached, true);
});

check("listeners added after the abort are not called", async () => {
  const signal = AbortSignal.abort();
  let fired = false;
  signal.addEventListener("abort", () => { fired = true; });
  signal.onabort = () => { fired = true; };
  await sleep(2);
  is(fired, false);
});

check("abort within a listener", () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const seen = [];
  first.signal.addEventListener("abort", () => { second.abort("inner"); seen.push("first"); });
  second.signal.addEventListener("abort", () => seen.push("second"));
  first.abort();
  same(seen, ["second", "first"]);
});

// timeout

check("timeout", async () => {
  const start = performance.now();
  const signal = AbortSignal.timeout(15);
  is(signal.aborted, false);
  const event = await new Promise((resolve) => { signal.onabort = resolve; });
  ok(performance.now() - start >= 14, "too early");
  same([event.isTrusted, signal.aborted], [true, true]);
  ok(signal.reason instanceof DOMException);
  same([signal.reason.name, signal.reason.code], ["TimeoutError", 23]);
});

check("timeout(0) does not abort at once", async () => {
  const signal = AbortSignal.timeout(0);
  is(signal.aborted, false);
  await new Promise((resolve) => { signal.onabort = resolve; });
  is(signal.aborted, true);
});

check("timeouts end in the order of their times", async () => {
  const seen = [];
  const wait = (milliseconds) => new Promise((resolve) => {
    AbortSignal.timeout(milliseconds).addEventListener("abort", () => { seen.push(milliseconds); resolve(); });
  });
  await Promise.all([wait(30), wait(5), wait(15)]);
  same(seen, [5, 15, 30]);
});

each("timeout refuses", [[undefined], [-1], [NaN], [Infinity], ["x"], [2 ** 53], [{}]], (value) => {
  throws(TypeError, () => AbortSignal.timeout(value));
});

check("timeout converts", () => {
  throws(TypeError, () => AbortSignal.timeout());
  ok(AbortSignal.timeout("1000000") instanceof AbortSignal);
  ok(AbortSignal.timeout(null) instanceof AbortSignal);
  ok(AbortSignal.timeout(1e6 + 0.5) instanceof AbortSignal);
});

// any

check("any: none", () => {
  const signal = AbortSignal.any([]);
  ok(signal instanceof AbortSignal);
  is(signal.aborted, false);
});

check("any: the first that aborts, with its reason", () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const signal = AbortSignal.any([first.signal, second.signal]);
  let fired = 0;
  signal.addEventListener("abort", (event) => { fired++; same([event.isTrusted, event.target === signal], [true, true]); });
  second.abort(why);
  first.abort("late");
  same([signal.aborted, signal.reason === why, fired], [true, true, 1]);
});

check("any: one that is aborted already", () => {
  const signal = AbortSignal.any([new AbortController().signal, AbortSignal.abort(why), AbortSignal.abort("other")]);
  same([signal.aborted, signal.reason === why], [true, true]);
});

check("any: iterables, not only arrays", () => {
  const controller = new AbortController();
  const signal = AbortSignal.any(new Set([controller.signal]));
  const generated = AbortSignal.any((function* () { yield controller.signal; })());
  controller.abort(1);
  same([signal.reason, generated.reason], [1, 1]);
});

each("any refuses", [[undefined], [null], [1], [{}], [[1]], [[null]], [[{}]], ["text"]], (value) => throws(TypeError, () => AbortSignal.any(value)));

check("any refuses a controller for a signal, and nothing", () => {
  throws(TypeError, () => AbortSignal.any([new AbortController()]));
  throws(TypeError, () => AbortSignal.any());
});

check("any of any", () => {
  const controller = new AbortController();
  const outer = AbortSignal.any([AbortSignal.any([AbortSignal.any([controller.signal])])]);
  controller.abort(why);
  is(outer.reason, why);
});

check("any: the same signal twice", () => {
  const controller = new AbortController();
  const signal = AbortSignal.any([controller.signal, controller.signal]);
  let fired = 0;
  signal.onabort = () => fired++;
  controller.abort();
  is(fired, 1);
});

check("any: dependents abort after their source, in order, all before the listeners run", () => {
  const controller = new AbortController();
  const signals = [AbortSignal.any([controller.signal]), AbortSignal.any([controller.signal])];
  const seen = [];
  controller.signal.addEventListener("abort", () => seen.push(`source ${signals.map(({ aborted }) => aborted)}`));
  signals.forEach((signal, index) => signal.addEventListener("abort", () => seen.push(index)));
  controller.abort();
  same(seen, ["source true,true", 0, 1]);
});

check("any with a timeout", async () => {
  const signal = AbortSignal.any([AbortSignal.timeout(5), new AbortController().signal]);
  await new Promise((resolve) => { signal.onabort = resolve; });
  is(signal.reason.name, "TimeoutError");
});

check("any: a listener keeps it alive", async () => {
  const controller = new AbortController();
  let fired = 0;
  for (let count = 0; count < 100; count++) AbortSignal.any([controller.signal]).addEventListener("abort", () => fired++);
  for (let count = 0; count < 20; count++) new ArrayBuffer(1e6);
  await sleep(2);
  controller.abort();
  is(fired, 100);
});

// As an option of listeners.

check("a signal removes listeners", () => {
  const controller = new AbortController();
  const target = new EventTarget();
  let count = 0;
  target.addEventListener("x", () => count++, { signal: controller.signal });
  target.dispatchEvent(new Event("x"));
  controller.abort();
  target.dispatchEvent(new Event("x"));
  is(count, 1);
});

check("with an aborted signal nothing is added", () => {
  const target = new EventTarget();
  let count = 0;
  target.addEventListener("x", () => count++, { signal: AbortSignal.abort() });
  target.dispatchEvent(new Event("x"));
  is(count, 0);
});

check("a promise that follows a signal", async () => {
  const controller = new AbortController();
  const work = new Promise((_, reject) => controller.signal.addEventListener("abort", () => reject(controller.signal.reason), { once: true }));
  setTimeout(() => controller.abort(why), 1);
  await rejects(why, work);
});

check("members of strangers", () => {
  const get = (prototype, name) => Object.getOwnPropertyDescriptor(prototype, name).get;
  throws(TypeError, () => get(AbortSignal.prototype, "aborted").call({}));
  throws(TypeError, () => get(AbortSignal.prototype, "reason").call(new EventTarget()));
  throws(TypeError, () => get(AbortController.prototype, "signal").call({}));
  throws(TypeError, () => AbortController.prototype.abort.call({}));
  throws(TypeError, () => AbortSignal.prototype.throwIfAborted.call({}));
});
