// ReadableStream: tee, asynchronous iteration, and streams made from iterables (WHATWG Streams; runtime.md 15).
import { check, collect, each, is, ok, rejects, same, settle, sleep, state, streamOf, throws } from "./harness.js";

const why = new Error("why");

/** A stream, and its controller. @param {UnderlyingSource} [source] @param {QueuingStrategy} [strategy] */
function controlled(source = {}, strategy) {
  let controller;
  const stream = new ReadableStream({ ...source, start(given) { controller = given; } }, strategy);
  return { stream, controller };
}

// tee

check("both branches get every chunk, the same one", async () => {
  const chunk = {};
  const [left, right] = streamOf(chunk, 2).tee();
  is((await left.getReader().read()).value, chunk);
  const read = await collect(right);
  is(read[0], chunk);
  is(read.length, 2);
});

check("a stream is locked by tee, and branches are streams of their own", () => {
  const stream = streamOf(1);
  const branches = stream.tee();
  is(stream.locked, true);
  ok(Array.isArray(branches) && branches.length === 2 && branches[0] !== branches[1]);
  is(branches.every((branch) => branch instanceof ReadableStream && !branch.locked), true);
});

check("an error reaches both branches", async () => {
  const { stream, controller } = controlled();
  const [left, right] = stream.tee();
  controller.enqueue(1);
  const reader = left.getReader();
  is((await reader.read()).value, 1);
  controller.error(why);
  await rejects(why, reader.read());
  await rejects(why, right.getReader().closed);
});

check("the source is cancelled when both branches are, with both reasons", async () => {
  let given;
  const [left, right] = new ReadableStream({ cancel(reason) { given = reason; } }).tee();
  const first = left.cancel("l");
  await settle();
  is(given, undefined);
  is(await state(first), "pending", "waits for the other branch");
  await right.cancel("r");
  await first;
  same(given, ["l", "r"]);
});

check("a cancelled branch does not stop the other", async () => {
  const [left, right] = streamOf(1, 2, 3).tee();
  left.cancel();
  same(await collect(right), [1, 2, 3]);
});

check("when cancelling fails, both branches' cancels do", async () => {
  const [left, right] = new ReadableStream({ cancel() { throw why; } }).tee();
  await Promise.all([rejects(why, left.cancel()), rejects(why, right.cancel())]);
});

check("tee pulls for the hungrier branch", async () => {
  let pulls = 0;
  const [left, right] = new ReadableStream({ pull(controller) { controller.enqueue(++pulls); } }, { highWaterMark: 0 }).tee();
  await sleep(2);
  const before = pulls;
  ok(before <= 1, `${pulls} pulls`);
  const reader = left.getReader();
  for (let count = 1; count <= 5; count++) is((await reader.read()).value, count);
  const other = right.getReader();
  for (let count = 1; count <= 5; count++) is((await other.read()).value, count, "nothing is lost for the slow branch");
});

// Iteration.

check("for await reads to the end and lets go", async () => {
  const stream = streamOf(1, 2);
  const seen = [];
  for await (const chunk of stream) { seen.push(chunk); is(stream.locked, true); }
  same(seen, [1, 2]);
  is(stream.locked, false);
});

check("leaving a loop cancels the stream, except with preventCancel", async () => {
  let reason = "none";
  const make = () => new ReadableStream({ pull(controller) { controller.enqueue(1); }, cancel(given) { reason = given; } });
  const stream = make();
  for await (const _ of stream) break;
  same([reason, stream.locked, (await stream.getReader().read()).done], [undefined, false, true]);
  reason = "none";
  const kept = make();
  for await (const _ of kept.values({ preventCancel: true })) break;
  same([reason, kept.locked, (await kept.getReader().read()).value], ["none", false, 1]);
});

check("an error is thrown by the loop, and the lock is gone", async () => {
  const { stream, controller } = controlled();
  controller.error(why);
  await rejects(why, (async () => { for await (const _ of stream); })());
  is(stream.locked, false);
});

check("what a loop throws cancels the stream", async () => {
  let cancelled = false;
  const stream = new ReadableStream({ pull(controller) { controller.enqueue(1); }, cancel() { cancelled = true; } });
  await rejects(why, (async () => { for await (const _ of stream) throw why; })());
  is(cancelled, true);
});

check("the iterator: return, and calls that do not wait for each other", async () => {
  const iterator = streamOf(1, 2, 3).values();
  same(await Promise.all([iterator.next(), iterator.next()]), [{ value: 1, done: false }, { value: 2, done: false }]);
  same(await iterator.return("x"), { value: "x", done: true });
  same(await iterator.next(), { value: undefined, done: true });
  same(await iterator.return("y"), { value: "y", done: true });
  is(iterator.throw, undefined);
});

check("the iterator's prototype", () => {
  const iterator = new ReadableStream().values();
  const prototype = Object.getPrototypeOf(iterator);
  const asyncIterator = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype));
  is(Object.getPrototypeOf(prototype), asyncIterator);
  same(Object.keys(prototype).sort(), ["next", "return"]);
  is(iterator[Symbol.asyncIterator](), iterator);
  is(ReadableStream.prototype[Symbol.asyncIterator], ReadableStream.prototype.values);
  is(Object.getOwnPropertyDescriptor(ReadableStream.prototype, Symbol.asyncIterator).enumerable, false);
});

check("iterating a locked stream fails", () => {
  const stream = new ReadableStream();
  stream.getReader();
  throws(TypeError, () => stream.values());
});

// from

check("from: arrays, iterators, generators, async ones, and streams", async () => {
  same(await collect(ReadableStream.from([1, 2])), [1, 2]);
  same(await collect(ReadableStream.from(new Set([1]))), [1]);
  same(await collect(ReadableStream.from((function* () { yield 1; yield 2; })())), [1, 2]);
  same(await collect(ReadableStream.from((async function* () { yield 1; })())), [1]);
  same(await collect(ReadableStream.from(streamOf(1, 2))), [1, 2]);
  same(await collect(ReadableStream.from([Promise.resolve(1), 2])), [1, 2], "promises are awaited");
});

each("from refuses", [[null], [undefined], [1], ["text"], [{}], [Symbol.iterator], [{ [Symbol.iterator]: 1 }], [{ [Symbol.asyncIterator]: () => 1 }]], (value) => {
  throws(TypeError, () => ReadableStream.from(value));
});

check("from: the asynchronous iterator is preferred, and it is lazy", async () => {
  let nexts = 0;
  const stream = ReadableStream.from({
    [Symbol.iterator]() { throw why; },
    [Symbol.asyncIterator]() { return { next: async () => ({ done: ++nexts > 2, value: nexts }) }; },
  });
  await sleep(2);
  is(nexts, 0);
  same(await collect(stream), [1, 2]);
});

check("from: errors and bad results", async () => {
  await rejects(why, collect(ReadableStream.from((async function* () { throw why; })())));
  await rejects(TypeError, collect(ReadableStream.from({ [Symbol.asyncIterator]: () => ({ next: () => 1 }) })));
  await rejects(TypeError, collect(ReadableStream.from({ [Symbol.asyncIterator]: () => ({}) })));
});

check("from: cancel calls return", async () => {
  let given = "none";
  const stream = ReadableStream.from({
    [Symbol.asyncIterator]: () => ({ next: async () => ({ value: 1 }), return: async (reason) => { given = reason; return {}; } }),
  });
  const reader = stream.getReader();
  await reader.read();
  await reader.cancel(why);
  is(given, why);
  let cleaned = false;
  const generated = ReadableStream.from((async function* () { try { yield 1; yield 2; } finally { cleaned = true; } })()).getReader();
  await generated.read();
  await generated.cancel();
  is(cleaned, true);
});

check("from: a return that gives no object fails the cancel", async () => {
  const stream = ReadableStream.from({ [Symbol.asyncIterator]: () => ({ next: async () => ({ value: 1 }), return: async () => 1 }) });
  await rejects(TypeError, stream.cancel());
  const without = ReadableStream.from({ [Symbol.asyncIterator]: () => ({ next: async () => ({ value: 1 }) }) });
  is(await without.cancel(), undefined);
});
