// Streams of bytes: ReadableByteStreamController, BYOB readers and requests (WHATWG Streams; runtime.md 15).
import { bytes, check, collect, collectBytes, each, is, ok, rejects, same, settle, sleep, state, throws } from "./harness.js";

const why = new Error("why");

/** A stream of bytes, and its controller. @param {object} [source] @param {QueuingStrategy} [strategy] */
function controlled(source = {}, strategy) {
  let controller;
  const stream = new ReadableStream({ type: "bytes", ...source, start(given) { controller = given; } }, strategy);
  return { stream, controller };
}

const byob = (stream) => stream.getReader({ mode: "byob" });

check("construction", () => {
  const { stream, controller } = controlled();
  ok(controller instanceof ReadableByteStreamController);
  ok(byob(stream) instanceof ReadableStreamBYOBReader);
  throws(TypeError, () => new ReadableByteStreamController());
  throws(TypeError, () => new ReadableStreamBYOBRequest());
  throws(TypeError, () => new ReadableStreamBYOBReader());
  throws(TypeError, () => new ReadableStreamBYOBReader(new ReadableStream()));
  throws(TypeError, () => new ReadableStreamBYOBReader(stream), "locked");
});

check("the type is converted to a string", () => {
  ok(byob(new ReadableStream({ type: { toString: () => "bytes" } })));
});

each("the source or strategy is refused", [
  [TypeError, { autoAllocateChunkSize: 0 }, {}], [TypeError, { autoAllocateChunkSize: -1 }, {}],
  [TypeError, { autoAllocateChunkSize: NaN }, {}], [TypeError, { autoAllocateChunkSize: 2 ** 64 }, {}],
  [RangeError, {}, { size() { return 1; } }], [RangeError, {}, { highWaterMark: -1 }],
], (error, source, strategy) => throws(error, () => new ReadableStream({ type: "bytes", ...source }, strategy)));

check("desiredSize counts bytes, from zero", () => {
  is(controlled().controller.desiredSize, 0);
  const { controller } = controlled({}, { highWaterMark: 10 });
  controller.enqueue(bytes(1, 2, 3));
  is(controller.desiredSize, 7);
  controller.close();
  is(controlled({}, { highWaterMark: 5 }).controller.desiredSize, 5);
});

each("the controller does not enqueue", [
  ["text"], [1], [null], [undefined], [{}], [new ArrayBuffer(1)], [new Uint8Array()], [new DataView(new ArrayBuffer(0))],
], (chunk) => throws(TypeError, () => controlled().controller.enqueue(chunk)));

check("a chunk that is enqueued is transferred", async () => {
  const { stream, controller } = controlled();
  const chunk = bytes(1, 2, 3, 4);
  controller.enqueue(chunk.subarray(1, 3));
  is(chunk.byteLength, 0);
  const { value } = await stream.getReader().read();
  same(value, bytes(2, 3));
});

check("other views arrive as Uint8Array", async () => {
  const { stream, controller } = controlled();
  controller.enqueue(new Uint16Array([0x0201, 0x0403]));
  controller.enqueue(new DataView(bytes(9, 8, 7).buffer, 1));
  controller.close();
  same(await collect(stream), [bytes(1, 2, 3, 4), bytes(8, 7)]);
});

check("a detached chunk is refused", () => {
  const chunk = bytes(1);
  structuredClone(chunk.buffer, { transfer: [chunk.buffer] });
  throws(TypeError, () => controlled().controller.enqueue(chunk));
});

check("default readers get chunks as they were enqueued", async () => {
  const { stream, controller } = controlled();
  const reader = stream.getReader();
  const pending = reader.read();
  controller.enqueue(bytes(1));
  same(await pending, { value: bytes(1), done: false });
  controller.enqueue(bytes(2));
  controller.enqueue(bytes(3));
  controller.close();
  same([await reader.read(), await reader.read(), await reader.read()],
    [{ value: bytes(2), done: false }, { value: bytes(3), done: false }, { value: undefined, done: true }]);
});

// BYOB readers.

check("a read fills the given view, and transfers its buffer", async () => {
  const { stream, controller } = controlled();
  controller.enqueue(bytes(1, 2, 3, 4, 5));
  const reader = byob(stream);
  const given = new Uint8Array(3);
  const { value, done } = await reader.read(given);
  same([value, done, given.byteLength, given.buffer.byteLength], [bytes(1, 2, 3), false, 0, 0]);
  same((await reader.read(new Uint8Array(8))).value, bytes(4, 5), "no more than there is");
});

check("a read keeps offset, length and class of the view", async () => {
  const { stream, controller } = controlled();
  controller.enqueue(bytes(1, 2, 3, 4, 5, 6));
  const reader = byob(stream);
  const { value } = await reader.read(new Uint8Array(new ArrayBuffer(10), 4, 2));
  same([value, value.byteOffset, value.buffer.byteLength], [bytes(1, 2), 4, 10]);
  const words = await reader.read(new Uint16Array(1));
  same([words.value.constructor, words.value], [Uint16Array, new Uint16Array([0x0403])]);
  const view = await reader.read(new DataView(new ArrayBuffer(2)));
  is(view.value.constructor, DataView);
  same([view.value.getUint8(0), view.value.getUint8(1)], [5, 6]);
});

check("an element is only read as a whole", async () => {
  const { stream, controller } = controlled();
  controller.enqueue(bytes(1, 2, 3));
  const reader = byob(stream);
  same((await reader.read(new Uint16Array(4))).value, new Uint16Array([0x0201]));
  const pending = reader.read(new Uint16Array(1));
  is(await state(pending), "pending");
  controller.enqueue(bytes(4));
  same((await pending).value, new Uint16Array([0x0403]));
});

check("a rest that is no element is an error at the end", async () => {
  const { stream, controller } = controlled();
  controller.enqueue(bytes(1));
  const reader = byob(stream);
  const pending = reader.read(new Uint16Array(1));
  await settle();
  throws(TypeError, () => controller.close());
  await rejects(TypeError, pending);
});

each("a read is refused for", [
  ["nothing", undefined], ["null", null], ["a buffer", new ArrayBuffer(1)], ["an array", [1]], ["an empty view", new Uint8Array()],
  ["a view of an empty buffer", new DataView(new ArrayBuffer(0))],
], async (_, view) => {
  await rejects(TypeError, byob(controlled().stream).read(view));
});

check("a read is refused for a detached view", async () => {
  const view = new Uint8Array(1);
  structuredClone(view.buffer, { transfer: [view.buffer] });
  await rejects(TypeError, byob(controlled().stream).read(view));
});

check("min: a read waits for that many elements", async () => {
  const { stream, controller } = controlled();
  const reader = byob(stream);
  const pending = reader.read(new Uint8Array(5), { min: 3 });
  controller.enqueue(bytes(1, 2));
  is(await state(pending), "pending");
  controller.enqueue(bytes(3, 4));
  same((await pending).value, bytes(1, 2, 3, 4));
});

check("min: at the end there may be less", async () => {
  const { stream, controller } = controlled();
  const reader = byob(stream);
  const pending = reader.read(new Uint8Array(5), { min: 3 });
  controller.enqueue(bytes(1, 2));
  controller.close();
  controller.byobRequest?.respond(0);
  const { value, done } = await pending;
  same([value, done], [bytes(1, 2), true]);
});

check("min: bounds", async () => {
  const reader = byob(controlled().stream);
  await rejects(TypeError, reader.read(new Uint8Array(2), { min: 0 }));
  await rejects(RangeError, reader.read(new Uint8Array(2), { min: 3 }));
  await rejects(RangeError, reader.read(new Uint16Array(2), { min: 3 }));
  await rejects(RangeError, reader.read(new DataView(new ArrayBuffer(2)), { min: 3 }));
});

check("the end gives an empty view of the given buffer", async () => {
  const { stream, controller } = controlled();
  controller.close();
  const { value, done } = await byob(stream).read(new Uint16Array(new ArrayBuffer(8), 2, 2));
  same([done, value.constructor, value.length, value.byteOffset, value.buffer.byteLength], [true, Uint16Array, 0, 2, 8]);
});

check("a cancelled read gives no view", async () => {
  const { stream } = controlled();
  const reader = byob(stream);
  const pending = reader.read(new Uint8Array(1));
  await reader.cancel();
  same(await pending, { value: undefined, done: true });
});

check("errors reach reads that wait and those that come", async () => {
  const { stream, controller } = controlled();
  const reader = byob(stream);
  const pending = reader.read(new Uint8Array(1));
  controller.error(why);
  await rejects(why, pending);
  await rejects(why, reader.read(new Uint8Array(1)));
  await rejects(why, reader.closed);
});

check("releaseLock rejects what waits; bytes go to the next reader", async () => {
  const { stream, controller } = controlled();
  const reader = byob(stream);
  reader.closed.catch(() => {});
  const pending = rejects(TypeError, reader.read(new Uint8Array(2)));
  reader.releaseLock();
  await pending;
  await rejects(TypeError, reader.read(new Uint8Array(1)));
  controller.enqueue(bytes(1, 2, 3));
  same((await byob(stream).read(new Uint8Array(2))).value, bytes(1, 2));
});

check("reads of several views are answered in order", async () => {
  const { stream, controller } = controlled();
  const reader = byob(stream);
  const reads = [reader.read(new Uint8Array(2)), reader.read(new Uint8Array(2)), reader.read(new Uint8Array(2))];
  controller.enqueue(bytes(1, 2, 3, 4, 5));
  same((await Promise.all(reads)).map(({ value }) => value), [bytes(1, 2), bytes(3, 4), bytes(5)]);
});

// Requests: the source fills the reader's own buffer.

check("without a reader that waits there is no request", () => is(controlled().controller.byobRequest, null));

check("respond: the source writes into the reader's buffer", async () => {
  let views = [];
  const stream = new ReadableStream({
    type: "bytes",
    pull(controller) {
      const { view } = controller.byobRequest;
      views.push([view.constructor, view.byteOffset, view.byteLength]);
      view[0] = 7;
      view[1] = 8;
      controller.byobRequest.respond(2);
    },
  });
  const { value } = await byob(stream).read(new Uint8Array(new ArrayBuffer(6), 1, 4));
  same([value, value.byteOffset, value.buffer.byteLength], [bytes(7, 8), 1, 6]);
  same(views, [[Uint8Array, 1, 4]]);
});

check("the request is one object until it is answered", async () => {
  const { stream, controller } = controlled();
  byob(stream).read(new Uint8Array(4));
  await settle();
  const request = controller.byobRequest;
  is(controller.byobRequest, request);
  ok(request instanceof ReadableStreamBYOBRequest);
  is(request.view, request.view);
  request.respond(1);
  is(controller.byobRequest, null);
  is(request.view, null);
  throws(TypeError, () => request.respond(1));
  throws(TypeError, () => request.respondWithNewView(bytes(1)));
});

check("respond: bounds", async () => {
  const { stream, controller } = controlled();
  byob(stream).read(new Uint8Array(4));
  await settle();
  throws(RangeError, () => controller.byobRequest.respond(5));
  throws(TypeError, () => controller.byobRequest.respond(0), "nothing, though the stream goes on");
  throws(TypeError, () => controller.byobRequest.respond());
  throws(TypeError, () => controller.byobRequest.respond(-1));
  throws(TypeError, () => controller.byobRequest.respond("x"));
});

check("respond(0) after close ends the read", async () => {
  const { stream, controller } = controlled();
  const pending = byob(stream).read(new Uint8Array(4));
  await settle();
  controller.close();
  is(await state(pending), "pending", "the buffer is still lent out");
  throws(TypeError, () => controller.byobRequest.respond(1));
  controller.byobRequest.respond(0);
  const { value, done } = await pending;
  same([done, value.byteLength, value.buffer.byteLength], [true, 0, 4]);
});

check("respond by parts, while an element is incomplete", async () => {
  const { stream, controller } = controlled();
  const pending = byob(stream).read(new Uint32Array(1));
  await settle();
  for (const byte of [1, 2, 3, 4]) {
    const { byobRequest } = controller;
    is(byobRequest.view.byteLength, 5 - byte);
    byobRequest.view[0] = byte;
    byobRequest.respond(1);
  }
  same((await pending).value, new Uint32Array([0x04030201]));
});

check("respondWithNewView: a view of the same memory, transferred meanwhile", async () => {
  const { stream, controller } = controlled();
  const pending = byob(stream).read(new Uint8Array(4));
  await settle();
  const request = controller.byobRequest;
  const moved = structuredClone(request.view, { transfer: [request.view.buffer] });
  moved.set([1, 2]);
  request.respondWithNewView(moved.subarray(0, 2));
  same((await pending).value, bytes(1, 2));
});

check("respondWithNewView: what does not fit", async () => {
  const { stream, controller } = controlled();
  byob(stream).read(new Uint8Array(new ArrayBuffer(4), 0, 2));
  await settle();
  const { byobRequest } = controller;
  throws(RangeError, () => byobRequest.respondWithNewView(new Uint8Array(new ArrayBuffer(5), 0, 1)), "another buffer size");
  throws(RangeError, () => byobRequest.respondWithNewView(new Uint8Array(new ArrayBuffer(4), 1, 1)), "another offset");
  throws(RangeError, () => byobRequest.respondWithNewView(new Uint8Array(new ArrayBuffer(4), 0, 3)), "too much");
  throws(TypeError, () => byobRequest.respondWithNewView(new Uint8Array(new ArrayBuffer(4), 0, 0)), "nothing");
  throws(TypeError, () => byobRequest.respondWithNewView(new ArrayBuffer(4)));
  throws(TypeError, () => byobRequest.respondWithNewView({}));
  throws(TypeError, () => byobRequest.respondWithNewView());
});

check("a source that enqueues instead serves the reader by copying", async () => {
  const stream = new ReadableStream({ type: "bytes", pull(controller) { controller.enqueue(bytes(1, 2, 3)); } });
  const reader = byob(stream);
  same((await reader.read(new Uint8Array(2))).value, bytes(1, 2));
  same((await reader.read(new Uint8Array(2))).value, bytes(3));
});

check("enqueue detaches the view of a request", async () => {
  const { stream, controller } = controlled();
  const pending = byob(stream).read(new Uint8Array(2));
  await settle();
  const { view } = controller.byobRequest;
  controller.enqueue(bytes(9));
  is(view.byteLength, 0);
  same((await pending).value, bytes(9));
});

check("autoAllocateChunkSize gives default readers' sources a request", async () => {
  const lengths = [];
  const stream = new ReadableStream({
    type: "bytes",
    autoAllocateChunkSize: 16,
    pull(controller) {
      const { view } = controller.byobRequest;
      lengths.push(view.byteLength);
      view[0] = lengths.length;
      controller.byobRequest.respond(1);
    },
  });
  const reader = stream.getReader();
  same([(await reader.read()).value, (await reader.read()).value], [bytes(1), bytes(2)]);
  same(lengths, [16, 16]);
});

check("pull is called for a read that waits, not before", async () => {
  let pulls = 0;
  const { stream, controller } = controlled({ pull() { pulls++; } });
  await settle();
  is(pulls, 0);
  byob(stream).read(new Uint8Array(1));
  await settle();
  is(pulls, 1);
  controller.enqueue(bytes(1, 2));
});

check("a high water mark lets the source pull ahead", async () => {
  let pulls = 0;
  new ReadableStream({ type: "bytes", pull(controller) { pulls++; controller.enqueue(new Uint8Array(4)); } }, { highWaterMark: 10 });
  await sleep(5);
  is(pulls, 3);
});

check("what pull throws errors the stream", async () => {
  await rejects(why, byob(new ReadableStream({ type: "bytes", pull() { throw why; } })).read(new Uint8Array(1)));
});

// tee

check("tee gives streams of bytes whose chunks are copies", async () => {
  const { stream, controller } = controlled();
  const [left, right] = stream.tee();
  const [one, other] = [byob(left), right.getReader()];
  const reads = [one.read(new Uint8Array(2)), other.read()];
  await settle();
  controller.enqueue(bytes(1, 2));
  const [first, second] = await Promise.all(reads);
  same([first.value, second.value], [bytes(1, 2), bytes(1, 2)]);
  ok(first.value.buffer !== second.value.buffer);
});

check("tee: one branch faster than the other", async () => {
  let next = 0;
  const stream = new ReadableStream({
    type: "bytes",
    pull(controller) {
      if (next === 6) { controller.close(); controller.byobRequest?.respond(0); } else controller.enqueue(bytes(next++, next++));
    },
  });
  const [left, right] = stream.tee();
  same(await collectBytes(left), bytes(0, 1, 2, 3, 4, 5));
  const reader = byob(right);
  same((await reader.read(new Uint8Array(6), { min: 6 })).value, bytes(0, 1, 2, 3, 4, 5));
  is((await reader.read(new Uint8Array(1))).done, true);
});

check("tee: the end and errors reach both", async () => {
  const { stream, controller } = controlled();
  const [left, right] = stream.tee();
  const reads = [byob(left).read(new Uint8Array(1)), byob(right).read(new Uint8Array(1))];
  await settle();
  controller.close();
  controller.byobRequest?.respond(0);
  same((await Promise.all(reads)).map(({ done }) => done), [true, true]);
  const broken = controlled();
  const branches = broken.stream.tee().map((branch) => branch.getReader().read());
  broken.controller.error(why);
  for (const read of branches) await rejects(why, read);
});

check("tee: the source is cancelled by both", async () => {
  let given;
  const [left, right] = new ReadableStream({ type: "bytes", cancel(reason) { given = reason; } }).tee();
  left.cancel("l");
  await right.cancel("r");
  same(given, ["l", "r"]);
});

check("cancel of a stream of bytes reaches its source", async () => {
  let given;
  const stream = new ReadableStream({ type: "bytes", cancel(reason) { given = reason; } });
  await stream.cancel(why);
  is(given, why);
});

check("many bytes through small views", async () => {
  const size = 200_000;
  let sent = 0;
  const stream = new ReadableStream({
    type: "bytes",
    pull(controller) {
      const chunk = new Uint8Array(Math.min(7919, size - sent));
      for (let at = 0; at < chunk.length; at++) chunk[at] = (sent + at) % 251;
      sent += chunk.length;
      controller.enqueue(chunk);
      if (sent === size) controller.close();
    },
  });
  const reader = byob(stream);
  let buffer = new ArrayBuffer(1021);
  let read = 0;
  for (;;) {
    const { value, done } = await reader.read(new Uint8Array(buffer));
    if (done) break;
    for (let at = 0; at < value.length; at++) if (value[at] !== (read + at) % 251) throw new Error(`byte ${read + at}`);
    read += value.length;
    ({ buffer } = value);
  }
  is(read, size);
});
