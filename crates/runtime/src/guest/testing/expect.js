// `expect(actual)`: the object that has all matchers (runtime.md 11.4).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { asymmetric } from "ext:isolate/testing/asymmetric.js";
import { count, wantAssertions, wantSomeAssertion } from "ext:isolate/testing/assertions.js";
import { testError } from "ext:isolate/testing/failure.js";
import { mockMatchers } from "ext:isolate/testing/mock_matchers.js";
import { throwMatchers } from "ext:isolate/testing/throw_matcher.js";
import { valueMatchers } from "ext:isolate/testing/value_matchers.js";
const { ArrayPrototypePush, ObjectAssign, ObjectCreate, ObjectDefineProperty, ObjectKeys, ObjectSetPrototypeOf, SafeArrayIterator } = primordials;

/**
 * What a matcher has found: whether it holds, and the texts of the failure if it should hold, and if it should not.
 * @typedef {object} Verdict
 * @property {boolean} pass
 * @property {() => string} text
 * @property {() => string} not
 * @property {unknown} [expected]
 * @property {unknown} [actual]
 * @property {boolean} [differ] whether a comparison of the two would tell more
 *
 * @typedef {(actual: any, args: any[], after: After) => Verdict} Matcher
 *
 * A matcher of another capability: throws by itself, or gives a promise that rejects.
 * @typedef {(actual: any, negated: boolean, args: any[]) => unknown} ForeignMatcher
 *
 * @typedef {"" | "resolves" | "rejects"} After
 * @typedef {{ actual: unknown, negated: boolean, after: After, methods: object }} State
 */

/** An assertion under way. All its methods come from the prototype it is given; what it is about is private. */
class Assertion {
  /** @type {State} */
  #state;

  /** @param {State} state */
  constructor(state) {
    this.#state = state;
    ObjectSetPrototypeOf(this, state.methods);
  }

  /** @param {Assertion} assertion @returns {State} */
  static state(assertion) {
    return assertion.#state;
  }
}
const { state } = Assertion;

/** The methods of all assertions. */
const methods = ObjectCreate(null);

/** @type {{ accepts: (actual: unknown) => boolean, methods: object }[]} */
const special = [];

/** @param {string} name @param {(actual: unknown, state: State, args: unknown[]) => unknown} check @param {object} target */
function addMethod(name, check, target) {
  const { [name]: value } = {
    /** @this {Assertion} @param {unknown[]} args */
    [name](...args) {
      const about = state(this);
      count();
      return about.after === "" ? check(about.actual, about, args) : settled(about, check, args);
    },
  };
  ObjectDefineProperty(target, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

/**
 * Waits for the promise, and checks what it has come to.
 * @param {State} about
 * @param {(actual: unknown, state: State, args: unknown[]) => unknown} check
 * @param {unknown[]} args
 */
async function settled(about, check, args) {
  if (about.after === "resolves") return check(await about.actual, about, args);
  let reason;
  try {
    await about.actual;
  } catch (error) {
    reason = { __proto__: null, error };
  }
  if (reason === undefined) throw testError("Expected promise to reject", { matcherName: "rejects" });
  return check(reason.error, about, args);
}

/** @param {string} name @param {(from: State) => Partial<State>} change */
function addModifier(name, change) {
  ObjectDefineProperty(methods, name, {
    __proto__: null,
    /** @this {Assertion} */
    get() {
      const from = state(this);
      // @ts-ignore: no prototype
      return new Assertion({ __proto__: null, ...from, ...change(from) });
    },
    enumerable: true,
    configurable: true,
  });
}

addModifier("not", (from) => ({ negated: !from.negated }));
addModifier("resolves", () => ({ after: "resolves" }));
addModifier("rejects", () => ({ after: "rejects" }));

/** @param {Record<string, Matcher>} matchers */
function addMatchers(matchers) {
  for (const name of new SafeArrayIterator(ObjectKeys(matchers))) {
    addMethod(
      name,
      (actual, { negated, after }, args) => {
        const verdict = matchers[name](actual, args, after);
        if (verdict.pass !== negated) return;
        const details = { __proto__: null, ...verdict, matcherName: name };
        throw testError(negated ? verdict.not() : verdict.text(), details);
      },
      methods,
    );
  }
}

addMatchers(valueMatchers);
addMatchers(throwMatchers);
addMatchers(mockMatchers);

/**
 * Gives values of some kind more matchers, beside those of all values; one of the same name takes the place of the other.
 * To be called while the scripts are being evaluated.
 * @param {(actual: unknown) => boolean} accepts must not run any code of the guest's
 * @param {Record<string, ForeignMatcher>} matchers
 */
export function registerMatchers(accepts, matchers) {
  const more = ObjectCreate(methods);
  for (const name of new SafeArrayIterator(ObjectKeys(matchers))) {
    addMethod(name, (actual, { negated }, args) => matchers[name](actual, negated, args), more);
  }
  ArrayPrototypePush(special, { __proto__: null, accepts, methods: more });
}

/** @param {unknown} actual */
function expectValue(actual) {
  let found = methods;
  for (const kind of new SafeArrayIterator(special)) {
    if (kind.accepts(actual)) found = kind.methods;
  }
  // @ts-ignore: no prototype
  return new Assertion({ __proto__: null, actual, negated: false, after: "", methods: found });
}

export const expect = ObjectAssign(expectValue, {
  ...asymmetric,
  assertions: wantAssertions,
  hasAssertions: wantSomeAssertion,
});
ObjectDefineProperty(expect, "name", { __proto__: null, value: "expect", configurable: true });
