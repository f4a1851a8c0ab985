// Module hooks that resolve the engine's `ext:` specifiers to files.
const GUEST = new URL("../../src/guest/", import.meta.url);

export async function resolve(specifier, context, next) {
  if (specifier === "ext:core/mod.js") return file(new URL("./core.mjs", import.meta.url));
  const own = "ext:isolate/";
  if (specifier.startsWith(own)) return file(new URL(specifier.slice(own.length), GUEST));
  return next(specifier, context);
}

// The format is given because no package.json says that these .js files are modules.
const file = (url) => ({ url: url.href, format: "module", shortCircuit: true });
