/**
 * Runs the test suite under Node, Bun and Deno.
 *
 *   node scripts/test.mjs [--unit] [node|bun|deno ...]
 *
 * `--unit` leaves out test/e2e, which needs the daemon: ISOLATE_DAEMON_BIN, by default target/release/isolate-daemon.
 */

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runtimes } from "./runtimes.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const unitOnly = process.argv.includes("--unit");
const chosen = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));

const binary = resolve(process.env.ISOLATE_DAEMON_BIN ?? join(root, "../../target/release/isolate-daemon"));
if (!unitOnly && !existsSync(binary)) {
  console.error(`No daemon at ${binary}: build it with "cargo build --release", set ISOLATE_DAEMON_BIN, or pass --unit`);
  process.exit(1);
}

const folders = unitOnly ? ["test"] : ["test", "test/e2e"];
const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `./${folder}/${name}`),
);
// Node runs what users get: the compiled JavaScript. Bun and Deno run the sources.
const compiled = files.map((file) => file.replace("./", "./build/").replace(/ts$/, "js"));
// A test that waits for what never comes must not hold up everything; Deno's runner has no such limit.
const TIMEOUT_MS = 60_000;
const commands = {
  node: ["--test", "--test-concurrency=2", `--test-timeout=${TIMEOUT_MS}`, ...compiled],
  bun: ["test", "--timeout", String(TIMEOUT_MS), ...files],
  deno: ["test", "--allow-all", "--no-check", "--quiet", ...files],
};

function run(label, command, args) {
  console.log(`\n== ${label}`);
  const env = { ...process.env, ISOLATE_DAEMON_BIN: binary, NO_COLOR: "1" };
  return spawnSync(command, args, { cwd: root, stdio: "inherit", env }).status === 0;
}

rmSync(join(root, "build"), { recursive: true, force: true });
const tsc = join(root, "node_modules/typescript/bin/tsc");
if (!run("type check", process.execPath, [tsc, "-p", "tsconfig.json"])) {
  process.exit(1);
}
const failed = runtimes(root)
  .filter(({ name }) => chosen.length === 0 || chosen.includes(name))
  .filter(({ name, command, version }) => !run(`${name} ${version}`, command, commands[name]))
  .map(({ name }) => name);
console.log(failed.length === 0 ? "\nAll runtimes passed" : `\nFailed under: ${failed.join(", ")}`);
process.exit(failed.length === 0 ? 0 : 1);
