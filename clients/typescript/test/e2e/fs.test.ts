/** Files of the guest, served by callbacks (runtime.md, section 10). */

import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createFileBindings } from "../../src/node/index.ts";
import type { FileSystemCallbacks, RuntimeOptions } from "../../src/index.ts";
import { onBothTransports } from "../support/daemon.ts";

/** Files in memory, and the calls made for them. */
class MemoryFiles implements FileSystemCallbacks {
  readonly files = new Map<string, Uint8Array>();
  readonly calls: string[] = [];

  #note(...call: unknown[]): void {
    this.calls.push(call.join(" "));
  }

  async readFile(path: string): Promise<ArrayBuffer> {
    this.#note("readFile", path);
    return this.#find(path).slice().buffer as ArrayBuffer;
  }

  async writeFile(path: string, data: ArrayBuffer): Promise<void> {
    this.#note("writeFile", path, new TextDecoder().decode(data));
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.files.set(path, new Uint8Array(data));
  }

  async stat(path: string): Promise<{ isFile: boolean; isDirectory: boolean; size: number; lastModified: number }> {
    this.#note("stat", path);
    return { isFile: true, isDirectory: false, size: this.#find(path).byteLength, lastModified: 1000 };
  }

  #find(path: string): Uint8Array {
    const file = this.files.get(path);
    if (file === undefined) {
      throw new Error(`ENOENT: ${path}`);
    }
    return file;
  }

  textOf(path: string): string {
    return new TextDecoder().decode(this.files.get(path));
  }
}

function reporting(fs: FileSystemCallbacks): { options: RuntimeOptions; reported: unknown[] } {
  const reported: unknown[] = [];
  const report = { fn: (value: unknown) => void reported.push(value), type: "sync" as const };
  return { options: { fs, customFunctions: { report } }, reported };
}

onBothTransports("files", (daemon) => {
  test("the calls of section 5.10", async () => {
    const fs = new MemoryFiles();
    fs.files.set("/data/a.txt", new TextEncoder().encode("hi"));
    const { options, reported } = reporting(fs);
    await daemon.withRuntime(options, async (runtime) => {
      await runtime.eval(`
        const directory = await getDirectory("/data/");
        const file = await (await directory.getFileHandle("a.txt")).getFile();
        report([file.name, file.type, file.size, file.lastModified, await file.text()]);
      `);
      assert.deepEqual(reported, [["a.txt", "text/plain", 2, 1000, "hi"]]);
      assert.deepEqual(fs.calls.splice(0), ["stat /data/a.txt", "stat /data/a.txt", "readFile /data/a.txt"]);
      await runtime.eval(`
        const directory = await getDirectory("/data");
        const handle = await directory.getFileHandle("new.bin", { create: true });
        const writable = await handle.createWritable();
        await writable.write("hello");
        await writable.write({ type: "write", position: 2, data: "ZZ" });
        await writable.truncate(3);
        await writable.close();
      `);
      assert.equal(fs.textOf("/data/new.bin"), "heZ");
      const writes = fs.calls.filter((call) => call.startsWith("writeFile"));
      assert.deepEqual(writes, ["writeFile /data/new.bin ", "writeFile /data/new.bin hello", "writeFile /data/new.bin heZZo", "writeFile /data/new.bin heZ"]);
    });
  });

  test("writes that nobody awaited are there when the answer comes", async () => {
    const fs = new MemoryFiles();
    const { options } = reporting(fs);
    await daemon.withRuntime(options, async (runtime) => {
      await runtime.eval(`
        const directory = await getDirectory("/");
        const open = async (name) => (await directory.getFileHandle(name, { create: true })).createWritable();
        serve({
          async fetch() {
            const writable = await open("served.txt");
            writable.write("a");
            writable.write("b");
            writable.close();
            return new Response("done");
          },
        });
        const writable = await open("evaluated.txt");
        const writer = writable.getWriter();
        writer.write("one ");
        writer.write("two");
        writer.close();
      `);
      assert.equal(fs.textOf("/evaluated.txt"), "one two");
      assert.equal(await (await runtime.fetch.dispatchRequest(new Request("http://x/"))).text(), "done");
      assert.equal(fs.textOf("/served.txt"), "ab");
    });
  });

  test("a real directory: what a guest does in it, and what it cannot", async () => {
    const place = fs.mkdtempSync(join(tmpdir(), "isolate-files-"));
    const root = join(place, "root");
    fs.mkdirSync(root);
    fs.writeFileSync(join(place, "secret"), "secret");
    fs.symlinkSync("../secret", join(root, "link"));
    const { options, reported } = reporting(createFileBindings({ root, allowWrite: true }));
    try {
      await daemon.withRuntime(options, async (runtime) => {
        await runtime.eval(`
          const directory = await (await getDirectory("/")).getDirectoryHandle("made", { create: true });
          const handle = await directory.getFileHandle("file.json", { create: true });
          await new Response("[1, 2]").body.pipeTo(await handle.createWritable());
          const file = await handle.getFile();
          report([file.type, await file.text()]);
          for await (const [name, { kind }] of directory) report([name, kind]);
          await (await getDirectory("/")).removeEntry("made").catch((error) => report([error.name, error.message]));
          await (await getDirectory("/")).removeEntry("made", { recursive: true });
          const outcome = (promise) => promise.then(() => report("done"), (error) => report(error.name + ": " + error.message));
          await outcome((await getDirectory("/")).getFileHandle("link"));
          await outcome((await getDirectory("/..")).getFileHandle("secret"));
          await outcome((await getDirectory("/")).getFileHandle(".."));
        `);
      });
      assert.deepEqual(reported, [
        ["application/json", "[1, 2]"],
        ["file.json", "file"],
        ["InvalidModificationError", "rmdir: directory not empty"],
        "NotAllowedError: Access denied: /link",
        "NotAllowedError: Access denied: /../secret",
        "TypeError: Name is not allowed: ..",
      ]);
    } finally {
      fs.rmSync(place, { recursive: true });
    }
  });

  test("files of any size are copied with little memory on either side", async () => {
    const SIZE = 128 * 1024 * 1024;
    const root = fs.mkdtempSync(join(tmpdir(), "isolate-files-"));
    const content = Buffer.alloc(SIZE / 64, "what a large file is made of ");
    for (let part = 0; part < 64; part++) {
      fs.appendFileSync(join(root, "large"), content);
    }
    const bindings = createFileBindings({ root, allowWrite: true });
    let underway = 0;
    let most = 0;
    /** Counts the bytes of an operation for as long as it lasts. */
    const counted = async <T>(count: number, operation: Promise<T>): Promise<T> => {
      underway += count;
      most = Math.max(most, underway);
      return operation.finally(() => (underway -= count));
    };
    const { options } = reporting({
      ...bindings,
      readAt: (path, position, length) => counted(length, bindings.readAt(path, position, length)),
      writeAt: (path, position, data) => counted(data.byteLength, bindings.writeAt(path, position, data)),
    });
    const before = process.memoryUsage().rss;
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
    try {
      await daemon.withRuntime({ ...options, memoryLimitMB: 24 }, async (runtime) => {
        await runtime.eval(`
          const directory = await getDirectory("/");
          const large = await (await directory.getFileHandle("large")).getFile();
          await large.stream().pipeTo(await (await directory.getFileHandle("copy", { create: true })).createWritable());
        `);
      });
      assert.equal(fs.statSync(join(root, "copy")).size, SIZE);
      const tail = Buffer.alloc(content.length);
      const copy = fs.openSync(join(root, "copy"), "r");
      fs.readSync(copy, tail, 0, tail.length, SIZE - tail.length);
      fs.closeSync(copy);
      assert.ok(tail.equals(content));
      assert.ok(most <= 1024 * 1024, `${most} bytes were under way at once`);
      // Bun lets garbage gather for as long as there is memory.
      assert.ok("bun" in process.versions || peak - before < SIZE * 0.9, `the client grew by ${peak - before} bytes`);
    } finally {
      clearInterval(watch);
      fs.rmSync(root, { recursive: true });
    }
  });
});
