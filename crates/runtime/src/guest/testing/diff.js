// What tells two values apart, line by line.
// @ts-check
import { primordials } from "ext:core/mod.js";
import { inspect } from "ext:isolate/console/inspect.js";
import { cut } from "ext:isolate/testing/format.js";
import { diffSequence } from "ext:isolate/testing/jest.js";
const { ArrayPrototypeJoin, ArrayPrototypePush, StringPrototypeIncludes, StringPrototypeSplit } = primordials;

/** More lines are not compared. */
const LINES = 2000;

/** Lines that are the same, shown before and after one that is not. */
const CONTEXT = 3;

/** Levels of nesting that are looked at. */
const DEPTH = 20;

/**
 * @param {unknown} expected
 * @param {unknown} actual
 * @returns {string | undefined} undefined if a comparison says nothing
 */
export function compare(expected, actual) {
  const before = lines(expected);
  const after = lines(actual);
  if (before === undefined || after === undefined || before.length + after.length > LINES) return undefined;
  /** @type {{ mark: string, line: string }[]} */
  const marked = [];
  let a = 0;
  let b = 0;
  const different = (/** @type {number} */ toA, /** @type {number} */ toB) => {
    while (a < toA) add(marked, "-", before[a++]);
    while (b < toB) add(marked, "+", after[b++]);
  };
  diffSequence(
    before.length,
    after.length,
    (atA, atB) => before[atA] === after[atB],
    (count, atA, atB) => {
      different(atA, atB);
      for (let index = 0; index < count; index++, a++, b++) add(marked, " ", before[a]);
    },
  );
  different(before.length, after.length);
  const shown = near(marked);
  return shown.length === 0 ? undefined : cut(`- Expected\n+ Received\n\n${ArrayPrototypeJoin(shown, "\n")}`);
}

/** @param {{ mark: string, line: string }[]} marked @param {string} mark @param {string} line */
function add(marked, mark, line) {
  ArrayPrototypePush(marked, { __proto__: null, mark, line });
}

/** @param {unknown} value @returns {string[] | undefined} */
function lines(value) {
  if (typeof value === "string") return StringPrototypeIncludes(value, "\n") ? StringPrototypeSplit(value, "\n") : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  return StringPrototypeSplit(inspect(value, DEPTH), "\n");
}

/**
 * The lines that differ and those around them; what is left out is marked.
 * @param {{ mark: string, line: string }[]} marked
 * @returns {string[]} empty if there is no difference
 */
function near(marked) {
  /** @type {string[]} */
  const shown = [];
  let last = -Infinity;
  let next = 0;
  let omitted = false;
  let any = false;
  for (let index = 0; index < marked.length; index++) {
    while (next < marked.length && (next < index || marked[next].mark === " ")) next++;
    const { mark, line } = marked[index];
    if (mark !== " ") {
      last = index;
      any = true;
    }
    if (index - last > CONTEXT && next - index > CONTEXT) {
      omitted = true;
      continue;
    }
    if (omitted) ArrayPrototypePush(shown, "  ...");
    omitted = false;
    ArrayPrototypePush(shown, `${mark} ${line}`);
  }
  return any ? shown : [];
}
