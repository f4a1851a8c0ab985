// Ways out of the directory that is served: none of them works.
const failed = async (promise, what) => {
  const outcome = await promise.then(() => "done", (error) => error.name);
  ok(["NotAllowedError", "NotFoundError", "TypeError", "TypeMismatchError"].includes(outcome), `${what}: ${outcome}`);
};
for (const path of ["/..", "/../outside", "/sub/../../outside", "..", "/way_out", "/way_out/", "/inside/../../outside", "/sub/../way_out"]) {
  const directory = await getDirectory(path);
  await failed(directory.getFileHandle("secret"), path);
  await failed(directory.getFileHandle("made", { create: true }), path);
  await failed(directory.keys().next(), path);
  await failed(directory.removeEntry("secret"), path);
  await failed(directory.removeEntry("secret", { recursive: true }), path);
  await directory.getDirectoryHandle("made", { create: true }).catch(() => {});
  await failed(directory.getDirectoryHandle("made"), path);
}
await rejects((await getDirectory("/../outside")).keys().next(), "NotAllowedError", "Access denied: /../outside");
await rejects((await getDirectory("/way_out")).keys().next(), "NotAllowedError", "Access denied: /way_out");
const root = await getDirectory("/");
for (const name of ["secret", "absolute", "dangling"]) {
  await failed(root.getFileHandle(name), name);
  await failed(root.getFileHandle(name, { create: true }), name);
}
await failed(root.getDirectoryHandle("way_out"), "way_out");
// A tree that goes takes links with it, and nothing behind them.
const trap = await root.getDirectoryHandle("trap", { create: true });
await trap.getFileHandle("x", { create: true });
await root.removeEntry("trap", { recursive: true });
