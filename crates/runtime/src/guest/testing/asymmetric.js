// Asymmetric matchers: `expect.anything()` and so on, which stand in for values in expected ones (runtime.md 11.4).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { equals } from "ext:isolate/testing/equality.js";
import { show, text } from "ext:isolate/testing/format.js";
import { matches } from "ext:isolate/testing/value_matchers.js";
const {
  ArrayIsArray,
  ArrayPrototypeEvery,
  ArrayPrototypeSome,
  Object,
  ObjectDefineProperty,
  ObjectKeys,
  StringPrototypeIncludes,
  SymbolFor,
  TypeError,
} = primordials;

/** By which Jest's own tools know them. */
const KIND = SymbolFor("jest.asymmetricMatcher");

/** A value that says by itself what it equals. */
class Asymmetric {
  #holds;
  #words;

  /** @param {(other: any) => boolean} holds @param {() => string} words */
  constructor(holds, words) {
    this.#holds = holds;
    this.#words = words;
  }

  /** @param {unknown} other */
  asymmetricMatch(other) {
    return this.#holds(other);
  }

  toString() {
    return this.#words();
  }

  /** In texts and results it is seen as what it says. */
  toJSON() {
    return this.#words();
  }
}
ObjectDefineProperty(Asymmetric.prototype, "$$typeof", { __proto__: null, value: KIND });


/** @param {any} constructor @param {any} other */
function isAny(constructor, other) {
  switch (constructor) {
    case primordials.String:
      return typeof other === "string" || other instanceof constructor;
    case primordials.Number:
      return typeof other === "number" || other instanceof constructor;
    case primordials.Boolean:
      return typeof other === "boolean" || other instanceof constructor;
    case primordials.BigInt:
      return typeof other === "bigint";
    case primordials.Symbol:
      return typeof other === "symbol";
    case primordials.Function:
      return typeof other === "function";
    case primordials.Object:
      return typeof other === "object" && other !== null;
    case primordials.Array:
      return ArrayIsArray(other);
    default:
      return other instanceof constructor;
  }
}

/** The static members of `expect` that make them. */
export const asymmetric = {
  anything: () => new Asymmetric((other) => other !== null && other !== undefined, () => "anything()"),

  /** @param {any} constructor */
  any(constructor) {
    if (typeof constructor !== "function") throw new TypeError("any() needs a class");
    return new Asymmetric((other) => isAny(constructor, other), () => `any(${text(constructor.name)})`);
  },

  /** @param {any} part */
  stringContaining(part) {
    const holds = (/** @type {any} */ other) => typeof other === "string" && StringPrototypeIncludes(other, text(part));
    return new Asymmetric(holds, () => `stringContaining("${text(part)}")`);
  },

  /** @param {any} pattern */
  stringMatching: (pattern) => new Asymmetric((other) => matches(other, pattern), () => `stringMatching(${text(pattern)})`),

  /** @param {any} elements */
  arrayContaining(elements) {
    if (!ArrayIsArray(elements)) throw new TypeError("arrayContaining() needs an array");
    const holds = (/** @type {any} */ other) =>
      ArrayIsArray(other) &&
      ArrayPrototypeEvery(elements, (/** @type {any} */ element) =>
        ArrayPrototypeSome(other, (/** @type {any} */ candidate) => equals(candidate, element)),
      );
    return new Asymmetric(holds, () => `arrayContaining(${show(elements)})`);
  },

  /** @param {any} properties */
  objectContaining(properties) {
    if (typeof properties !== "object" || properties === null) throw new TypeError("objectContaining() needs an object");
    const holds = (/** @type {any} */ other) =>
      other !== null &&
      other !== undefined &&
      ArrayPrototypeEvery(ObjectKeys(properties), (/** @type {string} */ key) => key in Object(other) && equals(other[key], properties[key]));
    return new Asymmetric(holds, () => `objectContaining(${show(properties)})`);
  },
};
