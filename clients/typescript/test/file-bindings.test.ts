/** Real directories as file systems of guests: what the callbacks do, and that no path leads out (client.md, A.6). */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createFileBindings, type FileBindings } from "../src/node/index.ts";

/** `root/{a.txt,sub/b}`, beside it `outside/secret`, and links from the one into the other. */
class Place {
  readonly path = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "isolate-files-")));
  readonly root = join(this.path, "root");
  readonly files: FileBindings = createFileBindings({ root: this.root, allowWrite: true });

  constructor() {
    fs.mkdirSync(join(this.root, "sub"), { recursive: true });
    fs.mkdirSync(join(this.path, "outside"));
    fs.writeFileSync(join(this.root, "a.txt"), "hello");
    fs.writeFileSync(join(this.root, "sub/b"), "below");
    fs.writeFileSync(join(this.path, "outside/secret"), "secret");
    fs.symlinkSync("../outside", join(this.root, "way_out"));
    fs.symlinkSync("../outside/secret", join(this.root, "secret"));
    fs.symlinkSync(join(this.path, "outside/secret"), join(this.root, "absolute"));
    fs.symlinkSync("../outside/new", join(this.root, "dangling"));
    fs.symlinkSync("sub", join(this.root, "inside"));
    fs.symlinkSync("sub/b", join(this.root, "link"));
    fs.symlinkSync("loop", join(this.root, "loop"));
  }

  text(path: string): string {
    return fs.readFileSync(join(this.path, path), "utf8");
  }

  outside(): string {
    const names = fs.readdirSync(join(this.path, "outside"));
    return `${names.join()} ${this.text("outside/secret")}`;
  }

  remove(): void {
    fs.rmSync(this.path, { recursive: true, force: true });
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const buffer = (text: string): ArrayBuffer => bytes(text).slice().buffer as ArrayBuffer;
const decode = (data: ArrayBuffer | ArrayBufferView): string => new TextDecoder().decode(data as Uint8Array);

/** The message of the error, and its name if it is no plain one. */
async function failure(operation: () => Promise<unknown>): Promise<string> {
  try {
    await operation();
    return "done";
  } catch (error) {
    const { name, message } = error as Error;
    return name === "Error" ? message : `${name}: ${message}`;
  }
}

describe("file bindings", () => {
  let place: Place;
  before(() => void (place = new Place()));
  after(() => place.remove());

  test("read and describe what is there", async () => {
    const { files } = place;
    assert.equal(decode(await files.readFile("/a.txt")), "hello");
    assert.equal(decode(await files.readFile("sub//./../link")), "below");
    assert.equal(decode(await files.readFile("/inside/b")), "below");
    const piece = await files.readAt("/a.txt", 1, 3);
    assert.deepEqual([decode(piece.data), piece.size], ["ell", 5]);
    assert.equal(decode((await files.readAt("/a.txt", 4, 100)).data), "o");
    assert.equal(decode((await files.readAt("/a.txt", 100, 100)).data), "");
    const { lastModified, ...stat } = await files.stat("/a.txt");
    assert.deepEqual(stat, { isFile: true, isDirectory: false, size: 5 });
    assert.equal(lastModified, fs.statSync(join(place.root, "a.txt")).mtimeMs);
    assert.equal((await files.stat("/inside")).isDirectory, true);
    assert.equal((await files.stat("/")).isDirectory, true);
    assert.deepEqual((await files.readdir("/inside")).sort(), ["b"]);
  });

  test("change what is there", async () => {
    const { files } = place;
    await files.writeFile("/made/by/writing", buffer("a long text"));
    await files.writeFile("/made/by/writing", buffer("text"));
    assert.equal(place.text("root/made/by/writing"), "text");
    await files.writeAt("/made/by/writing", 6, bytes("x"));
    await files.writeAt("/made/by/writing", 0, bytes("T"));
    assert.equal(place.text("root/made/by/writing"), "Text\0\0x");
    await files.truncate("/made/by/writing", 2);
    await files.truncate("/made/by/writing", 3);
    assert.equal(place.text("root/made/by/writing"), "Te\0");
    await files.writeAt("/made/new", 0, new Uint8Array(0));
    assert.equal(place.text("root/made/new"), "");
    await files.mkdir("/made/one/two", { recursive: true });
    await files.mkdir("/made/one/two", { recursive: true });
    await files.rename("/made/new", "/made/one/two/three");
    await assert.rejects(files.rmdir("/made/by"));
    await files.unlink("/made/by/writing");
    await files.rmdir("/made/by");
    fs.symlinkSync("../../../outside", join(place.root, "made/one/link"));
    await files.removeTree("/made");
    assert.ok(!fs.existsSync(join(place.root, "made")));
    await files.writeFile("/link", buffer("through the link"));
    assert.equal(place.text("root/sub/b"), "through the link");
    await files.writeFile("/sub/b", buffer("below"));
    assert.equal(place.outside(), "secret secret");
  });

  test("errors have the texts of the table, and show nothing of the machine", async () => {
    const { files } = place;
    const cases: Array<[() => Promise<unknown>, string]> = [
      [() => files.readFile("/none"), "[NotFoundError]readFile: path not found"],
      [() => files.stat("/none/below"), "[NotFoundError]stat: path not found"],
      [() => files.readFile("/sub"), "[TypeMismatchError]readFile: expected file but found directory"],
      [() => files.writeFile("/sub", buffer("")), "[TypeMismatchError]writeFile: expected file but found directory"],
      [() => files.readdir("/a.txt"), "[TypeMismatchError]readdir: expected directory but found file"],
      [() => files.mkdir("/a.txt", { recursive: true }), "[TypeMismatchError]mkdir: expected directory but found file"],
      [() => files.mkdir("/sub"), "[InvalidModificationError]mkdir: already exists"],
      [() => files.rmdir("/sub"), "[InvalidModificationError]rmdir: directory not empty"],
      [() => files.rmdir("/"), "[NotAllowedError]rmdir: permission denied"],
      [() => files.removeTree("/"), "[NotAllowedError]removeTree: permission denied"],
      [() => files.truncate("/none", 5), "[NotFoundError]truncate: path not found"],
    ];
    for (const [operation, expected] of cases) {
      assert.equal(await failure(operation), expected);
    }
    const other = await failure(() => files.readFile("/loop"));
    assert.match(other, /^\[Error\]readFile: |^NotAllowedError: Access denied/);
    assert.ok(!other.includes(place.path), other);
    assert.equal(await failure(() => createFileBindings({ root: join(place.path, "none") }).stat("/")), "[NotFoundError]stat: path not found");
  });

  test("no path and no link leads out", async () => {
    const { files } = place;
    const denied = (path: string): string => `NotAllowedError: Access denied: ${path}`;
    for (const path of ["/../outside/secret", "..", "/sub/../../outside", "/a\0b"]) {
      assert.equal(await failure(() => files.stat(path)), denied(path));
      assert.equal(await failure(() => files.writeFile(path, buffer("x"))), denied(path));
    }
    for (const path of ["/secret", "/absolute", "/way_out/secret", "/inside/../way_out/secret"]) {
      const operations = [
        () => files.readFile(path),
        () => files.readAt(path, 0, 5),
        () => files.stat(path),
        () => files.writeFile(path, buffer("x")),
        () => files.writeAt(path, 0, bytes("x")),
        () => files.truncate(path, 0),
      ];
      for (const operation of operations) {
        assert.equal(await failure(operation), denied(path));
      }
    }
    for (const operation of [
      () => files.readdir("/way_out"),
      () => files.writeFile("/dangling", buffer("x")),
      () => files.writeAt("/dangling", 0, bytes("x")),
      () => files.writeFile("/way_out/new", buffer("x")),
      () => files.mkdir("/way_out/made"),
      () => files.mkdir("/way_out/made/deep", { recursive: true }),
      () => files.unlink("/way_out/secret"),
      () => files.rmdir("/way_out/x"),
      () => files.removeTree("/way_out/secret"),
      () => files.rename("/a.txt", "/way_out/a.txt"),
      () => files.rename("/way_out/secret", "/mine"),
    ]) {
      assert.match(await failure(operation), /Access denied|path not found/);
    }
    // Of a link it is the link that goes.
    fs.symlinkSync("../outside", join(place.root, "temporary"));
    await files.removeTree("/temporary");
    assert.equal(place.outside(), "secret secret");
  });

  test("a directory that becomes a link between two moments leads nowhere", async () => {
    const { files } = place;
    const [victim, aside] = [join(place.root, "victim"), join(place.root, "aside")];
    fs.mkdirSync(victim);
    fs.writeFileSync(join(victim, "secret"), "mine");
    let swapping = true;
    /** Puts something in the victim's place, out of which operations make a directory meanwhile. */
    const put = (action: () => void): void => {
      for (;;) {
        fs.rmSync(victim, { recursive: true, force: true });
        try {
          return action();
        } catch {
          // Once more.
        }
      }
    };
    const swap = async (): Promise<void> => {
      while (swapping) {
        fs.renameSync(victim, aside);
        put(() => fs.symlinkSync("../outside", victim));
        await new Promise((resolve) => setImmediate(resolve));
        put(() => fs.renameSync(aside, victim));
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const swapped = swap();
    const outcomes = new Set<string>();
    for (let round = 0; round < 150; round++) {
      const all = [
        files.readFile("/victim/secret").then(decode),
        files.writeAt("/victim/secret", 0, bytes("mine")),
        files.writeFile("/victim/new", buffer("x")),
        files.mkdir("/victim/made").then(() => files.rmdir("/victim/made")),
        files.unlink("/victim/secret").then(() => files.writeFile("/victim/secret", buffer("mine"))),
        files.removeTree("/victim/new"),
        files.readdir("/victim").then((names) => (names.includes("made") ? "" : String(names.length < 4))),
      ];
      for (const outcome of await Promise.allSettled(all)) {
        outcomes.add(outcome.status === "fulfilled" ? String(outcome.value) : ((outcome.reason as Error).message.split(":")[0] ?? ""));
      }
    }
    swapping = false;
    await swapped;
    assert.ok(!outcomes.has("secret"), [...outcomes].join());
    assert.equal(place.outside(), "secret secret");
  });

  test("files that are no files are not opened", { skip: process.platform === "win32" }, async () => {
    execFileSync("mkfifo", [join(place.root, "pipe")]);
    const { files } = place;
    for (const operation of [() => files.readFile("/pipe"), () => files.readAt("/pipe", 0, 1), () => files.writeFile("/pipe", buffer("x"))]) {
      assert.match(await failure(operation), /^\[Error\]/);
    }
  });

  test("without allowWrite nothing changes", async () => {
    const files = createFileBindings({ root: place.root });
    assert.equal(decode(await files.readFile("/a.txt")), "hello");
    const text = "NotAllowedError: Write access is disabled for these file bindings.";
    for (const operation of [
      () => files.writeFile("/a.txt", buffer("x")),
      () => files.writeAt("/a.txt", 0, bytes("x")),
      () => files.truncate("/a.txt", 0),
      () => files.unlink("/a.txt"),
      () => files.mkdir("/new"),
      () => files.rmdir("/sub"),
      () => files.removeTree("/sub"),
      () => files.rename("/a.txt", "/b.txt"),
    ]) {
      assert.equal(await failure(operation), text);
    }
    assert.equal(place.text("root/a.txt"), "hello");
  });
});
