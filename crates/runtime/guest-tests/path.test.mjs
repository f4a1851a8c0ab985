// `path` (runtime.md 19), and the same answers as Node's `path.posix` for random paths.
import assert from "node:assert/strict";
import nodePath from "node:path";
import { test } from "node:test";
import { load } from "./support/guest.mjs";
import { patched } from "./support/patched.mjs";

const { path, setCwd } = await load("path/path.js");

test("members", () => {
  assert.deepEqual(Object.keys(path).sort(), [
    "basename", "delimiter", "dirname", "extname", "format", "isAbsolute", "join", "normalize", "parse", "posix",
    "relative", "resolve", "sep",
  ]);
  assert.equal(path.posix, path);
  assert.equal(path.sep, "/");
  assert.equal(path.delimiter, ":");
});

test("rows of the specification", () => {
  setCwd("/");
  assert.equal(path.join(), ".");
  assert.equal(path.normalize(""), ".");
  assert.equal(path.normalize("/a/../b//c/"), "/b/c/");
  assert.equal(path.join("/a", "..", "b", "./c"), "/b/c");
  assert.equal(path.dirname("/a/b.txt"), "/a");
  assert.equal(path.basename("/a/b.txt", ".txt"), "b");
  assert.equal(path.extname("a/b.tar.gz"), ".gz");
  assert.equal(path.isAbsolute("/a"), true);
  assert.equal(path.isAbsolute(""), false);
  assert.deepEqual(path.parse("/home/u/f.txt"), { root: "/", dir: "/home/u", base: "f.txt", ext: ".txt", name: "f" });
  assert.equal(path.format({ dir: "/d", name: "n", ext: "x" }), "/d/n.x");
  assert.equal(path.format({ root: "/", base: "b" }), "/b");
  assert.equal(path.resolve("a"), "/a");
  assert.equal(path.resolve(), "/");
  assert.equal(path.relative("a/b", "a/c"), "../c");
});

test("cwd", () => {
  setCwd("/work/dir/");
  assert.equal(path.resolve(), "/work/dir");
  assert.equal(path.resolve("../x"), "/work/x");
  assert.equal(path.resolve("/x"), "/x");
  assert.equal(path.relative("", "/work/other"), "../other");
  setCwd("no/slash/..");
  assert.equal(path.resolve("a"), "/no/a");
  setCwd("/");
});

test("errors", () => {
  const message = (type) => ({ name: "TypeError", message: `Path must be a string. Received ${type}` });
  for (const name of ["normalize", "isAbsolute", "dirname", "basename", "extname", "parse"]) {
    assert.throws(() => path[name](), message("undefined"));
    assert.throws(() => path[name](5), message("number"));
  }
  assert.throws(() => path.join("a", null), message("object"));
  assert.throws(() => path.resolve("a", {}), message("object"));
  assert.throws(() => path.relative("a"), message("undefined"));
  assert.throws(() => path.basename("a", 1), { name: "TypeError", message: "ext must be a string" });
  assert.throws(() => path.format(null), { name: "TypeError", message: "Parameter 'pathObject' must be an object, not object" });
  assert.throws(() => path.format("x"), { name: "TypeError", message: "Parameter 'pathObject' must be an object, not string" });
});

/** A generator of the same random paths in every run. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

test("random paths as in Node", () => {
  setCwd(process.cwd());
  const pick = random(7);
  const parts = ["/", "/", "a", "b", ".", "..", "a.b", "é"];
  const make = () => Array.from({ length: pick(8) }, () => parts[pick(parts.length)]).join("");
  for (let i = 0; i < 30_000; i++) {
    const [a, b, c] = [make(), make(), make()];
    const calls = [["normalize", a], ["join", a, b, c], ["dirname", a], ["basename", a], ["extname", a], ["isAbsolute", a],
      ["resolve", a, b, c], ["relative", a, b]];
    // Node takes the name of "/.." apart as if it had an extension.
    if (!/^\/+\.\.\/*$/.test(a)) calls.push(["parse", a]);
    // Node keeps trailing slashes when a longer ending does not fit.
    if (!a.endsWith("/") && !b.includes("/")) calls.push(["basename", a, b]);
    for (const [name, ...args] of calls) {
      assert.deepEqual(path[name](...args), nodePath.posix[name](...args), `${name} ${JSON.stringify(args)}`);
    }
    assert.equal(path.format(path.parse(a)), nodePath.posix.format(path.parse(a)));
  }
  setCwd("/");
});

test("patched intrinsics do not matter", () => {
  const run = () => path.relative(path.resolve("a", "../b"), path.join("/c/", path.basename("x/y.z", ".z"), "")) + path.extname("a.b") +
    path.normalize("") + path.dirname("") + path.format(path.parse(""));
  assert.equal(patched(run), run());
});
