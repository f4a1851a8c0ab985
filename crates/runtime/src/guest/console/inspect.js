// Formatting of one value (spec 4.4): depth, cycles, and the choice of a form by the value's prototype chain.
// @ts-check
import { primordials } from "ext:core/mod.js";
import { TextWriter } from "ext:isolate/console/text.js";
import { nameOf, writePrimitive } from "ext:isolate/console/primitives.js";
import { writeArray, writeRecord } from "ext:isolate/console/containers.js";

const { ArrayIsArray, MathMin, ObjectGetPrototypeOf, ObjectPrototype, SafeMap } = primordials;

/** Levels of nesting that are shown unless `console.dir` asks for another number. */
export const DEFAULT_DEPTH = 2;

/** The most levels `console.dir(value, { depth: Infinity })` goes down; recursion must not exhaust the stack. */
const MAX_DEPTH = 400;

/** Prototypes looked at before an object counts as a plain one; a proxy can make the chain endless. */
const MAX_CHAIN = 100;

/**
 * Writes the form of one class of objects. Answers false, with nothing written, when the value only inherits
 * from the class and is not a genuine instance; it is then shown as a plain object.
 * @typedef {(inspection: Inspection, value: any, depth: number) => boolean} Describer
 */

/** @type {Map<object | null, Describer>} */
const describers = new SafeMap();

/**
 * Teaches the formatter the form of a class. Only for start-up code; guests cannot reach it.
 * @param {object | null} prototype null for what has a class of its own that is not known here
 * @param {Describer} describer
 */
export function describe(prototype, describer) {
  describers.set(prototype, describer);
}

/** One walk over one argument: where the text goes, how deep it may go, and the objects it is inside of. */
export class Inspection {
  /** Where the text goes. @type {TextWriter} */
  out;
  #limit;
  /** The innermost `{ value, outer }` of a chain. @type {any} */
  #path = null;

  /**
   * @param {TextWriter} out
   * @param {number} limit objects at this depth are only named
   */
  constructor(out, limit = DEFAULT_DEPTH) {
    this.out = out;
    this.#limit = MathMin(limit, MAX_DEPTH);
  }

  /**
   * Writes `value` as it looks inside a container: strings are quoted.
   * @param {unknown} value
   * @param {number} depth
   */
  value(value, depth) {
    if (typeof value !== "object" || value === null) writePrimitive(this.out, value);
    else if (this.#isInside(value)) this.out.write("[Circular]");
    else this.#object(value, depth);
  }

  /**
   * Writes `holder[key]`. Getters run; one that throws is shown as Node shows it.
   * @param {any} holder
   * @param {string | number} key
   * @param {number} depth
   */
  property(holder, key, depth) {
    let value;
    try {
      value = holder[key];
    } catch (error) {
      this.out.write(getterThrew(error));
      return;
    }
    this.value(value, depth);
  }

  /**
   * @param {object} value
   * @param {number} depth
   */
  #object(value, depth) {
    const outer = this.#path;
    try {
      const array = isArray(value);
      if (array === null) return this.out.write("<Revoked Proxy>");
      if (depth >= this.#limit) return this.out.write(array ? "[Array]" : "[Object]");
      this.#path = { __proto__: null, value, outer };
      if (array) writeArray(this, value, depth);
      else if (!this.#described(value, depth)) writeRecord(this, value, depth);
    } catch (error) {
      // A proxy trap threw, or the stack is exhausted: what was written so far stays.
      this.out.write(interrupted(error));
    } finally {
      this.#path = outer;
    }
  }

  /**
   * @param {object} value
   * @param {number} depth
   */
  #described(value, depth) {
    let prototype = ObjectGetPrototypeOf(value);
    if (prototype === ObjectPrototype || prototype === null) return false;
    for (let hops = 0; hops < MAX_CHAIN && prototype !== null; hops++) {
      const describer = describers.get(prototype);
      if (describer !== undefined && describer(this, value, depth)) return true;
      prototype = ObjectGetPrototypeOf(prototype);
    }
    return describers.get(null)?.(this, value, depth) ?? false;
  }

  /** @param {object} value */
  #isInside(value) {
    for (let step = this.#path; step !== null; step = step.outer) {
      if (step.value === value) return true;
    }
    return false;
  }
}

/**
 * @param {object} value
 * @returns {boolean | null} null for a revoked proxy, which has no nature any more
 */
function isArray(value) {
  try {
    return ArrayIsArray(value);
  } catch {
    return null;
  }
}

/**
 * What stands in for something whose inspection threw.
 * @param {any} error any value, since anything can be thrown
 */
function interrupted(error) {
  let message = "";
  try {
    message = typeof error === "object" && error !== null ? error.message : error;
  } catch {
    // The error is as hostile as what threw it.
  }
  return `<Inspection threw (${typeof message === "string" ? message : typeof message})>`;
}

/**
 * What stands in for the value of a getter that threw.
 * @param {unknown} error
 */
export function getterThrew(error) {
  return `[Getter: ${interrupted(error)}]`;
}

/**
 * The name of a value's constructor, or `fallback`.
 * @param {any} value
 * @param {string} fallback
 */
export function constructorName(value, fallback) {
  try {
    const constructor = value.constructor;
    return (typeof constructor === "function" && nameOf(constructor)) || fallback;
  } catch {
    return fallback;
  }
}

/**
 * The text of one value as it looks inside a container.
 * @param {unknown} value
 * @param {number} [limit] levels of nesting shown
 */
export function inspect(value, limit) {
  const out = new TextWriter();
  new Inspection(out, limit).value(value, 0);
  return out.finish();
}
