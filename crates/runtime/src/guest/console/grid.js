// A grid of texts and its layout in plain characters (spec 4.6), for `console.table`.
// @ts-check
import { primordials } from "ext:core/mod.js";
import { TEXT_LIMIT, TextWriter } from "ext:isolate/console/text.js";

const {
  ArrayIsArray,
  MathMax,
  ObjectKeys,
  SafeMap,
  SafeSet,
  StringPrototypeIndexOf,
  StringPrototypePadEnd,
  StringPrototypeRepeat,
  StringPrototypeSlice,
} = primordials;

/** Title of the last column, for rows that are no objects. It is apart from a key of the same name. */
const VALUES = "Values";

/** One column: its title and the width of its widest text. */
class Column {
  /** @param {string} title */
  constructor(title) {
    this.title = oneLine(title);
    this.width = this.title.length;
  }
}

/** Cells by row and column. All their text together is limited like any other console text. */
export class Grid {
  /** Whether the column of values is shown. */
  valuesShown = false;
  /** Characters the next cells may have. */
  room = TEXT_LIMIT;
  #index;
  #values = new Column(VALUES);
  /** By title, in the order first seen. @type {Map<string, Column>} */
  #columns = new SafeMap();
  /** Each row's texts by column. @type {Set<Map<Column, string>>} */
  #rows = new SafeSet();
  /** The row that cells are added to. @type {Map<Column, string>} */
  #row = new SafeMap();

  /** @param {string} indexTitle */
  constructor(indexTitle) {
    this.#index = new Column(indexTitle);
  }

  /** True when nothing more should be added. */
  get full() {
    return this.room === 0;
  }

  /**
   * The column of that title, which is made when there is none.
   * @param {string} title
   */
  column(title) {
    let column = this.#columns.get(title);
    if (column === undefined) {
      column = new Column(title);
      this.#columns.set(title, column);
      this.#charge(title);
    }
    return column;
  }

  /** @param {string} index text of the first cell */
  beginRow(index) {
    this.#row = new SafeMap();
    this.#rows.add(this.#row);
    this.addCell(this.#index, index);
  }

  /** @param {string} text goes into the column of values, which is shown from then on */
  addValue(text) {
    this.valuesShown = true;
    this.addCell(this.#values, text);
  }

  /**
   * @param {Column} column
   * @param {string} text
   */
  addCell(column, text) {
    this.#charge(text);
    text = oneLine(text);
    column.width = MathMax(column.width, text.length);
    this.#row.set(column, text);
  }

  /**
   * Takes a text, and what the layout puts around it, off the room that is left.
   * @param {string} text
   */
  #charge(text) {
    this.room = MathMax(this.room - text.length - 3, 0);
  }

  /**
   * Separator, header, separator, rows, separator.
   * @param {any} [only] an array of the only titles to show; anything else means all
   */
  render(only) {
    const columns = this.#shown(only);
    const separator = separatorOf(columns);
    const out = new TextWriter();
    out.write(separator);
    writeLine(out, columns, (column) => column.title);
    out.write(`\n${separator}`);
    for (const row of this.#rows.values()) {
      if (out.full) break;
      writeLine(out, columns, (column) => row.get(column) ?? "");
    }
    out.write(`\n${separator}`);
    out.full ||= this.full;
    return out.finish();
  }

  /**
   * @param {any} only
   * @returns {Set<Column>}
   */
  #shown(only) {
    /** @type {Set<Column>} */
    const shown = new SafeSet();
    shown.add(this.#index);
    if (!ArrayIsArray(only)) {
      for (const column of this.#columns.values()) shown.add(column);
      if (this.valuesShown) shown.add(this.#values);
      return shown;
    }
    let valuesChosen = false;
    // By its keys: the length of a guest's array says nothing about the work it makes.
    const keys = ObjectKeys(only);
    for (let i = 0; i < keys.length; i++) {
      const title = only[keys[i]];
      const column = this.#columns.get(title);
      if (column !== undefined) shown.add(column);
      valuesChosen ||= title === VALUES;
    }
    if (this.valuesShown && valuesChosen) shown.add(this.#values);
    return shown;
  }
}

/** @param {Set<Column>} columns */
function separatorOf(columns) {
  let line = "+";
  for (const column of columns.values()) line += StringPrototypeRepeat("-", column.width + 2) + "+";
  return line;
}

/**
 * @param {TextWriter} out
 * @param {Set<Column>} columns
 * @param {(column: Column) => string} textOf
 */
function writeLine(out, columns, textOf) {
  out.write("\n|");
  for (const column of columns.values()) out.write(` ${StringPrototypePadEnd(textOf(column), column.width)} |`);
}

/**
 * Line breaks, which would break the layout, as `\n`. Only errors and titles have any.
 * @param {string} text
 */
function oneLine(text) {
  let at = StringPrototypeIndexOf(text, "\n");
  if (at === -1) return text;
  let line = "";
  let from = 0;
  for (; at !== -1; at = StringPrototypeIndexOf(text, "\n", from)) {
    line += `${StringPrototypeSlice(text, from, at)}\\n`;
    from = at + 1;
  }
  return line + StringPrototypeSlice(text, from);
}
