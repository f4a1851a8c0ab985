// WritableStream with its writer and controller (WHATWG Streams; runtime.md 15, with abort per standard).
import { check, diverges, each, is, ok, rejects, same, settle, sleep, state, throws } from "./harness.js";

const why = new Error("why");

/** A stream whose sink writes down what it is called with. @param {UnderlyingSink} [sink] @param {QueuingStrategy} [strategy] */
function recording(sink = {}, strategy) {
  const calls = [];
  let controller;
  const stream = new WritableStream({
    start(given) { controller = given; },
    write(chunk) { calls.push(chunk); },
    close() { calls.push("close"); },
    abort(reason) { calls.push(["abort", reason]); },
    ...sink,
  }, strategy);
  return { stream, calls, get controller() { return controller; } };
}

/** A promise, and what settles it. */
function deferred() {
  let resolve;
  let reject;
  const promise = new Promise((first, second) => { [resolve, reject] = [first, second]; });
  return { promise, resolve, reject };
}

/** Takes note of rejections that a check expects, but does not wait for. */
const quiet = (...promises) => promises.forEach((promise) => promise.catch(() => {}));

// Construction.

each("the sink or strategy is refused", [
  [TypeError, null, {}], [TypeError, 1, {}], [RangeError, { type: "bytes" }, {}], [RangeError, { type: "" }, {}], [TypeError, { start: 1 }, {}],
  [TypeError, { write: 1 }, {}], [TypeError, { close: "x" }, {}], [TypeError, { abort: {} }, {}], [RangeError, {}, { highWaterMark: -1 }],
  [RangeError, {}, { highWaterMark: NaN }], [TypeError, {}, { size: 1 }],
], (error, sink, strategy) => throws(error, () => new WritableStream(sink, strategy)));

check("abort while the stream is about to be errored fails with that error", async () => {
  const made = recording();
  made.controller.error(why);
  await rejects(why, made.stream.abort(new Error("later")));
  same(made.calls, []);
});

diverges("stream-type-null", "a type that is null is taken for none", () => {
  ok(new WritableStream({ type: null }));
});

check("without arguments", async () => {
  const writer = new WritableStream().getWriter();
  is(await writer.write(1), undefined);
  is(await writer.close(), undefined);
});

check("classes cannot be constructed at will", () => {
  throws(TypeError, () => new WritableStreamDefaultController());
  throws(TypeError, () => new WritableStreamDefaultWriter());
  throws(TypeError, () => new WritableStreamDefaultWriter({}));
  const stream = new WritableStream();
  ok(new WritableStreamDefaultWriter(stream) instanceof WritableStreamDefaultWriter);
  throws(TypeError, () => new WritableStreamDefaultWriter(stream));
});

check("start: called at once, with a controller; what it throws, the constructor throws", async () => {
  let given;
  new WritableStream({ start(controller) { given = controller; } });
  ok(given instanceof WritableStreamDefaultController);
  throws(why, () => new WritableStream({ start() { throw why; } }));
  const writer = new WritableStream({ start: () => Promise.reject(why) }).getWriter();
  quiet(writer.ready);
  await rejects(why, writer.closed);
});

check("writes wait for start", async () => {
  const started = deferred();
  const { stream, calls } = recording({ start: () => started.promise });
  const writing = stream.getWriter().write("a");
  await settle();
  same(calls, []);
  started.resolve();
  await writing;
  same(calls, ["a"]);
});

check("the sink's methods are called on it, with the controller", async () => {
  const seen = [];
  const sink = {
    write(chunk, controller, ...rest) { seen.push(this === sink, chunk, controller instanceof WritableStreamDefaultController, rest.length); },
    close(...args) { seen.push(this === sink, args.length); },
  };
  const writer = new WritableStream(sink).getWriter();
  writer.write("a");
  await writer.close();
  same(seen, [true, "a", true, 0, true, 0]);
});

// Writing.

check("one write after the other, in order", async () => {
  let running = 0;
  let most = 0;
  const chunks = [];
  const writer = new WritableStream({
    async write(chunk) { most = Math.max(most, ++running); await settle(); chunks.push(chunk); running--; },
  }, { highWaterMark: 10 }).getWriter();
  await Promise.all([1, 2, 3, 4].map((chunk) => writer.write(chunk)));
  same([chunks, most], [[1, 2, 3, 4], 1]);
});

check("desiredSize and ready follow the queue", async () => {
  const gate = deferred();
  const writer = new WritableStream({ write: () => gate.promise }, { highWaterMark: 2 }).getWriter();
  is(writer.desiredSize, 2);
  is(await state(writer.ready), "fulfilled");
  writer.write("a");
  is(writer.desiredSize, 1);
  writer.write("b");
  is(writer.desiredSize, 0);
  const { ready } = writer;
  is(await state(ready), "pending");
  writer.write("c");
  is(writer.desiredSize, -1);
  is(writer.ready, ready, "the same promise while nothing changes");
  gate.resolve();
  await ready;
  is(writer.desiredSize >= 1, true);
});

check("a high water mark of zero: never ready", async () => {
  const writer = new WritableStream({}, { highWaterMark: 0 }).getWriter();
  is(writer.desiredSize, 0);
  is(await state(writer.ready), "pending");
  await writer.write("a");
  is(await state(writer.ready), "pending");
});

check("size weighs chunks when they are written", async () => {
  const gate = deferred();
  const writer = new WritableStream({ write: () => gate.promise }, { highWaterMark: 10, size: (chunk) => chunk.length }).getWriter();
  writer.write("four");
  is(writer.desiredSize, 6);
  gate.resolve();
});

each("a size that is no weight errors the stream", [[-1], [NaN], [Infinity]], async (size) => {
  const writer = new WritableStream({}, { size: () => size }).getWriter();
  quiet(writer.closed, writer.ready);
  await rejects(RangeError, writer.write("x"));
  await rejects(RangeError, writer.closed);
});

check("what size throws errors the stream", async () => {
  const writer = new WritableStream({}, { size() { throw why; } }).getWriter();
  quiet(writer.closed, writer.ready);
  await rejects(why, writer.write("x"));
  await rejects(why, writer.closed);
});

check("a write that fails errors the stream; the sink is called no more", async () => {
  const { stream, calls } = recording({ write: () => Promise.reject(why) });
  const writer = stream.getWriter();
  const second = [];
  quiet(writer.closed, writer.ready);
  const first = writer.write(1);
  second.push(writer.write(2), writer.close());
  await rejects(why, first);
  for (const promise of second) await rejects(why, promise);
  await rejects(why, writer.closed);
  await rejects(why, writer.ready);
  await rejects(why, writer.write(3));
  is(writer.desiredSize, null);
  same(calls, []);
});

check("chunks are given as they are", async () => {
  const { stream, calls } = recording({}, { highWaterMark: 5 });
  const writer = stream.getWriter();
  const chunk = {};
  writer.write(chunk);
  await writer.write();
  is(calls[0], chunk);
  is(calls[1], undefined);
});

// Closing.

check("close comes after all writes", async () => {
  const { stream, calls } = recording({}, { highWaterMark: 5 });
  const writer = stream.getWriter();
  writer.write(1);
  writer.write(2);
  await writer.close();
  same(calls, [1, 2, "close"]);
  is(await writer.closed, undefined);
  is(writer.desiredSize, 0);
});

check("closing, closed: nothing can be written, nor closed again", async () => {
  const gate = deferred();
  const { stream } = recording({ close: () => gate.promise });
  const writer = stream.getWriter();
  const closing = writer.close();
  await rejects(TypeError, writer.write(1));
  await rejects(TypeError, writer.close());
  gate.resolve();
  await closing;
  await rejects(TypeError, writer.write(1));
  await rejects(TypeError, writer.close());
});

check("ready is fulfilled by close", async () => {
  const gate = deferred();
  const writer = new WritableStream({ write: () => gate.promise }).getWriter();
  writer.write(1);
  is(await state(writer.ready), "pending");
  writer.close();
  is(await state(writer.ready), "fulfilled");
  gate.resolve();
});

check("a close that fails errors the stream", async () => {
  const writer = new WritableStream({ close() { throw why; } }).getWriter();
  quiet(writer.closed);
  await rejects(why, writer.close());
  await rejects(why, writer.closed);
});

check("close of the stream itself, which must not be locked", async () => {
  const { stream, calls } = recording();
  const writer = stream.getWriter();
  await rejects(TypeError, stream.close());
  writer.releaseLock();
  await stream.close();
  same(calls, ["close"]);
  await rejects(TypeError, stream.close());
});

// Aborting.

check("abort drops what is queued and tells the sink", async () => {
  const { stream, calls } = recording();
  const writer = stream.getWriter();
  await settle();
  quiet(writer.closed, writer.ready);
  is(await writer.abort(why), undefined);
  same(calls, [["abort", why]]);
  await rejects(why, writer.closed);
  await rejects(why, writer.write(1));
  await rejects(why, writer.ready);
});

check("abort waits for the running write, and later writes fail", async () => {
  const gate = deferred();
  const { stream, calls } = recording({ write: () => gate.promise });
  const writer = stream.getWriter();
  await settle();
  quiet(writer.closed, writer.ready);
  const [first, second] = [writer.write(1), writer.write(2)];
  quiet(second);
  await settle();
  const aborting = writer.abort(why);
  is(await state(aborting), "pending");
  same(calls, []);
  gate.resolve();
  is(await first, undefined, "the running write is done");
  await rejects(why, second);
  await aborting;
  same(calls, [["abort", why]]);
});

check("the controller's signal aborts at once, also during a write", async () => {
  const gate = deferred();
  const made = recording({ write: () => gate.promise });
  const writer = made.stream.getWriter();
  await settle();
  quiet(writer.closed, writer.ready, writer.write(1));
  await settle();
  const { signal } = made.controller;
  ok(signal instanceof AbortSignal);
  is(signal.aborted, false);
  const aborting = writer.abort(why);
  same([signal.aborted, signal.reason === why], [true, true]);
  gate.resolve();
  await aborting;
});

check("the signal's reason is never missing", async () => {
  const made = recording();
  await settle();
  await made.stream.abort();
  is(made.controller.signal.reason?.name, "AbortError");
});

check("abort without a reason", async () => {
  const { stream, calls } = recording();
  const writer = stream.getWriter();
  quiet(writer.ready);
  await settle();
  await writer.abort();
  same(calls, [["abort", undefined]]);
  is(await writer.closed.then(() => "closed", (reason) => reason), undefined);
});

check("abort fails with the sink", async () => {
  const { stream } = recording({ abort() { throw why; } });
  await rejects(why, stream.abort("reason"));
});

check("abort before start has ended", async () => {
  const started = deferred();
  const { stream, calls } = recording({ start: () => started.promise });
  const aborting = stream.abort(why);
  is(await state(aborting), "pending");
  started.resolve();
  await aborting;
  same(calls, [["abort", why]]);
});

check("abort of a stream that is closed, or errored, or being aborted", async () => {
  const closed = recording();
  await closed.stream.close();
  is(await closed.stream.abort(why), undefined);
  same(closed.calls, ["close"]);
  const errored = recording();
  errored.controller.error(why);
  await settle();
  is(await errored.stream.abort(), undefined);
  const { stream, calls } = recording();
  await settle();
  const [first, second] = [stream.abort(1), stream.abort(2)];
  await Promise.all([first, second]);
  same(calls, [["abort", 1]]);
});

check("abort while closing", async () => {
  const gate = deferred();
  const { stream, calls } = recording({ close: () => gate.promise });
  const writer = stream.getWriter();
  await settle();
  const closing = writer.close();
  await settle();
  const aborting = writer.abort(why);
  gate.resolve();
  await closing;
  await aborting;
  is(await writer.closed, undefined, "the close won");
  same(calls, []);
});

check("abort of a locked stream", async () => {
  const { stream } = recording();
  stream.getWriter();
  await rejects(TypeError, stream.abort());
});

// The controller.

check("controller.error: writes that are queued fail, ready and closed, too", async () => {
  const made = recording();
  const writer = made.stream.getWriter();
  await settle();
  quiet(writer.closed, writer.ready);
  made.controller.error(why);
  await rejects(why, writer.closed);
  await rejects(why, writer.ready);
  await rejects(why, writer.write(1));
  same(made.calls, []);
  is(made.controller.error("again"), undefined);
  await rejects(why, writer.closed);
});

check("controller.error during a write waits for it", async () => {
  const gate = deferred();
  const made = recording({ write: () => gate.promise });
  const writer = made.stream.getWriter();
  await settle();
  quiet(writer.closed, writer.ready);
  const writing = writer.write(1);
  await settle();
  made.controller.error(why);
  is(await state(writer.closed), "pending");
  gate.resolve();
  is(await writing, undefined);
  await rejects(why, writer.closed);
});

check("controller.error after the end is ignored", async () => {
  const made = recording();
  const writer = made.stream.getWriter();
  await writer.close();
  made.controller.error(why);
  is(await writer.closed, undefined);
});

// Writers.

check("a writer locks its stream", async () => {
  const { stream } = recording();
  const writer = stream.getWriter();
  is(stream.locked, true);
  throws(TypeError, () => stream.getWriter());
  writer.releaseLock();
  is(stream.locked, false);
  is(writer.releaseLock(), undefined, "again");
  ok(stream.getWriter() instanceof WritableStreamDefaultWriter);
});

check("a released writer is of no use", async () => {
  const writer = new WritableStream().getWriter();
  const { closed } = writer;
  quiet(closed);
  writer.releaseLock();
  throws(TypeError, () => writer.desiredSize);
  for (const method of ["write", "close", "abort"]) await rejects(TypeError, writer[method](), method);
  await rejects(TypeError, writer.closed);
  await rejects(TypeError, writer.ready);
  await rejects(TypeError, closed);
});

check("writes go on after the lock is released", async () => {
  const gate = deferred();
  const { stream, calls } = recording({ async write(chunk) { await gate.promise; calls.push(chunk); } }, { highWaterMark: 5 });
  const writer = stream.getWriter();
  quiet(writer.closed);
  const writing = [writer.write(1), writer.write(2)];
  writer.releaseLock();
  gate.resolve();
  await Promise.all(writing);
  same(calls, [1, 2]);
});

check("releaseLock after close: no second rejection", async () => {
  const writer = new WritableStream().getWriter();
  await writer.close();
  const { closed } = writer;
  writer.releaseLock();
  is(await closed, undefined);
  await rejects(TypeError, writer.closed);
});

check("nothing is an unhandled rejection", async () => {
  // The harness would fail as a whole: closed and ready are marked as handled.
  const writer = new WritableStream({ write() { throw why; } }).getWriter();
  await rejects(why, writer.write(1));
  new WritableStream({ start: () => Promise.reject(why) });
  await sleep(2);
});

check("a writer of a stream that has failed or ended", async () => {
  const made = recording();
  made.controller.error(why);
  await settle();
  const writer = made.stream.getWriter();
  await rejects(why, writer.closed);
  await rejects(why, writer.ready);
  const ended = recording();
  await ended.stream.close();
  const other = ended.stream.getWriter();
  is(await other.closed, undefined);
  is(await other.ready, undefined);
  is(other.desiredSize, 0);
});

check("a long queue", async () => {
  let sum = 0;
  const writer = new WritableStream({ write(chunk) { sum += chunk; } }).getWriter();
  const writes = [];
  for (let chunk = 0; chunk < 5000; chunk++) writes.push(writer.write(chunk));
  await Promise.all(writes);
  is(sum, 12_497_500);
});
