// Writable file streams (runtime.md 10.4).
const data = await getDirectory("/data");
const open = async (name, options) => (await data.getFileHandle(name, { create: true })).createWritable(options);
const text = async (name) => (await (await data.getFileHandle(name)).getFile()).text();
const hex = async (name) => Array.from(await (await (await data.getFileHandle(name)).getFile()).bytes(), (byte) => byte.toString(16).padStart(2, "0")).join("");
/** Writes with a fresh stream, and gives what the file has then. */
const written = async (...chunks) => {
  const stream = await open("written");
  for (const chunk of chunks) is(await stream.write(chunk), undefined);
  await stream.close();
  return text("written");
};

// Classes
const stream = await open("w");
ok(stream instanceof FileSystemWritableFileStream && stream instanceof WritableStream);
is(String(stream), "[object FileSystemWritableFileStream]");
same([stream.write.length, stream.seek.length, stream.truncate.length, stream.locked], [1, 1, 1, false]);
for (const thief of [{}, new WritableStream(), Object.create(stream)]) {
  for (const method of ["write", "seek", "truncate"]) await rejects(stream[method].call(thief, 1), "TypeError");
  await rejects(stream.close.call(thief), "TypeError");
}
await stream.close();

// Kinds of data
const view = new Uint8Array([0, 104, 105, 0]);
for (const [what, chunk] of Object.entries({
  string: "hi", buffer: view.slice(1, 3).buffer, view: view.subarray(1, 3), dataView: new DataView(view.buffer, 1, 2), array: [104, 105],
  blob: new Blob(["h", "i"]), file: new File(["hi"], "f"), words: new Uint16Array([0x6968]), shared: (() => {
    const shared = new Uint8Array(new SharedArrayBuffer(2));
    shared.set([104, 105]);
    return shared;
  })(),
})) {
  is(await written(chunk), "hi", what);
  is(await written("ab", { type: "write", data: chunk }), "abhi", what);
  is(await written("abcdef", { type: "write", data: chunk, position: 1 }), "ahidef", what);
}
is(await written("é\ud800€"), "é\ufffd€");
is(await written(), "");
is(await written("", new Uint8Array(0), new Blob([])), "");
for (const chunk of [undefined, null, 5, true, Symbol(), 5n, {}, () => {}, { type: "other" }, { type: "write" }, { type: "write", data: 5 }, { type: "write", data: null }, ["a"], new Map()]) {
  const broken = await open("broken");
  await rejects(broken.write(chunk), "TypeError", "Invalid data type for write");
  await broken.write("goes on");
  await broken.close();
}
for (const chunk of [{ type: "seek" }, { type: "truncate" }, { type: "seek", position: -1 }, { type: "truncate", size: NaN }, { type: "write", data: "a", position: 2 ** 53 }]) {
  await rejects((await open("broken")).write(chunk), "TypeError");
}
await rejects((await open("broken")).seek(), "TypeError");
await rejects((await open("broken")).truncate(-5), "TypeError");

// Positions
is(await written("hello", { type: "write", position: 2, data: "ZZ" }, "!"), "heZZ!");
is(await written("hello", { type: "write", position: 7, data: "x" }), "hello\0\0x");
is(await written({ type: "write", position: 3, data: "x" }), "\0\0\0x", "a gap in a new file");
is(await written("hello", { type: "seek", position: 1 }, "a"), "hallo");
is(await written("hello", { type: "truncate", size: 2 }, "y"), "hey", "the position goes with the end");
is(await written("hello", { type: "seek", position: 1 }, { type: "truncate", size: 4 }, "u"), "hull", "or stays");
is(await written("a", { type: "truncate", size: 3 }, "b"), "ab\0");
is(await written({ type: "truncate", size: 2 }), "\0\0");
is(await written("hello", { type: "write", position: 0, data: "J" }), "Jello", "what follows stays");
is(await written("ab", { type: "write", position: null, data: "c" }), "abc");
const methods = await open("methods");
await methods.write("0123456789");
await methods.seek(3);
await methods.write("x");
await methods.truncate(6);
await methods.write("y");
await methods.close();
is(await text("methods"), "012xy5");

// keepExistingData
const again = await open("methods", { keepExistingData: true });
await again.write("AB");
await again.close();
is(await text("methods"), "AB2xy5");
const appended = await open("methods", { keepExistingData: true });
await appended.write({ type: "write", position: 6, data: "end" });
await appended.close();
is(await text("methods"), "AB2xy5end");
const shorter = await open("methods");
await shorter.write("s");
await shorter.close();
is(await text("methods"), "s", "without it the old content goes");
await (await open("methods")).close();
is(await text("methods"), "", "also if nothing is written");
const kept = await open("written", { keepExistingData: true });
await kept.close();
is(await text("written"), "abc");

// At once: what has been written is there before the stream is closed.
const early = await open("early");
await early.write("there");
is(await text("early"), "there");
await early.abort("enough");
is(await text("early"), "there", "and stays");
await rejects(early.write("x"), "InvalidStateError", "Stream is closed");

// The end
const closed = await open("closed");
is(await closed.close(), undefined);
await rejects(closed.write("x"), "InvalidStateError", "Stream is closed");
await rejects(closed.seek(0), "InvalidStateError", "Stream is closed");
await rejects(closed.truncate(0), "InvalidStateError", "Stream is closed");
await rejects(closed.close(), "InvalidStateError", "Stream is already closed");
const closing = await open("closed");
const order = [];
closing.write("a").then(() => order.push("a"));
closing.write("b").then(() => order.push("b"));
const end = closing.close().then(() => order.push("close"));
await rejects(closing.write("c"), "InvalidStateError", "Stream is closed");
await end;
same(order, ["a", "b", "close"]);
is(await text("closed"), "ab");

// Writers
const locked = await open("locked");
const writer = locked.getWriter();
ok(locked.locked);
await rejects(locked.write("x"), "TypeError");
await rejects(locked.close(), "TypeError");
throws(() => locked.getWriter(), "TypeError");
is(writer.desiredSize, 1);
await writer.ready;
await writer.write("one");
await writer.write({ type: "seek", position: 0 });
writer.releaseLock();
for (const method of ["write", "close", "abort"]) await rejects(writer[method]("x"), "TypeError", "Writer has been released");
throws(() => writer.desiredSize, "TypeError", "Writer has been released");
await rejects(writer.closed, "TypeError");
await locked.write("t");
const another = locked.getWriter();
await another.write("W");
await another.close();
await another.closed;
is(await text("locked"), "tWe");
await rejects(locked.write("x"), "InvalidStateError", "Stream is closed");
const failing = (await open("failing")).getWriter();
await rejects(failing.write(5), "TypeError", "Invalid data type for write");
await rejects(failing.closed, "TypeError");

// pipeTo
await new Response("piped through").body.pipeTo(await open("piped"));
is(await text("piped"), "piped through");
await new Blob(["text"]).stream().pipeThrough(new CompressionStream("gzip")).pipeTo(await open("zipped"));
ok((await hex("zipped")).startsWith("1f8b"));
const source = new ReadableStream({
  start(controller) {
    controller.enqueue("part");
    controller.error(new Error("broke"));
  },
});
await rejects(source.pipeTo(await open("half")), "Error", "broke");
const pieces = new ReadableStream({
  start(controller) {
    for (const chunk of ["a", new Uint8Array([98]), { type: "write", position: 4, data: "c" }]) controller.enqueue(chunk);
    controller.close();
  },
});
await pieces.pipeTo(await open("pieces"));
is(await text("pieces"), "ab\0\0c");

// A file into a file
const copy = await open("copy");
await copy.write(await (await data.getFileHandle("piped")).getFile());
await copy.write((await (await data.getFileHandle("piped")).getFile()).slice(5));
await copy.close();
is(await text("copy"), "piped through through");
