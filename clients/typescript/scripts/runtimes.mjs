/**
 * Finds the three JavaScript runtimes that the devDependencies bring.
 *
 * The packages `bun`, `deno` and `node` put their binary in place with an install script, which npm may be told not to
 * run. Then the platform packages still hold the binaries of Bun and Deno, and Node is the one that runs this script.
 *
 * As a program it prints `<name>\t<path>` per runtime, for shell scripts.
 */

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Binaries of the packages of one scope, whatever the platform they are for: npm installs only the fitting one. */
function platformBinaries(root, scope, ...path) {
  const folder = join(root, "node_modules", scope);
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, ...path)) : [];
}

function candidates(root) {
  const bin = join(root, "node_modules");
  return {
    node: [join(bin, "node/bin/node"), process.execPath],
    bun: [...platformBinaries(root, "@oven", "bin", "bun"), join(bin, "bun/bin/bun.exe")],
    deno: [...platformBinaries(root, "@deno", "deno"), join(bin, "deno/deno")],
  };
}

/** @returns {{ name: "node" | "bun" | "deno", command: string, version: string }[]} */
export function runtimes(root) {
  return Object.entries(candidates(root)).map(([name, commands]) => {
    for (const command of commands.filter((path) => existsSync(path))) {
      const { status, stdout } = spawnSync(command, ["--version"], { encoding: "utf8" });
      if (status === 0) {
        return { name, command, version: /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? "" };
      }
    }
    throw new Error(`No ${name} found under ${root}/node_modules: run "npm ci" there first`);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  for (const { name, command } of runtimes(root)) {
    console.log(`${name}\t${command}`);
  }
}
