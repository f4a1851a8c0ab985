// runtime.md 19; the expected values are Node's.
is(path.posix, path);
same([path.sep, path.delimiter, path.win32], ["/", ":", undefined]);
for (const [actual, expected] of [
  [path.join(), "."], [path.join("a", "..", "b"), "b"], [path.join("/a", "../..", "b"), "/b"], [path.join("a", "", "b/"), "a/b/"], [path.join("", ""), "."],
  [path.normalize(""), "."], [path.normalize("/a//b/../c/."), "/a/c"], [path.normalize("a/"), "a/"], [path.normalize("../../a"), "../../a"], [path.normalize("/.."), "/"],
  [path.dirname("/a/b"), "/a"], [path.dirname("a"), "."], [path.dirname("/a"), "/"], [path.dirname("/a/b/"), "/a"], [path.dirname(""), "."],
  [path.basename("/a/b.txt"), "b.txt"], [path.basename("/a/b.txt", ".txt"), "b"], [path.basename("/a/b/"), "b"], [path.basename("/"), ""],
  [path.extname("a.b.c"), ".c"], [path.extname(".profile"), ""], [path.extname("a."), "."], [path.extname("a/.b.c"), ".c"], [path.extname("a"), ""],
  [path.isAbsolute("/a"), true], [path.isAbsolute("a"), false], [path.isAbsolute(""), false],
  [path.resolve("a", "/b", "../c"), "/c"], [path.resolve(""), "/"], [path.resolve("a/./b"), "/a/b"],
  [path.relative("/a/b/c", "/a/d"), "../../d"], [path.relative("/a", "/a"), ""], [path.relative("/", "/a"), "a"], [path.relative("a/b", "a"), ".."],
]) is(actual, expected);
same(path.parse("/home/u/f.tar.gz"), { root: "/", dir: "/home/u", base: "f.tar.gz", ext: ".gz", name: "f.tar" });
same(path.parse("f"), { root: "", dir: "", base: "f", ext: "", name: "f" });
is(path.format({ dir: "/a", base: "b.c" }), "/a/b.c");
is(path.format({ root: "/", name: "b", ext: ".c" }), "/b.c");
for (const method of ["join", "normalize", "dirname", "basename", "extname", "isAbsolute", "parse", "resolve"]) {
  for (const bad of [5, null, undefined, {}]) {
    if (bad === undefined && (method === "join" || method === "resolve")) continue;
    throws(() => path[method](bad), "TypeError", `Path must be a string. Received ${typeof bad}`, `path.${method}`);
  }
}
throws(() => path.relative(1, "a"), "TypeError", "Path must be a string. Received number");
throws(() => path.basename("a", 5), "TypeError", "ext must be a string");
for (const bad of [null, "x", 5, undefined]) throws(() => path.format(bad), "TypeError", `Parameter 'pathObject' must be an object, not ${typeof bad}`);
