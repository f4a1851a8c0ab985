// Makes linkedom.js and LICENSE out of what `npm ci` has put into the folder given: node bundle.mjs <folder>.
// The folder holds copies of this file's neighbours.
import { readFile, writeFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const folder = resolve(process.argv[2] ?? ".");
const { build } = createRequire(join(folder, "/"))("esbuild");
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

const { metafile, outputFiles } = await build({
  absWorkingDir: folder,
  entryPoints: ["entry.js"],
  bundle: true,
  write: false,
  metafile: true,
  format: "iife",
  globalName: "library",
  target: "esnext",
  // One byte per character, so that V8 can use the text where it lies.
  charset: "ascii",
  legalComments: "inline",
  plugins: [standIns],
});

/** The packages whose files are in the bundle, by their folders. */
const packages = new Set();
for (const path of Object.keys(metafile.inputs)) {
  const parts = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
  if (parts) packages.add(parts[1]);
}
const described = await Promise.all([...packages].sort().map(async (path) => {
  const { name, version, license } = JSON.parse(await readFile(join(folder, path, "package.json"), "utf8"));
  const file = (await readdir(join(folder, path))).find((entry) => /^licen[sc]e/i.test(entry));
  if (!file) throw new Error(`${name} comes without its licence`);
  const text = await readFile(join(folder, path, file), "utf8");
  return { title: `${name} ${version} (${license})`, text: text.replaceAll("\r\n", "\n").trim() };
}));

const head = `// Made by scripts/vendor-dom, not to be edited. Defines \`library\`, using \`platform\`. Licences: LICENSE beside this file. Out of:
${described.map(({ title }) => `// - ${title}\n`).join("")}`;
// esbuild leaves other characters in comments only.
const body = outputFiles[0].text.replaceAll(/[^\0-\x7f]/g, "-");
await writeFile(join(folder, "linkedom.js"), `${head}${body}`);
const rule = "-".repeat(80);
await writeFile(join(folder, "LICENSE"), described.map(({ title, text }) => `${title}\n\n${text}\n`).join(`\n${rule}\n\n`));
