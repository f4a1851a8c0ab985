// How linkedom.js is bundled: as a plain script, with some of the library's modules replaced.
import { join } from "node:path";

const folder = import.meta.dirname;
const library = join(folder, "node_modules/linkedom/esm");

/** Modules of the library that `stand_ins.js` replaces. */
const replaced = /(^cssomnom\/parse|\/interface\/(event|event-target|custom-event)\.js|\/shared\/parse-from-string\.js)$/;

const standIns = {
  name: "stand-ins",
  setup({ onResolve }) {
    onResolve({ filter: /^linkedom\// }, ({ path }) => ({ path: join(library, path.slice("linkedom/".length)) }));
    // Its index brings helpers for another DOM.
    onResolve({ filter: /^htmlparser2$/ }, () => ({ path: join(folder, "node_modules/htmlparser2/dist/Parser.js") }));
    onResolve({ filter: /\/canvas\.cjs$/ }, () => ({ path: join(library, "../commonjs/canvas-shim.cjs") }));
    onResolve({ filter: /./ }, async ({ path, importer, resolveDir }) => {
      if (!importer.startsWith(library)) return undefined;
      const full = path.startsWith(".") ? join(resolveDir, path) : path;
      return replaced.test(full) ? { path: join(folder, "stand_ins.js") } : undefined;
    });
  },
};

export const note = "Defines `library`, using `platform`.";

export const options = { format: "iife", globalName: "library", plugins: [standIns] };
