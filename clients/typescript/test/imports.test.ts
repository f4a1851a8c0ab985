/** The package can be imported anywhere: what a runtime offers is asked for when it is needed, not before. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

test("no file of the package imports from the runtime when it is loaded", () => {
  // The tests run from `test/` and, compiled, from `build/test/`: the sources lie beside or above.
  const root = [new URL("../../src/", import.meta.url), new URL("../src/", import.meta.url)].find((url) => {
    try {
      return readdirSync(url).includes("index.ts");
    } catch {
      return false;
    }
  });
  assert.ok(root);
  for (const file of readdirSync(root, { recursive: true }) as string[]) {
    if (file.endsWith(".ts")) {
      const text: string = readFileSync(new URL(file.replaceAll("\\", "/"), root), "utf8");
      assert.doesNotMatch(text, /^(?!import type ).*from "(node:|bun|deno)/m, file);
      // Types of Node's are for the entry that says so: the others are usable without them.
      assert.ok(!text.includes('from "node:') || file.startsWith("node"), file);
      // Playwright itself needs Node's `Buffer`: one file of what is imported only together with it names that.
      const own = file.replaceAll("\\", "/") === "playwright/bytes.ts" ? /\b(process|Deno|Bun)\.\w/ : /\b(process|Buffer|Deno|Bun)\.\w/;
      assert.doesNotMatch(text, own, file);
    }
  }
});
