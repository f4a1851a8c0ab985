// The `console` object (spec 4.1): every method turns its call into one entry (4.2) for the host.
// @ts-check
import { primordials } from "ext:core/mod.js";
import { formatArguments, joinArguments } from "ext:isolate/console/format.js";
import { DEFAULT_DEPTH, inspect } from "ext:isolate/console/inspect.js";
import { bounded } from "ext:isolate/console/text.js";
import { tableText } from "ext:isolate/console/table.js";
import { closeGroup, consoleGroupDepth, counters, openGroup, timers } from "ext:isolate/console/state.js";
import { host } from "ext:isolate/host.js";
import "ext:isolate/console/builtins.js";
import "ext:isolate/console/errors.js";

const {
  ErrorCaptureStackTrace,
  NumberIsNaN,
  String,
  StringPrototypeIndexOf,
  StringPrototypeSlice,
  SymbolPrototypeToString,
} = primordials;

export { consoleCounters, consoleGroupDepth, consoleReset, consoleTimers } from "ext:isolate/console/state.js";

/**
 * Hands an entry to the host. A console call never fails because its entry could not be delivered.
 * @param {object} entry
 */
function emit(entry) {
  try {
    host.emitConsole(entry);
  } catch {
    // Nobody is there to be told.
  }
}

/**
 * @param {"log" | "warn" | "error" | "info" | "debug"} level
 * @param {unknown[]} args
 */
function output(level, args) {
  // Formatting is most of the work; nobody may be there to read it.
  if (host.wantsConsole?.() === false) return;
  emit({ __proto__: null, type: "output", level, stdout: formatArguments(args), groupDepth: consoleGroupDepth() });
}

/**
 * Emits an entry that has nothing but a text.
 * @param {"dir" | "table" | "assert"} type
 * @param {string} stdout
 */
function text(type, stdout) {
  emit({ __proto__: null, type, stdout, groupDepth: consoleGroupDepth() });
}

/** The global `console`. A plain object whose methods work without a receiver. */
export const console = {
  /** @param {unknown[]} args */
  log(...args) {
    output("log", args);
  },

  /** @param {unknown[]} args */
  warn(...args) {
    output("warn", args);
  },

  /** @param {unknown[]} args */
  error(...args) {
    output("error", args);
  },

  /** @param {unknown[]} args */
  info(...args) {
    output("info", args);
  },

  /** @param {unknown[]} args */
  debug(...args) {
    output("debug", args);
  },

  /** @param {unknown[]} args */
  trace(...args) {
    const stdout = formatArguments(args);
    const stack = bounded((stdout === "" ? "Trace" : `Trace: ${stdout}`) + framesAbove(trace));
    emit({ __proto__: null, type: "trace", stdout, stack, groupDepth: consoleGroupDepth() });
  },

  /**
   * @param {unknown} [value]
   * @param {{ depth?: number | null }} [options]
   */
  dir(value, options) {
    text("dir", inspect(value, depthOf(options)));
  },

  /**
   * @param {unknown} [data]
   * @param {readonly string[]} [columns]
   */
  table(data, columns) {
    text("table", tableText(data, columns) ?? joinArguments([data]));
  },

  /** @param {unknown} [label] */
  time(label) {
    timers.set(labelOf(label), host.now());
  },

  /** @param {unknown} [label] */
  timeEnd(label) {
    const name = labelOf(label);
    const start = timers.get(name);
    if (start === undefined) return;
    timers.delete(name);
    const duration = host.now() - start;
    emit({ __proto__: null, type: "time", label: name, duration, groupDepth: consoleGroupDepth() });
  },

  /**
   * @param {unknown} [label]
   * @param {unknown[]} args
   */
  timeLog(label, ...args) {
    const name = labelOf(label);
    const start = timers.get(name);
    if (start === undefined) return;
    const duration = host.now() - start;
    const stdout = joinArguments(args);
    emit({ __proto__: null, type: "timeLog", label: name, duration, stdout, groupDepth: consoleGroupDepth() });
  },

  /** @param {unknown} [label] */
  count(label) {
    const name = labelOf(label);
    const count = (counters.get(name) ?? 0) + 1;
    counters.set(name, count);
    emit({ __proto__: null, type: "count", label: name, count, groupDepth: consoleGroupDepth() });
  },

  /** @param {unknown} [label] */
  countReset(label) {
    const name = labelOf(label);
    counters.delete(name);
    emit({ __proto__: null, type: "countReset", label: name, groupDepth: consoleGroupDepth() });
  },

  /** @param {unknown} [label] */
  group(label) {
    group(label, false);
  },

  /** @param {unknown} [label] */
  groupCollapsed(label) {
    group(label, true);
  },

  groupEnd() {
    closeGroup();
    emit({ __proto__: null, type: "groupEnd", groupDepth: consoleGroupDepth() });
  },

  clear() {
    emit({ __proto__: null, type: "clear" });
  },

  /**
   * @param {unknown} [condition]
   * @param {unknown[]} args
   */
  assert(condition, ...args) {
    if (condition) return;
    text("assert", formatArguments(args.length === 0 ? ["console.assert"] : args, "Assertion failed: "));
  },
};

/** The method itself, since a guest may put another one in its place. */
const { trace } = console;

/**
 * @param {unknown} label
 * @param {boolean} collapsed
 */
function group(label, collapsed) {
  // A group's label is a message in the standard, so that an object is shown and not turned into a string.
  const name = label == null ? "default" : joinArguments([label]);
  emit({ __proto__: null, type: "group", label: name, collapsed, groupDepth: consoleGroupDepth() });
  openGroup();
}

/**
 * The label of a timer or counter: a string, `default` when there is none.
 * @param {unknown} label
 * @returns {string}
 */
function labelOf(label) {
  if (label == null) return "default";
  if (typeof label === "symbol") return SymbolPrototypeToString(label);
  try {
    return bounded(String(label));
  } catch {
    return inspect(label);
  }
}

/**
 * Levels that `console.dir` shows; anything but a number means the default.
 * @param {{ depth?: unknown } | undefined} options
 */
function depthOf(options) {
  try {
    const depth = options?.depth;
    return typeof depth === "number" && !NumberIsNaN(depth) ? depth : DEFAULT_DEPTH;
  } catch {
    return DEFAULT_DEPTH;
  }
}

/**
 * The stack's frames above a console method, each on a line after a line break.
 * @param {Function} method
 * @returns {string}
 */
function framesAbove(method) {
  try {
    const holder = { __proto__: null, name: "Trace", message: "", stack: "" };
    ErrorCaptureStackTrace(holder, method);
    // A guest's own `Error.prepareStackTrace` can have answered with anything.
    const stack = holder.stack;
    const start = typeof stack === "string" ? StringPrototypeIndexOf(stack, "\n") : -1;
    return start === -1 ? "" : StringPrototypeSlice(stack, start);
  } catch {
    return "";
  }
}
