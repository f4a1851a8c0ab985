// `console.table` (runtime.md 4.6), byte for byte.
import assert from "node:assert/strict";
import { test } from "node:test";
import { entriesOf } from "./support/console.mjs";

const tableOf = (...args) => entriesOf((console) => console.table(...args))[0].stdout;

/** Checks a table against lines. */
const is = (args, ...lines) => assert.equal(tableOf(...args), lines.join("\n"));

test("rows that are objects", () => {
  is(
    [[{ a: 1 }, { a: 2 }]],
    "+---------+---+--------+",
    "| (index) | a | Values |",
    "+---------+---+--------+",
    "| 0       | 1 |        |",
    "| 1       | 2 |        |",
    "+---------+---+--------+",
  );
});

test("mixed rows", () => {
  is(
    [[1, "two", { a: 1, b: { c: 2 } }, [3, 4]]],
    "+---------+---+----------+----------+",
    "| (index) | a | b        | Values   |",
    "+---------+---+----------+----------+",
    "| 0       |   |          | 1        |",
    "| 1       |   |          | 'two'    |",
    "| 2       | 1 | { c: 2 } |          |",
    "| 3       |   |          | [ 3, 4 ] |",
    "+---------+---+----------+----------+",
  );
});

test("an object's rows are its keys, quoted", () => {
  is(
    [{ x: { a: 1 }, "y z": { b: undefined } }],
    "+---------+---+---+",
    "| (index) | a | b |",
    "+---------+---+---+",
    "| 'x'     | 1 |   |",
    "| 'y z'   |   |   |",
    "+---------+---+---+",
  );
  is(
    [{ x: 1 }],
    "+---------+--------+",
    "| (index) | Values |",
    "+---------+--------+",
    "| 'x'     | 1      |",
    "+---------+--------+",
  );
});

test("nothing to show", () => {
  is([[]], "+---------+--------+", "| (index) | Values |", "+---------+--------+", "+---------+--------+");
  is([{}], "+---------+", "| (index) |", "+---------+", "+---------+");
});

test("values that are no table", () => {
  assert.deepEqual(entriesOf((console) => console.table("s")), [{ type: "table", stdout: "s", groupDepth: 0 }]);
  assert.equal(tableOf(null), "null");
  assert.equal(tableOf(), "undefined");
  assert.equal(tableOf(5), "5");
  assert.equal(tableOf(() => {}), "[Function: (anonymous)]");
});

test("chosen columns", () => {
  const data = [{ a: 1, b: 2 }, 3];
  is(
    [data, ["b", "missing"]],
    "+---------+---+",
    "| (index) | b |",
    "+---------+---+",
    "| 0       | 2 |",
    "| 1       |   |",
    "+---------+---+",
  );
  is(
    [data, ["Values", "b"]],
    "+---------+---+--------+",
    "| (index) | b | Values |",
    "+---------+---+--------+",
    "| 0       | 2 |        |",
    "| 1       |   | 3      |",
    "+---------+---+--------+",
  );
  assert.equal(tableOf(data, []), "+---------+\n| (index) |\n+---------+\n| 0       |\n| 1       |\n+---------+");
  assert.equal(tableOf(data, "b"), tableOf(data));
});

test("maps and sets have Node's columns", () => {
  is(
    [new Map([["k", { v: 1 }]])],
    "+-------------------+-----+----------+",
    "| (iteration index) | Key | Values   |",
    "+-------------------+-----+----------+",
    "| 0                 | 'k' | { v: 1 } |",
    "+-------------------+-----+----------+",
  );
  is(
    [new Set(["a"])],
    "+-------------------+--------+",
    "| (iteration index) | Values |",
    "+-------------------+--------+",
    "| 0                 | 'a'    |",
    "+-------------------+--------+",
  );
});

test("cells stay on their line", () => {
  const lines = tableOf([{ e: new Error("x"), s: "a\nb" }, { "key\nwith break": 1 }]).split("\n");
  assert.equal(lines.length, 6);
  assert.equal(new Set(lines.map((line) => line.length)).size, 1);
});

test("nesting counts from the row", () => {
  assert.ok(tableOf([{ a: { b: { c: 1 } } }]).includes("| { b: [Object] } |"));
  const row = { name: "r" };
  row.self = row;
  assert.ok(tableOf([row]).includes("{ name: 'r', self: [Circular] }"));
});
