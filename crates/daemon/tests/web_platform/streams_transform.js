// TransformStream, pipeTo and pipeThrough (WHATWG Streams; runtime.md 15).
import { bytes, check, collect, each, is, ok, rejects, same, settle, sleep, state, streamOf, throws } from "./harness.js";

const why = new Error("why");
const other = new Error("other");

function deferred() {
  let resolve;
  let reject;
  const promise = new Promise((first, second) => { [resolve, reject] = [first, second]; });
  return { promise, resolve, reject };
}

const quiet = (...promises) => promises.forEach((promise) => promise.catch(() => {}));

/** A writable stream that keeps what it gets. @param {UnderlyingSink} [sink] @param {QueuingStrategy} [strategy] */
function recorder(sink = {}, strategy) {
  const calls = [];
  const stream = new WritableStream({
    write(chunk) { calls.push(chunk); }, close() { calls.push("close"); }, abort(reason) { calls.push(["abort", reason]); }, ...sink,
  }, strategy);
  return { stream, calls };
}

/** A readable stream that says what becomes of it. @param {UnderlyingSource} [source] @param {QueuingStrategy} [strategy] */
function source(given = {}, strategy) {
  const calls = [];
  let controller;
  const stream = new ReadableStream({ start(own) { controller = own; }, cancel(reason) { calls.push(["cancel", reason]); }, ...given }, strategy);
  return { stream, calls, controller };
}

// TransformStream: construction.

each("the transformer or a strategy is refused", [
  [TypeError, [null]], [TypeError, [1]], [TypeError, [{ transform: 1 }]], [TypeError, [{ flush: 1 }]], [TypeError, [{ start: 1 }]],
  [TypeError, [{ cancel: 1 }]], [RangeError, [{ readableType: "bytes" }]], [RangeError, [{ writableType: "bytes" }]],
  [RangeError, [{ readableType: null }]], [RangeError, [{}, { highWaterMark: -1 }]], [RangeError, [{}, {}, { highWaterMark: NaN }]],
], (error, args) => throws(error, () => new TransformStream(...args)));

check("two ends, always the same", () => {
  const stream = new TransformStream();
  ok(stream.readable instanceof ReadableStream && stream.writable instanceof WritableStream);
  is(stream.readable, stream.readable);
  is(stream.writable, stream.writable);
  throws(TypeError, () => new TransformStreamDefaultController());
});

check("identity", async () => {
  const { readable, writable } = new TransformStream();
  const writer = writable.getWriter();
  writer.write(1);
  writer.write(2);
  writer.close();
  same(await collect(readable), [1, 2]);
});

check("default high water marks: one to write, none to read", () => {
  let controller;
  const { writable } = new TransformStream({ start(given) { controller = given; } });
  same([writable.getWriter().desiredSize, controller.desiredSize], [1, 0]);
});

check("strategies of both ends", () => {
  let controller;
  const stream = new TransformStream({ start(given) { controller = given; } }, { highWaterMark: 3 }, { highWaterMark: 5, size: () => 2 });
  same([stream.writable.getWriter().desiredSize, controller.desiredSize], [3, 5]);
  controller.enqueue("x");
  is(controller.desiredSize, 3);
});

check("methods are called on the transformer, with the controller", async () => {
  const seen = [];
  const transformer = {
    start(controller, ...rest) { seen.push("start", this === transformer, controller instanceof TransformStreamDefaultController, rest.length); },
    transform(chunk, controller, ...rest) { seen.push(chunk, this === transformer, controller instanceof TransformStreamDefaultController, rest.length); },
    flush(controller, ...rest) { seen.push("flush", this === transformer, controller instanceof TransformStreamDefaultController, rest.length); },
  };
  await collect(streamOf("a").pipeThrough(new TransformStream(transformer)));
  same(seen, ["start", true, true, 0, "a", true, true, 0, "flush", true, true, 0]);
});

check("start may enqueue, and may be asynchronous", async () => {
  same(await collect(streamOf(2).pipeThrough(new TransformStream({ start(controller) { controller.enqueue(1); } }))), [1, 2]);
  const started = deferred();
  const { readable, writable } = new TransformStream({ start: () => started.promise });
  const writing = writable.getWriter().write("a");
  const reading = readable.getReader().read();
  is(await state(writing), "pending");
  started.resolve();
  is((await reading).value, "a");
});

check("what start throws or rejects with", async () => {
  throws(why, () => new TransformStream({ start() { throw why; } }));
  const { readable, writable } = new TransformStream({ start: () => Promise.reject(why) });
  await rejects(why, readable.getReader().read());
  const writer = writable.getWriter();
  quiet(writer.ready);
  await rejects(why, writer.closed);
});

// Transforming.

check("a chunk may become none, or many; flush may add", async () => {
  const stream = new TransformStream({
    transform(chunk, controller) { for (let count = 0; count < chunk; count++) controller.enqueue(chunk); },
    flush(controller) { controller.enqueue("end"); },
  });
  same(await collect(streamOf(0, 2, 1).pipeThrough(stream)), [2, 2, 1, "end"]);
});

check("transform is called one chunk at a time, in order", async () => {
  let running = 0;
  let most = 0;
  const stream = new TransformStream({
    async transform(chunk, controller) { most = Math.max(most, ++running); await settle(); controller.enqueue(chunk * 2); running--; },
  });
  same(await collect(streamOf(1, 2, 3).pipeThrough(stream)), [2, 4, 6]);
  is(most, 1);
});

check("backpressure: without a reader nothing is transformed", async () => {
  let count = 0;
  const { readable, writable } = new TransformStream({ transform(chunk, controller) { count++; controller.enqueue(chunk); } });
  const writer = writable.getWriter();
  quiet(writer.write(1), writer.write(2));
  is(await state(writer.ready), "pending");
  is(count, 0);
  const reader = readable.getReader();
  is((await reader.read()).value, 1);
  await settle();
  is(count, 1, "the second waits for the next read");
  is((await reader.read()).value, 2);
});

check("a readable high water mark lets chunks in ahead", async () => {
  let count = 0;
  const { writable } = new TransformStream({ transform(chunk, controller) { count++; controller.enqueue(chunk); } },
    { highWaterMark: 10 }, { highWaterMark: 2 });
  const writer = writable.getWriter();
  for (let chunk = 0; chunk < 5; chunk++) quiet(writer.write(chunk));
  await sleep(2);
  is(count, 2);
});

check("close waits for flush", async () => {
  const gate = deferred();
  const { readable, writable } = new TransformStream({ flush: () => gate.promise });
  const closing = writable.getWriter().close();
  const reading = readable.getReader().read();
  is(await state(closing), "pending");
  is(await state(reading), "pending");
  gate.resolve();
  await closing;
  is((await reading).done, true);
});

check("close without reading works, if nothing is in the way", async () => {
  const { readable, writable } = new TransformStream();
  await writable.getWriter().close();
  is((await readable.getReader().read()).done, true);
});

each("transform, flush: what they throw or reject with reaches both ends", [
  ["transform, thrown", { transform() { throw why; } }], ["transform, rejected", { transform: () => Promise.reject(why) }],
  ["flush, thrown", { flush() { throw why; } }], ["flush, rejected", { flush: () => Promise.reject(why) }],
], async (name, transformer) => {
  const { readable, writable } = new TransformStream(transformer);
  const writer = writable.getWriter();
  const reader = readable.getReader();
  quiet(writer.closed, writer.ready, reader.closed);
  const reading = rejects(why, reader.read(), "read");
  await rejects(why, name.startsWith("flush") ? writer.close() : writer.write(1), "write");
  await reading;
  await rejects(why, writer.closed, "closed");
  await rejects(why, reader.closed, "reader.closed");
});

check("controller.error reaches both ends", async () => {
  let controller;
  const { readable, writable } = new TransformStream({ start(given) { controller = given; } });
  const writer = writable.getWriter();
  quiet(writer.closed, writer.ready);
  controller.enqueue(1);
  controller.error(why);
  await rejects(why, readable.getReader().read());
  await rejects(why, writer.write(1));
  is(controller.desiredSize, null);
  throws(TypeError, () => controller.enqueue(1));
  is(controller.error("again"), undefined);
});

check("terminate ends reading and errors writing", async () => {
  let controller;
  const { readable, writable } = new TransformStream({ start(given) { controller = given; } });
  const writer = writable.getWriter();
  quiet(writer.closed, writer.ready);
  controller.enqueue(1);
  controller.terminate();
  same(await collect(readable), [1]);
  await rejects(TypeError, writer.write(1));
  await rejects(TypeError, writer.closed);
  throws(TypeError, () => controller.enqueue(1));
  is(controller.terminate(), undefined, "again");
});

check("terminate within a transform: nothing more is asked for", async () => {
  const seen = [];
  const stream = new TransformStream({ transform(chunk, controller) { seen.push(chunk); controller.enqueue(chunk); if (chunk === 2) controller.terminate(); } });
  const given = source();
  for (const chunk of [1, 2, 3, 4]) given.controller.enqueue(chunk);
  same(await collect(given.stream.pipeThrough(stream)), [1, 2]);
  await settle();
  same(seen, [1, 2]);
  is(given.calls.length, 1, "the source is cancelled");
});

check("cancel of the readable end errors the writable end, and calls the transformer's cancel", async () => {
  let given = "none";
  const { readable, writable } = new TransformStream({ cancel(reason) { given = reason; } });
  const writer = writable.getWriter();
  quiet(writer.closed, writer.ready);
  await readable.cancel(why);
  is(given, why);
  await rejects(why, writer.closed);
});

check("abort of the writable end errors the readable end, and calls the transformer's cancel", async () => {
  let given = "none";
  let flushed = false;
  const { readable, writable } = new TransformStream({ cancel(reason) { given = reason; }, flush() { flushed = true; } });
  const reading = readable.getReader().read();
  await writable.abort(why);
  is(given, why);
  await rejects(why, reading);
  is(flushed, false);
});

check("what the transformer's cancel throws", async () => {
  const { readable, writable } = new TransformStream({ cancel() { throw other; } });
  const writer = writable.getWriter();
  quiet(writer.closed, writer.ready);
  await rejects(other, readable.cancel(why));
  await rejects(other, writer.closed);
});

check("a chain of many transforms", async () => {
  let stream = streamOf(...Array.from({ length: 50 }, (_, index) => index));
  for (let step = 0; step < 30; step++) {
    stream = stream.pipeThrough(new TransformStream({ transform(chunk, controller) { controller.enqueue(chunk + 1); } }));
  }
  same((await collect(stream)).slice(0, 3), [30, 31, 32]);
});

check("a generic transform: any pair of ends will do", async () => {
  const identity = new TransformStream();
  const readable = streamOf(1).pipeThrough({ readable: identity.readable, writable: identity.writable });
  is(readable, identity.readable);
  same(await collect(readable), [1]);
});

// pipeThrough

each("pipeThrough refuses", [
  [undefined], [null], [{}], [{ readable: new ReadableStream() }], [{ writable: new WritableStream() }], [{ readable: {}, writable: {} }],
], (pair) => throws(TypeError, () => new ReadableStream().pipeThrough(pair)));

check("pipeThrough: a locked end, a bad signal", () => {
  const stream = new TransformStream();
  stream.writable.getWriter();
  throws(TypeError, () => streamOf().pipeThrough(stream));
  throws(TypeError, () => streamOf().pipeThrough(new TransformStream(), { signal: {} }));
  is(new TransformStream().readable.locked, false);
});

check("pipeThrough: failures are no unhandled rejections", async () => {
  const given = source();
  const readable = given.stream.pipeThrough(new TransformStream());
  given.controller.error(why);
  await rejects(why, readable.getReader().read());
  await sleep(2);
});

// pipeTo

check("everything goes over, then the destination is closed", async () => {
  const { stream, calls } = recorder();
  const readable = streamOf(1, 2, 3);
  const piping = readable.pipeTo(stream);
  same([readable.locked, stream.locked], [true, true]);
  is(await piping, undefined);
  same(calls, [1, 2, 3, "close"]);
  same([readable.locked, stream.locked], [false, false]);
});

check("preventClose", async () => {
  const { stream, calls } = recorder();
  await streamOf(1).pipeTo(stream, { preventClose: true });
  await streamOf(2).pipeTo(stream, { preventClose: 1 });
  same(calls, [1, 2]);
  is(stream.locked, false);
});

check("pipeTo refuses what is no stream, or locked, by rejecting", async () => {
  for (const bad of [undefined, null, {}, new ReadableStream(), "x"]) await rejects(TypeError, new ReadableStream().pipeTo(bad));
  const locked = new WritableStream();
  locked.getWriter();
  await rejects(TypeError, new ReadableStream().pipeTo(locked));
  for (const signal of [null, {}, "x", true]) await rejects(TypeError, new ReadableStream().pipeTo(new WritableStream(), { signal }));
  await rejects(TypeError, ReadableStream.prototype.pipeTo.call({}, new WritableStream()));
});

check("options are read in alphabetical order", async () => {
  const seen = [];
  const options = new Proxy({}, { get(_, name) { seen.push(name); return undefined; } });
  await streamOf().pipeTo(new WritableStream(), options);
  same(seen, ["preventAbort", "preventCancel", "preventClose", "signal"]);
});

check("an error of the source aborts the destination; preventAbort", async () => {
  const given = source();
  const { stream, calls } = recorder();
  const piping = given.stream.pipeTo(stream);
  await settle();
  given.controller.error(why);
  await rejects(why, piping);
  same(calls, [["abort", why]]);
  const again = source();
  const kept = recorder();
  again.controller.error(why);
  await rejects(why, again.stream.pipeTo(kept.stream, { preventAbort: true }));
  same([kept.calls, kept.stream.locked], [[], false]);
  await kept.stream.close();
});

check("when the abort fails, piping fails with that", async () => {
  const given = source();
  given.controller.error(why);
  await rejects(other, given.stream.pipeTo(new WritableStream({ abort() { throw other; } })));
});

check("an error of the destination cancels the source; preventCancel", async () => {
  const given = source();
  given.controller.enqueue(1);
  await rejects(why, given.stream.pipeTo(new WritableStream({ write() { throw why; } })));
  same(given.calls, [["cancel", why]]);
  const kept = source();
  kept.controller.enqueue(1);
  kept.controller.enqueue(2);
  await rejects(why, kept.stream.pipeTo(new WritableStream({ write() { throw why; } }), { preventCancel: true }));
  same([kept.calls, kept.stream.locked], [[], false]);
});

check("when the cancel fails, piping fails with that", async () => {
  const given = source({ cancel() { throw other; } });
  given.controller.enqueue(1);
  await rejects(other, given.stream.pipeTo(new WritableStream({ write() { throw why; } })));
});

check("a destination that is closed, or closing, cancels the source", async () => {
  const { stream } = recorder();
  await stream.close();
  const given = source();
  const error = await rejects(TypeError, given.stream.pipeTo(stream));
  same([given.calls.length, given.calls[0][1] === error], [1, true]);
  const closing = new WritableStream({ close: () => new Promise(() => {}) });
  closing.close();
  await rejects(TypeError, source().stream.pipeTo(closing));
});

check("a failing close of the destination", async () => {
  await rejects(why, streamOf(1).pipeTo(new WritableStream({ close() { throw why; } })));
});

check("backpressure: nothing is read before the destination is ready", async () => {
  const gate = deferred();
  let pulls = 0;
  const readable = new ReadableStream({ pull(controller) { controller.enqueue(++pulls); if (pulls === 6) controller.close(); } }, { highWaterMark: 0 });
  const written = [];
  const piping = readable.pipeTo(new WritableStream({ async write(chunk) { written.push(chunk); await gate.promise; } }, { highWaterMark: 2 }));
  await sleep(5);
  same([pulls, written], [2, [1]]);
  gate.resolve();
  await piping;
  same(written, [1, 2, 3, 4, 5, 6]);
});

check("all writes are awaited before the end", async () => {
  const written = [];
  await streamOf(1, 2).pipeTo(new WritableStream({ async write(chunk) { await sleep(2); written.push(chunk); }, close() { written.push("close"); } }));
  same(written, [1, 2, "close"]);
});

check("before shutting down on an error, chunks that were read are written", async () => {
  const given = source();
  const { stream, calls } = recorder({ async write(chunk) { await sleep(1); calls.push(chunk); } }, { highWaterMark: 5 });
  given.controller.enqueue(1);
  given.controller.enqueue(2);
  const piping = given.stream.pipeTo(stream);
  quiet(piping);
  await settle();
  given.controller.error(why);
  await rejects(why, piping);
  same(calls, [1, 2, ["abort", why]]);
});

// Signals.

check("a signal cancels and aborts, with its reason", async () => {
  const controller = new AbortController();
  const given = source();
  const { stream, calls } = recorder();
  const piping = given.stream.pipeTo(stream, { signal: controller.signal });
  await settle();
  controller.abort(why);
  await rejects(why, piping);
  same([given.calls, calls], [[["cancel", why]], [["abort", why]]]);
  same([given.stream.locked, stream.locked], [false, false]);
});

check("a signal that has been aborted before", async () => {
  const given = source();
  const { stream, calls } = recorder();
  await rejects("AbortError", given.stream.pipeTo(stream, { signal: AbortSignal.abort() }));
  same([given.calls.length, calls.length], [1, 1]);
});

check("a signal with preventCancel and preventAbort", async () => {
  const given = source();
  const { stream, calls } = recorder();
  await rejects(why, given.stream.pipeTo(stream, { signal: AbortSignal.abort(why), preventAbort: true, preventCancel: true }));
  same([given.calls, calls], [[], []]);
  same([given.stream.locked, stream.locked], [false, false]);
});

check("a signal during a write waits for the write", async () => {
  const controller = new AbortController();
  const gate = deferred();
  const given = source();
  given.controller.enqueue(1);
  const piping = given.stream.pipeTo(new WritableStream({ write: () => gate.promise }), { signal: controller.signal });
  quiet(piping);
  await settle();
  controller.abort(why);
  is(await state(piping), "pending");
  gate.resolve();
  await rejects(why, piping);
});

check("a signal after the end does nothing", async () => {
  const controller = new AbortController();
  await streamOf(1).pipeTo(new WritableStream(), { signal: controller.signal });
  controller.abort();
});

check("pipeThrough with a signal", async () => {
  const controller = new AbortController();
  const readable = source().stream.pipeThrough(new TransformStream(), { signal: controller.signal });
  const reading = readable.getReader().read();
  controller.abort(why);
  await rejects(why, reading);
});

// Together.

check("bytes through tee, transforms and pipes", async () => {
  const readable = new ReadableStream({ type: "bytes", start(controller) { controller.enqueue(bytes(1, 2)); controller.enqueue(bytes(3)); controller.close(); } });
  const [left, right] = readable.tee();
  const double = new TransformStream({ transform(chunk, controller) { controller.enqueue(chunk.map((byte) => byte * 2)); } });
  const { stream, calls } = recorder();
  await Promise.all([left.pipeTo(stream), collect(right.pipeThrough(double)).then((chunks) => same(chunks, [bytes(2, 4), bytes(6)]))]);
  same(calls, [bytes(1, 2), bytes(3), "close"]);
});

check("early cancel of the end of a chain reaches its start", async () => {
  let reason;
  const endless = new ReadableStream({ pull(controller) { controller.enqueue(1); }, cancel(given) { reason = given; } });
  const reader = endless.pipeThrough(new TransformStream()).pipeThrough(new TransformStream()).getReader();
  await reader.read();
  await reader.cancel(why);
  await sleep(5);
  is(reason, why);
});
