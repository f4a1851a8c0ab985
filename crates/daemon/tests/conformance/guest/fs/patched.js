// Files after the guest has replaced everything it can reach.
const { getFile, createWritable } = FileSystemFileHandle.prototype;
const { getFileHandle, getDirectoryHandle, removeEntry, entries, resolve } = FileSystemDirectoryHandle.prototype;
const { write, close, seek, truncate } = FileSystemWritableFileStream.prototype;
const { text } = Blob.prototype;
const { apply, ownKeys, getOwnPropertyDescriptor, defineProperty } = Reflect;
const next = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype));
const rememberThen = Promise.prototype.then;
const stringOf = String;
let seen = "";

const data = await getDirectory("/data");
const steps = entries.call(data);
const { next: step } = steps;

/** Replaces all methods and getters of an object by ones that complain. */
const sabotage = (name, object, keep = []) => {
  for (const key of ownKeys(object)) {
    if (key === "constructor" || keep.includes(key)) continue;
    const descriptor = getOwnPropertyDescriptor(object, key);
    if (!descriptor.configurable) continue;
    const trap = () => {
      seen += `${name}.${stringOf(key)} `;
      throw new Error(`${name}.${stringOf(key)} was used`);
    };
    if (typeof descriptor.value === "function") defineProperty(object, key, { ...descriptor, value: trap });
    else if (descriptor.get) defineProperty(object, key, { get: trap, set: trap, configurable: true });
  }
};

const saved = [];
const targets = {
  FileSystemFileHandle: FileSystemFileHandle.prototype,
  FileSystemDirectoryHandle: FileSystemDirectoryHandle.prototype,
  FileSystemWritableFileStream: FileSystemWritableFileStream.prototype,
  FileSystemHandle: Object.getPrototypeOf(FileSystemFileHandle.prototype),
  WritableStream: WritableStream.prototype,
  WritableStreamDefaultWriter: WritableStreamDefaultWriter.prototype,
  WeakMap: WeakMap.prototype,
  Map: Map.prototype,
  Set: Set.prototype,
  WeakRef: WeakRef.prototype,
  FinalizationRegistry: FinalizationRegistry.prototype,
  RegExp: RegExp.prototype,
  Date: Date.prototype,
  Math,
  Number,
  Reflect,
  DataView: DataView.prototype,
  ArrayBuffer: ArrayBuffer.prototype,
  Uint8Array: Uint8Array.prototype,
  TypedArray: Object.getPrototypeOf(Uint8Array.prototype),
  String: String.prototype,
  Array: Array.prototype,
};
// What the checks need themselves is given back at the end.
for (const object of Object.values(targets)) {
  for (const key of ownKeys(object)) saved.push([object, key, getOwnPropertyDescriptor(object, key)]);
}
const { defineProperty: define } = Object;
const list = saved.slice();
const restore = () => {
  for (let i = 0; i < list.length; i++) if (list[i][2].configurable) define(list[i][0], list[i][1], list[i][2]);
};
for (const name of ["isFile", "closed", "kind", "path", "type", "at", "barrier", "action", "go", "fail", "names", "index", "ongoing", "parts"]) {
  define(Object.prototype, name, {
    set() {
      seen += `set ${name} `;
    },
    configurable: true,
  });
}
const pairs = Object.entries(targets);
for (let i = 0; i < pairs.length; i++) if (pairs[i][0] !== "Array") sabotage(pairs[i][0], pairs[i][1], ["flags", "size"]);

let results = [];
let failure;
try {
  const file = await apply(getFileHandle, data, ["a.txt"]);
  results[0] = await apply(text, await apply(getFile, file, []), []);
  const made = await apply(getFileHandle, data, ["patched", { create: true }]);
  const stream = await apply(createWritable, made, []);
  await apply(write, stream, ["hello"]);
  await apply(write, stream, [new Uint8Array(2)]);
  await apply(seek, stream, [1]);
  await apply(write, stream, [{ type: "write", data: "E" }]);
  await apply(truncate, stream, [4]);
  await apply(close, stream, []);
  results[1] = await apply(text, await apply(getFile, made, []), []);
  results[2] = (await apply(step, steps, [])).value[0];
  const sub = await apply(getDirectoryHandle, data, ["sub"]);
  results[3] = (await apply(resolve, data, [sub]))[0];
  await apply(removeEntry, data, ["sub", { recursive: true }]);
  results[4] = await apply(getDirectoryHandle, data, ["sub"]).catch((error) => error.message);
} catch (error) {
  failure = error;
}
restore();
is(failure === undefined, true, failure?.stack);
is(seen, "");
same(results, ["hello", "hEll", "a.txt", "sub", "Directory not found: /data/sub"]);
