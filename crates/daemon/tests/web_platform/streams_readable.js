// ReadableStream with its default reader and controller (WHATWG Streams; runtime.md 15).
import { check, collect, each, is, ok, rejects, same, settle, sleep, state, streamOf, throws } from "./harness.js";

const why = new Error("why");

/** A stream, and its controller. @param {UnderlyingSource} [source] @param {QueuingStrategy} [strategy] */
function controlled(source = {}, strategy) {
  let controller;
  const stream = new ReadableStream({ ...source, start(given) { controller = given; } }, strategy);
  return { stream, controller };
}

// Construction.

each("the underlying source is refused", [
  [null], [1], ["x"], [{ start: 1 }], [{ pull: "x" }], [{ cancel: {} }], [{ type: "byte" }], [{ type: "" }], [{ type: null }],
], (source) => throws(TypeError, () => new ReadableStream(source)));

each("the strategy is refused", [
  [TypeError, 1], [TypeError, { size: 1 }], [RangeError, { highWaterMark: -1 }], [RangeError, { highWaterMark: NaN }],
  [RangeError, { highWaterMark: "x" }], [RangeError, { highWaterMark: -Infinity }],
], (error, strategy) => throws(error, () => new ReadableStream({}, strategy)));

check("without arguments, and with undefined, empty and null parts", () => {
  is(new ReadableStream().locked, false);
  is(new ReadableStream(undefined, undefined).locked, false);
  is(new ReadableStream({ type: undefined }, { highWaterMark: undefined, size: undefined }).locked, false);
  is(new ReadableStream({}, null).locked, false);
});

check("members of the source are read in alphabetical order, once", () => {
  const seen = [];
  const source = new Proxy({}, { get(_, name) { seen.push(name); return undefined; } });
  new ReadableStream(source);
  same(seen, ["autoAllocateChunkSize", "cancel", "pull", "start", "type"]);
});

check("start is called at once, with the controller, on the source", () => {
  let called = false;
  const source = {
    start(controller, ...rest) {
      called = true;
      is(this, source);
      is(controller.constructor, ReadableStreamDefaultController);
      same(rest, []);
    },
  };
  new ReadableStream(source);
  is(called, true);
});

check("what start throws is thrown by the constructor; what it rejects with errors the stream", async () => {
  throws(why, () => new ReadableStream({ start() { throw why; } }));
  const stream = new ReadableStream({ start: () => Promise.reject(why) });
  const reader = stream.getReader();
  await rejects(why, reader.read());
  await rejects(why, reader.closed);
});

check("pull waits for start", async () => {
  let go;
  let pulled = false;
  new ReadableStream({ start: () => new Promise((resolve) => { go = resolve; }), pull() { pulled = true; } });
  await sleep(2);
  is(pulled, false);
  go();
  await settle();
  is(pulled, true);
});

check("classes of controllers and readers cannot be constructed at will", () => {
  throws(TypeError, () => new ReadableStreamDefaultController());
  throws(TypeError, () => new ReadableStreamDefaultController(new ReadableStream()));
  throws(TypeError, () => new ReadableStreamDefaultReader());
  throws(TypeError, () => new ReadableStreamDefaultReader({}));
  const stream = new ReadableStream();
  ok(new ReadableStreamDefaultReader(stream) instanceof ReadableStreamDefaultReader);
  throws(TypeError, () => new ReadableStreamDefaultReader(stream), "locked");
});

check("subclasses", () => {
  class Own extends ReadableStream { extra() { return 1; } }
  const stream = new Own();
  is(stream.extra(), 1);
  ok(stream instanceof ReadableStream);
});

// The queue and desiredSize.

check("desiredSize follows the queue", async () => {
  const { stream, controller } = controlled({}, { highWaterMark: 3 });
  is(controller.desiredSize, 3);
  for (const expected of [2, 1, 0, -1]) { controller.enqueue("x"); is(controller.desiredSize, expected); }
  await stream.getReader().read();
  is(controller.desiredSize, 0);
  const closed = controlled({}, { highWaterMark: 3 });
  closed.controller.close();
  is(closed.controller.desiredSize, 0);
  const errored = controlled();
  errored.controller.error(why);
  is(errored.controller.desiredSize, null);
});

check("the default high water mark is one, each chunk weighs one", () => {
  const { controller } = controlled();
  is(controller.desiredSize, 1);
  controller.enqueue(new Uint8Array(100));
  is(controller.desiredSize, 0);
  is(controlled({}, { highWaterMark: Infinity }).controller.desiredSize, Infinity);
  is(controlled({}, { highWaterMark: 0 }).controller.desiredSize, 0);
});

check("size gives the weight of chunks, as a plain function", () => {
  let receiver;
  const { controller } = controlled({}, { highWaterMark: 10, size(chunk) { receiver = this; return chunk.length; } });
  controller.enqueue("four");
  is(controller.desiredSize, 6);
  is(receiver, undefined);
});

each("a size that is no weight errors the stream", [[-1], [NaN], [Infinity], [-Infinity], ["x"]], async (size) => {
  const { stream, controller } = controlled({}, { size: () => size });
  throws(RangeError, () => controller.enqueue("x"));
  await rejects(RangeError, stream.getReader().closed);
});

check("what size throws is thrown, and errors the stream", async () => {
  const { stream, controller } = controlled({}, { size() { throw why; } });
  throws(why, () => controller.enqueue("x"));
  await rejects(why, stream.getReader().read());
});

check("the strategies", () => {
  const count = new CountQueuingStrategy({ highWaterMark: 4 });
  same([count.highWaterMark, count.size(), count.size("abc"), count.size.length, count.size.name], [4, 1, 1, 0, "size"]);
  const length = new ByteLengthQueuingStrategy({ highWaterMark: 4 });
  same([length.highWaterMark, length.size({ byteLength: 7 }), length.size.length, length.size.name], [4, 7, 1, "size"]);
  is(length.size({}), undefined);
  throws(TypeError, () => length.size());
  is(new CountQueuingStrategy({ highWaterMark: 1 }).size, count.size, "one function for all");
  for (const Strategy of [CountQueuingStrategy, ByteLengthQueuingStrategy]) {
    throws(TypeError, () => new Strategy());
    throws(TypeError, () => new Strategy({}));
    throws(TypeError, () => new Strategy(1));
    is(Strategy.length, 1);
    is(new Strategy({ highWaterMark: -5 }).highWaterMark, -5, "not checked yet");
    is(Number.isNaN(new Strategy({ highWaterMark: "x" }).highWaterMark), true);
  }
});

// Pulling.

check("pull fills up to the high water mark, never at the same time twice", async () => {
  let running = 0;
  let most = 0;
  let pulls = 0;
  const stream = new ReadableStream({
    async pull(controller) {
      most = Math.max(most, ++running);
      await settle();
      controller.enqueue(++pulls);
      running--;
    },
  }, { highWaterMark: 3 });
  await sleep(20);
  is(pulls, 3);
  const reader = stream.getReader();
  same([(await reader.read()).value, (await reader.read()).value], [1, 2]);
  await sleep(20);
  same([pulls, most], [5, 1]);
});

check("without a high water mark, pull waits for a read", async () => {
  let pulls = 0;
  const stream = new ReadableStream({ pull(controller) { controller.enqueue(++pulls); } }, { highWaterMark: 0 });
  await settle();
  is(pulls, 0);
  is((await stream.getReader().read()).value, 1);
  await settle();
  is(pulls, 1);
});

check("a pull that gives nothing is not called again until asked", async () => {
  let pulls = 0;
  const stream = new ReadableStream({ pull() { pulls++; } });
  await sleep(5);
  is(pulls, 1);
  stream.getReader().read();
  await sleep(5);
  is(pulls, 2);
});

check("what pull throws or rejects with errors the stream", async () => {
  await rejects(why, new ReadableStream({ pull() { throw why; } }).getReader().closed);
  await rejects(why, new ReadableStream({ pull: () => Promise.reject(why) }).getReader().read());
});

check("pull is called on the source, with the controller", async () => {
  const source = { pull(controller) { controller.enqueue(this === source && controller instanceof ReadableStreamDefaultController); controller.close(); } };
  same(await collect(new ReadableStream(source)), [true]);
});

// Reading.

check("reads are answered in order, before or after the chunks come", async () => {
  const { stream, controller } = controlled();
  const reader = stream.getReader();
  const reads = [reader.read(), reader.read(), reader.read()];
  controller.enqueue("a");
  controller.enqueue("b");
  controller.close();
  same(await Promise.all(reads), [{ value: "a", done: false }, { value: "b", done: false }, { value: undefined, done: true }]);
  same(await reader.read(), { value: undefined, done: true });
  is(await reader.closed, undefined);
});

check("results are plain objects", async () => {
  const result = await streamOf(1).getReader().read();
  is(Object.getPrototypeOf(result), Object.prototype);
  same(Object.getOwnPropertyDescriptor(result, "value"), { value: 1, writable: true, enumerable: true, configurable: true });
});

check("any value is a chunk", async () => {
  const chunks = [undefined, null, 0, "", NaN, () => {}, {}];
  const read = await collect(streamOf(...chunks));
  chunks.forEach((chunk, index) => is(read[index], chunk));
});

check("chunks before the end are read, chunks before an error are not", async () => {
  const { stream, controller } = controlled();
  controller.enqueue(1);
  controller.close();
  same(await collect(stream), [1]);
  const broken = controlled();
  broken.controller.enqueue(1);
  broken.controller.error(why);
  await rejects(why, broken.stream.getReader().read());
});

check("what a controller refuses", () => {
  const { controller } = controlled();
  controller.close();
  throws(TypeError, () => controller.close());
  throws(TypeError, () => controller.enqueue(1));
  is(controller.error(why), undefined, "error after the end is ignored");
  const errored = controlled().controller;
  errored.error(why);
  throws(TypeError, () => errored.close());
  throws(TypeError, () => errored.enqueue(1));
  is(errored.error(why), undefined);
});

check("close with chunks in the queue: no more chunks, but still readable", async () => {
  const { stream, controller } = controlled();
  controller.enqueue(1);
  controller.close();
  throws(TypeError, () => controller.enqueue(2));
  throws(TypeError, () => controller.close());
  const reader = stream.getReader();
  is(await state(reader.closed), "pending");
  await reader.read();
  is(await state(reader.closed), "fulfilled");
});

check("an error that is undefined is one, too", async () => {
  const { stream, controller } = controlled();
  controller.error();
  const failed = stream.getReader().read().then(() => "read", (error) => error);
  is(await failed, undefined);
});

// Locks.

check("a reader locks its stream, until it lets go", async () => {
  const stream = streamOf(1);
  const reader = stream.getReader();
  is(stream.locked, true);
  throws(TypeError, () => stream.getReader());
  throws(TypeError, () => stream.tee());
  await rejects(TypeError, stream.cancel());
  await rejects(TypeError, stream.pipeTo(new WritableStream()));
  throws(TypeError, () => stream.pipeThrough(new TransformStream()));
  reader.releaseLock();
  is(stream.locked, false);
  is(reader.releaseLock(), undefined, "again");
  is((await stream.getReader().read()).value, 1);
});

check("a released reader is of no use", async () => {
  const reader = new ReadableStream().getReader();
  const { closed } = reader;
  reader.releaseLock();
  await rejects(TypeError, reader.read());
  await rejects(TypeError, reader.cancel());
  await rejects(TypeError, reader.closed);
  await rejects(TypeError, closed);
});

check("reads that wait are rejected by releaseLock, and the next reader gets the chunk", async () => {
  const { stream, controller } = controlled();
  const reader = stream.getReader();
  const pending = rejects(TypeError, reader.read());
  reader.closed.catch(() => {});
  reader.releaseLock();
  await pending;
  controller.enqueue("a");
  is((await stream.getReader().read()).value, "a");
});

check("closed of a stream that has ended, released afterwards", async () => {
  const reader = streamOf().getReader();
  const { closed } = reader;
  await closed;
  reader.releaseLock();
  is(await closed, undefined, "the old promise stays");
  await rejects(TypeError, reader.closed);
  ok(reader.closed !== closed);
});

check("getReader takes options", () => {
  ok(new ReadableStream().getReader({}) instanceof ReadableStreamDefaultReader);
  ok(new ReadableStream().getReader({ mode: undefined }) instanceof ReadableStreamDefaultReader);
  throws(TypeError, () => new ReadableStream().getReader({ mode: "" }));
  throws(TypeError, () => new ReadableStream().getReader({ mode: null }));
  throws(TypeError, () => new ReadableStream().getReader({ mode: "byob" }), "no stream of bytes");
});

// Cancelling.

check("cancel reaches the source with the reason, and empties the queue", async () => {
  let given;
  const stream = new ReadableStream({ start(controller) { controller.enqueue(1); }, cancel(reason) { given = reason; return "ignored"; } });
  is(await stream.cancel(why), undefined);
  is(given, why);
  same(await collect(stream), []);
});

check("cancel waits for the source, and fails with it", async () => {
  await rejects(why, new ReadableStream({ cancel() { throw why; } }).cancel());
  await rejects(why, new ReadableStream({ cancel: () => Promise.reject(why) }).cancel());
  let go;
  const cancelled = new ReadableStream({ cancel: () => new Promise((resolve) => { go = resolve; }) }).cancel();
  is(await state(cancelled), "pending");
  go();
  await cancelled;
});

check("a stream is closed as soon as it is cancelled", async () => {
  const reader = new ReadableStream({ cancel: () => new Promise(() => {}) }).getReader();
  const pending = reader.read();
  reader.cancel();
  same(await pending, { value: undefined, done: true });
  is(await reader.closed, undefined);
});

check("cancel of a stream that has ended or failed", async () => {
  let called = false;
  const ended = new ReadableStream({ start(controller) { controller.close(); }, cancel() { called = true; } });
  is(await ended.cancel(), undefined);
  await rejects(why, new ReadableStream({ start(controller) { controller.error(why); }, cancel() { called = true; } }).cancel());
  is(called, false);
});

check("the controller of a cancelled stream", async () => {
  const { stream, controller } = controlled();
  await stream.cancel();
  throws(TypeError, () => controller.enqueue(1));
  throws(TypeError, () => controller.close());
  is(controller.error(why), undefined);
});

check("a chunk is not looked into, even if it can be awaited", async () => {
  const chunk = { then() { throw new Error("called"); } };
  const { stream, controller } = controlled();
  const reading = stream.getReader().read();
  controller.enqueue(chunk);
  is((await reading).value, chunk);
});

check("a guest's Object.prototype.then has no part in reads", async () => {
  let called = 0;
  const reader = streamOf(1).getReader();
  Object.defineProperty(Object.prototype, "then", { configurable: true, get() { called++; return undefined; } });
  const reading = reader.read();
  delete Object.prototype.then;
  is((await reading).value, 1);
  ok(called <= 1, `${called} look-ups: the standard makes one, for the result`);
});
