// Makes <name>.js and LICENSE out of what `npm ci` has put into a folder: node bundle.mjs <folder>. The folder's name is the
// bundle's, entry.js says what is exported, and build.mjs how: `options` of esbuild, and a `note` for the first line.
import { readFile, writeFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2] ?? ".");
const { build } = createRequire(join(folder, "/"))("esbuild");
const { note, options } = await import(pathToFileURL(join(folder, "build.mjs")));

const { metafile, outputFiles } = await build({
  absWorkingDir: folder,
  entryPoints: ["entry.js"],
  bundle: true,
  write: false,
  metafile: true,
  target: "esnext",
  // One byte per character, so that V8 can use the text where it lies.
  charset: "ascii",
  legalComments: "inline",
  ...options,
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

const head = `// Made by scripts/vendor, not to be edited. ${note} Licences: LICENSE beside this file. Out of:
${described.map(({ title }) => `// - ${title}\n`).join("")}`;
// esbuild leaves other characters in comments only.
const body = outputFiles[0].text.replaceAll(/[^\0-\x7f]/g, "-");
await writeFile(join(folder, `${basename(folder)}.js`), `${head}${body}`);
const rule = "-".repeat(80);
await writeFile(join(folder, "LICENSE"), described.map(({ title, text }) => `${title}\n\n${text}\n`).join(`\n${rule}\n\n`));
