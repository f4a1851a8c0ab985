// Handles of files and directories (runtime.md 10.1 to 10.3), on a tree of /data/{a.txt,sub/{b.JSON,deep/}}.
const data = await getDirectory("/data");

// 10.1
ok(getDirectory("/") instanceof Promise);
for (const [path, name] of [["/data", "data"], ["/data/", "data"], ["/", ""], ["/data/sub//", "sub"], ["/missing", "missing"], ["relative/x", "x"]]) {
  is((await getDirectory(path)).name, name, path);
}
await rejects(getDirectory(), "TypeError");
await rejects(getDirectory("/a\0b"), "TypeError");
ok((await getDirectory("/data")) !== data, "each call makes a handle");

// Classes
is(data.kind, "directory");
ok(data instanceof FileSystemDirectoryHandle);
is(String(data), "[object FileSystemDirectoryHandle]");
const file = await data.getFileHandle("a.txt");
same([file.kind, file.name, String(file)], ["file", "a.txt", "[object FileSystemFileHandle]"]);
ok(file instanceof FileSystemFileHandle);
const parent = Object.getPrototypeOf(FileSystemFileHandle);
same([parent.name, Object.getPrototypeOf(FileSystemDirectoryHandle) === parent, "FileSystemHandle" in globalThis], ["FileSystemHandle", true, false]);
for (const Class of [FileSystemFileHandle, FileSystemDirectoryHandle, FileSystemWritableFileStream, parent]) {
  throws(() => new Class(), "TypeError", "Illegal constructor");
  is(Class.length, 0, Class.name);
}
is(Object.getPrototypeOf(FileSystemWritableFileStream), WritableStream);
same(Object.keys(FileSystemDirectoryHandle.prototype), ["getFileHandle", "getDirectoryHandle", "removeEntry", "resolve", "entries", "keys", "values"]);
same(Object.keys(FileSystemFileHandle.prototype), ["getFile", "createWritable"]);
same(Object.keys(parent.prototype), ["kind", "name", "isSameEntry"]);
is(FileSystemDirectoryHandle.prototype[Symbol.asyncIterator], FileSystemDirectoryHandle.prototype.entries);
for (const absent of ["createSyncAccessHandle", "move"]) ok(!(absent in file), absent);
throws(() => structuredClone(file), "DataCloneError");

// Brands
for (const thief of [{}, null, file, Object.create(data), Object.create(FileSystemDirectoryHandle.prototype)]) {
  await rejects(FileSystemDirectoryHandle.prototype.getFileHandle.call(thief, "a.txt"), "TypeError", "Illegal invocation");
  throws(() => FileSystemDirectoryHandle.prototype.keys.call(thief), "TypeError", "Illegal invocation");
}
throws(() => Object.create(file).name, "TypeError", "Illegal invocation");
await rejects(FileSystemFileHandle.prototype.getFile.call(data), "TypeError", "Illegal invocation");
await rejects(data.isSameEntry({}), "TypeError");
await rejects(data.isSameEntry(), "TypeError");

// Names
for (const name of ["", ".", "..", "a/b", "/a", "a\0"]) {
  await rejects(data.getFileHandle(name), "TypeError", undefined, name);
  await rejects(data.getFileHandle(name, { create: true }), "TypeError", undefined, name);
  await rejects(data.getDirectoryHandle(name, { create: true }), "TypeError", undefined, name);
  await rejects(data.removeEntry(name, { recursive: true }), "TypeError", undefined, name);
}
await rejects(data.getFileHandle(), "TypeError");
await rejects(data.getFileHandle("a.txt", 5), "TypeError");
ok(await data.getFileHandle("a.txt", null));
await data.getFileHandle("...", { create: true });
await data.getFileHandle("back\\slash", { create: true });

// 10.2: lookups
await rejects(data.getFileHandle("none"), "NotFoundError", "File not found: /data/none");
await rejects(data.getFileHandle("sub"), "TypeMismatchError", "Not a file: /data/sub");
await rejects(data.getFileHandle("sub", { create: true }), "TypeMismatchError", "Not a file: /data/sub");
await rejects(data.getDirectoryHandle("none"), "NotFoundError", "Directory not found: /data/none");
await rejects(data.getDirectoryHandle("a.txt"), "TypeMismatchError", "Not a directory: /data/a.txt");
await rejects(data.getDirectoryHandle("a.txt", { create: true }), "TypeMismatchError", "Not a directory: /data/a.txt");
try {
  await data.getFileHandle("none");
} catch (error) {
  ok(error instanceof DOMException);
  is(error.code, 8);
}
const sub = await data.getDirectoryHandle("sub");
await data.getDirectoryHandle("sub", { create: true });
const made = await data.getDirectoryHandle("made", { create: true });
same([made.name, made.kind], ["made", "directory"]);
is(await (await (await (await made.getFileHandle("x", { create: true })).getFile()).text()), "");
is(await (await (await data.getFileHandle("a.txt", { create: true })).getFile()).text(), "hello", "what is there is left alone");

// Iteration
const collect = async (iterable) => {
  const all = [];
  for await (const item of iterable) all.push(item);
  return all;
};
same((await collect(sub.keys())).sort(), ["b.JSON", "deep"]);
const kinds = (await collect(sub)).map(([name, handle]) => `${name} ${handle.kind} ${handle.constructor.name}`).sort();
same(kinds, ["b.JSON file FileSystemFileHandle", "deep directory FileSystemDirectoryHandle"]);
same((await collect(sub.values())).map((handle) => handle.name).sort(), ["b.JSON", "deep"]);
same(await collect((await sub.getDirectoryHandle("deep")).entries()), []);
const iterator = data.entries();
is(iterator[Symbol.asyncIterator](), iterator);
is(Object.prototype.toString.call(iterator), "[object FileSystemDirectoryHandle AsyncIterator]");
const early = [iterator.next(), iterator.next()];
await data.getFileHandle("zzz", { create: true });
const [first, second] = await Promise.all(early);
ok(first.value[0] < second.value[0], "steps in turn");
const rest = [];
for await (const [name] of iterator) rest.push(name);
ok(!rest.includes("zzz"), "a snapshot");
same(await iterator.next(), { value: undefined, done: true });
const stopped = data.keys();
await stopped.next();
same(await stopped.return("value"), { value: "value", done: true });
same(await stopped.next(), { value: undefined, done: true });
await rejects(Object.getPrototypeOf(iterator).next.call({}), "TypeError", "Illegal invocation");

// isSameEntry, resolve
ok(await file.isSameEntry(await data.getFileHandle("a.txt")));
ok(await sub.isSameEntry(await getDirectory("/data//sub/")), "also through another root");
ok(!(await file.isSameEntry(sub)));
ok(!(await (await made.getFileHandle("x")).isSameEntry(await (await getDirectory("/made")).getFileHandle("x", { create: true }))), "not below another root");
const deep = await sub.getDirectoryHandle("deep");
same(await data.resolve(deep), ["sub", "deep"]);
same(await data.resolve(data), []);
same(await data.resolve(file), ["a.txt"]);
is(await deep.resolve(data), null);
is(await sub.resolve(file), null);
same(await (await getDirectory("/")).resolve(file), ["data", "a.txt"]);
await rejects(data.resolve({}), "TypeError");

// removeEntry
await rejects(data.removeEntry("none"), "NotFoundError", "Entry not found: /data/none");
await rejects(data.removeEntry("sub"), "InvalidModificationError", "Directory not empty: /data/sub");
is(await data.removeEntry("zzz"), undefined);
await rejects(data.getFileHandle("zzz"), "NotFoundError");
await sub.removeEntry("deep");
await sub.getDirectoryHandle("deep", { create: true });
await (await sub.getDirectoryHandle("deep")).getFileHandle("leaf", { create: true });
await data.removeEntry("sub", { recursive: true });
await rejects(data.getDirectoryHandle("sub"), "NotFoundError");
same(await collect((await getDirectory("/data/sub")).keys()), []);

// 10.3: getFile
const read = await file.getFile();
ok(read instanceof File);
same([read.name, read.type, read.size, read.lastModified, read.webkitRelativePath], ["a.txt", "text/plain", 5, 1600000000000, ""]);
same([await read.text(), await read.slice(1, 3).text(), (await read.bytes()).length], ["hello", "el", 5]);
for (const [name, type] of Object.entries({
  "x.txt": "text/plain", "x.html": "text/html", "x.htm": "text/html", "x.css": "text/css", "x.js": "text/javascript",
  "x.JSON": "application/json", "x.xml": "application/xml", "x.png": "image/png", "x.jpg": "image/jpeg", "x.jpeg": "image/jpeg",
  "x.gif": "image/gif", "x.svg": "image/svg+xml", "x.pdf": "application/pdf", x: "application/octet-stream", "x.constructor": "application/octet-stream",
})) {
  const handle = await data.getFileHandle(name, { create: true });
  is((await handle.getFile()).type, type, name);
}
await data.removeEntry("x");
await rejects((await data.getFileHandle("a.txt")).createWritable(7), "TypeError");
