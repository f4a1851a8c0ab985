// `console.table` (spec 4.6): which rows and cells a value has.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { Grid } from "ext:isolate/console/grid.js";
import { Inspection, getterThrew } from "ext:isolate/console/inspect.js";
import { TextWriter } from "ext:isolate/console/text.js";

const {
  ArrayIsArray,
  ObjectHasOwn,
  ObjectKeys,
  SafeMapIterator,
  SafeSetIterator,
  TypedArrayPrototypeGetLength,
} = primordials;

/**
 * The table of `data`, or undefined when it is nothing a table can be made of.
 * @param {any} data
 * @param {any} [columns] an array of the only titles to show; anything else means all
 * @returns {string | undefined}
 */
export function tableText(data, columns) {
  try {
    if (core.isMap(data)) return mapTable(data);
    if (core.isSet(data)) return setTable(data);
    if (isList(data)) return listTable(data, columns);
    return isRecord(data) ? recordTable(data, columns) : undefined;
  } catch {
    // A trap of a proxy threw: the data is shown as far as it can be.
    return undefined;
  }
}

/**
 * @param {any} list
 * @param {any} columns
 */
function listTable(list, columns) {
  const grid = new Grid("(index)");
  grid.valuesShown = true;
  const length = ArrayIsArray(list) ? +list.length : TypedArrayPrototypeGetLength(list);
  for (let i = 0; i < length && !grid.full; i++) {
    if (ObjectHasOwn(list, i)) addRow(grid, `${i}`, list, i);
    else grid.beginRow(`${i}`);
  }
  return grid.render(columns);
}

/**
 * @param {any} record
 * @param {any} columns
 */
function recordTable(record, columns) {
  const grid = new Grid("(index)");
  const keys = ObjectKeys(record);
  for (let i = 0; i < keys.length && !grid.full; i++) addRow(grid, cellText(grid, keys[i]), record, keys[i]);
  return grid.render(columns);
}

/** @param {any} map */
function mapTable(map) {
  const grid = new Grid("(iteration index)");
  grid.valuesShown = true;
  const keyColumn = grid.column("Key");
  let i = 0;
  for (const entry of new SafeMapIterator(map)) {
    if (grid.full) break;
    grid.beginRow(`${i++}`);
    grid.addCell(keyColumn, cellText(grid, entry[0]));
    grid.addValue(cellText(grid, entry[1]));
  }
  return grid.render();
}

/** @param {any} set */
function setTable(set) {
  const grid = new Grid("(iteration index)");
  grid.valuesShown = true;
  let i = 0;
  for (const element of new SafeSetIterator(set)) {
    if (grid.full) break;
    grid.beginRow(`${i++}`);
    grid.addValue(cellText(grid, element));
  }
  return grid.render();
}

/**
 * Adds the row `data[key]`: one cell for each key of an object, else one in the last column.
 * @param {Grid} grid
 * @param {string} index text of the first cell
 * @param {any} data
 * @param {string | number} key
 */
function addRow(grid, index, data, key) {
  grid.beginRow(index);
  let row;
  try {
    row = data[key];
  } catch (error) {
    return grid.addValue(getterThrew(error));
  }
  if (!isRecord(row)) return grid.addValue(cellText(grid, row));
  const keys = ObjectKeys(row);
  for (let i = 0; i < keys.length && !grid.full; i++) {
    let text;
    try {
      text = cellText(grid, row[keys[i]]);
    } catch (error) {
      text = getterThrew(error);
    }
    grid.addCell(grid.column(keys[i]), text);
  }
}

/**
 * A value as a cell shows it: nested at depth 1, and `undefined` as nothing.
 * @param {Grid} grid
 * @param {unknown} value
 */
function cellText(grid, value) {
  if (value === undefined) return "";
  const out = new TextWriter(grid.room);
  new Inspection(out).value(value, 1);
  return out.text;
}

/** @param {any} value */
function isList(value) {
  return ArrayIsArray(value) || core.isTypedArray(value);
}

/**
 * Whether a value is shown by its keys. Boxed strings are not: their keys could be without number.
 * @param {any} value
 */
function isRecord(value) {
  return typeof value === "object" && value !== null && !isList(value) && !core.isStringObject(value);
}
