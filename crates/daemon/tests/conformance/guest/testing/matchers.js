// Each matcher of runtime.md 11.4: [what is asserted, the text of the failure, the text under `not`]. One of the texts is
// missing where the matcher holds, or does not.
const circle = {};
circle.self = circle;
const boom = () => { throw new RangeError("a boom"); };
const spy = mock.fn((x) => x * 2);
spy(1);
spy(2, 3);
const silent = mock.fn();
const failing = mock.fn(boom);
try { failing(); } catch {}
class Shape {}
class Circle extends Shape {}

const holds = (assert, not) => [assert, undefined, not];
const fails = (assert, text) => [assert, text, undefined];
const table = [
  holds((e) => e(1).toBe(1), "Expected 1 not to be 1"),
  holds((e) => e(NaN).toBe(NaN), "Expected NaN not to be NaN"),
  fails((e) => e(0).toBe(-0), "Expected 0 to be 0"),
  fails((e) => e("a").toBe("b"), 'Expected "a" to be "b"'),
  fails((e) => e({ a: 1 }).toBe({ a: 1 }), 'Expected {"a":1} to be {"a":1}'),
  fails((e) => e(null).toBe(undefined), "Expected null to be undefined"),
  fails((e) => e(10n).toBe(10), "Expected 10 to be 10"),
  fails((e) => e(Symbol("s")).toBe(1), "Expected Symbol(s) to be 1"),
  fails((e) => e(circle).toBe(1), "Expected [object Object] to be 1"),
  holds((e) => e({ a: [1, { b: 2 }] }).toEqual({ a: [1, { b: 2 }] }), 'Expected {"a":[1,{"b":2}]} not to equal {"a":[1,{"b":2}]}'),
  fails((e) => e({ a: 1 }).toEqual({ a: 2 }), 'Expected {"a":1} to equal {"a":2}'),
  fails((e) => e([1]).toEqual({ 0: 1 }), 'Expected [1] to equal {"0":1}'),
  fails((e) => e({ a: 1 }).toEqual({ a: 1, b: 2 }), 'Expected {"a":1} to equal {"a":1,"b":2}'),
  holds((e) => e({ a: 1 }).toStrictEqual({ a: 1 }), 'Expected {"a":1} not to strictly equal {"a":1}'),
  fails((e) => e({ a: 1 }).toStrictEqual({ a: 1, b: undefined }), 'Expected {"a":1} to strictly equal {"a":1}'),
  fails((e) => e(new Shape()).toStrictEqual({}), "Expected {} to strictly equal {}"),
  fails((e) => e([, 1]).toStrictEqual([undefined, 1]), "Expected [null,1] to strictly equal [null,1]"),
  fails((e) => e({ [Symbol.iterator]: 1 }).toStrictEqual({}), "Expected {} to strictly equal {}"),
  holds((e) => e(1).toBeTruthy(), "Expected 1 not to be truthy"),
  fails((e) => e("").toBeTruthy(), 'Expected "" to be truthy'),
  holds((e) => e(0).toBeFalsy(), "Expected 0 not to be falsy"),
  fails((e) => e("x").toBeFalsy(), 'Expected "x" to be falsy'),
  holds((e) => e(null).toBeNull(), "Expected null not to be null"),
  fails((e) => e(undefined).toBeNull(), "Expected undefined to be null"),
  holds((e) => e(undefined).toBeUndefined(), "Expected undefined not to be undefined"),
  fails((e) => e(null).toBeUndefined(), "Expected null to be undefined"),
  holds((e) => e(null).toBeDefined(), "Expected null not to be defined"),
  fails((e) => e(undefined).toBeDefined(), "Expected undefined to be defined"),
  holds((e) => e(NaN).toBeNaN(), "Expected NaN not to be NaN"),
  fails((e) => e("NaN").toBeNaN(), 'Expected "NaN" to be NaN'),
  holds((e) => e([1, 2]).toContain(2), "Expected [1,2] not to contain 2"),
  fails((e) => e([{}]).toContain({}), "Expected [{}] to contain {}"),
  holds((e) => e("team").toContain("tea"), 'Expected "team" not to contain "tea"'),
  fails((e) => e("team").toContain("I"), 'Expected "team" to contain "I"'),
  fails((e) => e(5).toContain(5), "Expected 5 to contain 5"),
  holds((e) => e([{ a: 1 }]).toContainEqual({ a: 1 }), 'Expected array not to contain equal {"a":1}'),
  fails((e) => e([{ a: 1 }]).toContainEqual({ a: 2 }), 'Expected array to contain equal {"a":2}'),
  holds((e) => e("abc").toHaveLength(3), "Expected length not to be 3, but got 3"),
  fails((e) => e([1]).toHaveLength(2), "Expected length to be 2, but got 1"),
  fails((e) => e(null).toHaveLength(2), "Expected length to be 2, but got undefined"),
  holds((e) => e("hello").toMatch("ell"), 'Expected "hello" not to match ell'),
  holds((e) => e("hello").toMatch(/L+/i), 'Expected "hello" not to match /L+/i'),
  fails((e) => e("hello").toMatch(/x/g), 'Expected "hello" to match /x/g'),
  fails((e) => e(5).toMatch("5"), "Expected 5 to match 5"),
  holds((e) => e({ a: 1, b: { c: 2, d: 3 } }).toMatchObject({ b: { c: 2 } }), 'Expected {"a":1,"b":{"c":2,"d":3}} not to match object {"b":{"c":2}}'),
  fails((e) => e({ a: 1 }).toMatchObject({ a: 2 }), 'Expected {"a":1} to match object {"a":2}'),
  fails((e) => e({ a: [1, 2] }).toMatchObject({ a: [1] }), 'Expected {"a":[1,2]} to match object {"a":[1]}'),
  holds((e) => e({ a: [{ b: 1, c: 2 }] }).toMatchObject({ a: [{ b: 1 }] }), 'Expected {"a":[{"b":1,"c":2}]} not to match object {"a":[{"b":1}]}'),
  holds((e) => e({ a: 1, t: "now" }).toMatchObject({ t: expect.any(String) }), 'Expected {"a":1,"t":"now"} not to match object {"t":"any(String)"}'),
  holds((e) => e({ a: { b: 1 } }).toHaveProperty("a.b"), 'Expected {"a":{"b":1}} not to have property a.b'),
  holds((e) => e({ a: { b: [1] } }).toHaveProperty("a.b", [1]), 'Expected {"a":{"b":[1]}} not to have property a.b with value [1]'),
  fails((e) => e({ a: 1 }).toHaveProperty("b"), 'Expected {"a":1} to have property b'),
  fails((e) => e({ a: 1 }).toHaveProperty("a", 2), 'Expected {"a":1} to have property a with value 2'),
  fails((e) => e({ a: 1 }).toHaveProperty("a.b.c"), 'Expected {"a":1} to have property a.b.c'),
  holds((e) => e({ "a.b": 1 }).toHaveProperty(["a.b"]), 'Expected {"a.b":1} not to have property ["a.b"]'),
  holds((e) => e({ a: undefined }).toHaveProperty("a"), "Expected {} not to have property a"),
  holds((e) => e(new Circle()).toBeInstanceOf(Shape), "Expected {} not to be instance of Shape"),
  fails((e) => e({}).toBeInstanceOf(Shape), "Expected {} to be instance of Shape"),
  holds((e) => e(1).toBeTypeOf("number"), 'Expected typeof 1 not to be "number"'),
  fails((e) => e("1").toBeTypeOf("number"), 'Expected typeof "1" to be "number", got "string"'),
  holds((e) => e(2).toBeGreaterThan(1), "Expected 2 not to be greater than 1"),
  fails((e) => e(1).toBeGreaterThan(1), "Expected 1 to be greater than 1"),
  holds((e) => e(1).toBeGreaterThanOrEqual(1), "Expected 1 not to be greater than or equal to 1"),
  fails((e) => e(0).toBeGreaterThanOrEqual(1), "Expected 0 to be greater than or equal to 1"),
  holds((e) => e(1n).toBeLessThan(2), "Expected 1 not to be less than 2"),
  fails((e) => e(2).toBeLessThan(2), "Expected 2 to be less than 2"),
  holds((e) => e(2).toBeLessThanOrEqual(2), "Expected 2 not to be less than or equal to 2"),
  fails((e) => e(3).toBeLessThanOrEqual(2), "Expected 3 to be less than or equal to 2"),
  holds((e) => e(0.1 + 0.2).toBeCloseTo(0.3), "Expected 0.30000000000000004 not to be close to 0.3 (precision: 2 digits)"),
  fails((e) => e(1).toBeCloseTo(1.01, 3), "Expected 1 to be close to 1.01 (precision: 3 digits)"),
  holds((e) => e(Infinity).toBeCloseTo(Infinity), "Expected Infinity not to be close to Infinity (precision: 2 digits)"),
  holds((e) => e(boom).toThrow(), "Expected function not to throw"),
  fails((e) => e(() => {}).toThrow(), "Expected function to throw"),
  holds((e) => e(boom).toThrow("boom"), 'Expected function not to throw "boom"'),
  holds((e) => e(boom).toThrow(/a b/), "Expected function not to throw /a b/"),
  holds((e) => e(boom).toThrow(RangeError), "Expected function not to throw RangeError"),
  holds((e) => e(boom).toThrow(new Error("a boom")), 'Expected function not to throw "a boom"'),
  fails((e) => e(boom).toThrow("x"), 'Expected function to throw "x", but threw: a boom'),
  fails((e) => e(boom).toThrow(TypeError), "Expected function to throw TypeError, but threw: a boom"),
  fails((e) => e(() => {}).toThrow("x"), 'Expected function to throw "x", but did not throw'),
  holds((e) => e(() => { throw "text"; }).toThrow("tex"), 'Expected function not to throw "tex"'),
  holds((e) => e(spy).toHaveBeenCalled(), "Expected mock not to have been called"),
  fails((e) => e(silent).toHaveBeenCalled(), "Expected mock to have been called"),
  holds((e) => e(spy).toHaveBeenCalledTimes(2), "Expected mock not to have been called 2 times"),
  fails((e) => e(spy).toHaveBeenCalledTimes(1), "Expected mock to be called 1 times, got 2"),
  holds((e) => e(spy).toHaveBeenCalledWith(2, expect.anything()), 'Expected mock not to have been called with [2,"anything()"]'),
  fails((e) => e(spy).toHaveBeenCalledWith(9), "Expected mock to have been called with [9]"),
  holds((e) => e(spy).toHaveBeenLastCalledWith(2, 3), "Expected last call not to be [2,3]"),
  fails((e) => e(spy).toHaveBeenLastCalledWith(1), "Expected last call to be [1], got [2,3]"),
  fails((e) => e(silent).toHaveBeenLastCalledWith(1), "Expected last call to be [1], got undefined"),
  holds((e) => e(spy).toHaveBeenNthCalledWith(1, 1), "Expected call 1 not to be [1]"),
  fails((e) => e(spy).toHaveBeenNthCalledWith(2, 1), "Expected call 2 to be [1], got [2,3]"),
  holds((e) => e(spy).toHaveReturned(), "Expected mock not to have returned"),
  fails((e) => e(failing).toHaveReturned(), "Expected mock to have returned"),
  holds((e) => e(spy).toHaveReturnedWith(2), "Expected mock not to have returned 2"),
  fails((e) => e(spy).toHaveReturnedWith(3), "Expected mock to have returned 3"),
  holds((e) => e(spy).toHaveLastReturnedWith(4), "Expected last return not to be 4"),
  fails((e) => e(spy).toHaveLastReturnedWith(2), "Expected last return to be 2, got 4"),
  holds((e) => e(spy).toHaveReturnedTimes(2), "Expected mock not to have returned 2 times"),
  fails((e) => e(failing).toHaveReturnedTimes(1), "Expected mock to have returned 1 times, got 0"),
  holds((e) => e(spy).toHaveNthReturnedWith(1, 2), "Expected return 1 not to be 2"),
  fails((e) => e(spy).toHaveNthReturnedWith(2, 2), "Expected return 2 to be 2, got 4"),
];

const seen = new Set();
for (const [assert, text, not] of table) {
  const name = /\.(to\w+)/.exec(assert)[1];
  seen.add(name);
  const plain = (value) => expect(value);
  const negated = (value) => expect(value).not;
  const [failing, passing, message] = text === undefined ? [negated, plain, not] : [plain, negated, text];
  try {
    is(assert(passing), undefined, `${assert}`);
  } catch (error) {
    fail(`${assert}`, `threw ${error.message}`);
  }
  try {
    assert(failing);
    fail(`${assert}`, "did not throw");
  } catch (error) {
    is(error.message, message, `${assert}`);
    is(error.name, "TestError", `${assert}`);
    is(error.matcherName, name, `${assert}`);
    ok(error instanceof Error);
  }
}
const all = Object.keys(Object.getPrototypeOf(expect(1))).filter((name) => name.startsWith("to"));
for (const name of all) ok(seen.has(name), `${name} is in the table`);
is(seen.size, 33);

// Misuse is an error of another kind, also under `not`.
for (const e of [expect(5), expect(5).not]) {
  throws(() => e.toThrow(), "Error", "toThrow requires a function");
  for (const name of all.filter((name) => /^toHave(Been|.*Returned)/.test(name))) {
    throws(() => e[name](1), "Error", `${name} requires a mock function`);
  }
}

// What they carry.
try {
  expect({ a: 1 }).toEqual({ a: 2 });
} catch (error) {
  same(error.expected, { a: 2 });
  same(error.actual, { a: 1 });
}

// Promises.
const failure = async (promise) => {
  try {
    await promise;
    return "fulfilled";
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : show(error);
  }
};
is(await failure(expect(Promise.resolve(1)).resolves.toBe(1)), "fulfilled");
is(await failure(expect(Promise.resolve(1)).resolves.not.toBe(1)), "TestError: Expected 1 not to be 1");
is(await failure(expect(Promise.resolve(1)).not.resolves.toBe(1)), "TestError: Expected 1 not to be 1");
is(await failure(expect(Promise.reject("r")).resolves.toBe(1)), '"r"');
is(await failure(expect(Promise.reject(1)).rejects.toBe(1)), "fulfilled");
is(await failure(expect(Promise.reject(1)).rejects.not.toBe(1)), "TestError: Expected 1 not to be 1");
is(await failure(expect(Promise.resolve(1)).rejects.toBe(1)), "TestError: Expected promise to reject");
is(await failure(expect(Promise.reject(new RangeError("no"))).rejects.toThrow("no")), "fulfilled");
is(await failure(expect(Promise.reject(new RangeError("no"))).rejects.toThrow(RangeError)), "fulfilled");
is(await failure(expect(Promise.reject(new RangeError("no"))).rejects.toThrow(TypeError)), "TestError: Expected function to throw TypeError, but threw: no");
is(await failure(expect(Promise.reject(new Error("no"))).rejects.toMatchObject({ message: "no" })), "fulfilled");
is(await failure(expect({ then: (resolve) => resolve(3) }).resolves.toBe(3)), "fulfilled");

// Asymmetric matchers.
const asymmetric = [
  [expect.anything(), [0, "", {}], [null, undefined], "anything()"],
  [expect.any(String), ["", Object("s")], [1, null], "any(String)"],
  [expect.any(Number), [NaN], ["1"], "any(Number)"],
  [expect.any(Boolean), [false], [0], "any(Boolean)"],
  [expect.any(Function), [() => {}, Shape], [{}], "any(Function)"],
  [expect.any(Object), [{}, []], [null, 1], "any(Object)"],
  [expect.any(Array), [[]], [{}], "any(Array)"],
  [expect.any(Shape), [new Circle()], [{}], "any(Shape)"],
  [expect.stringContaining("b"), ["abc"], ["x", 1], 'stringContaining("b")'],
  [expect.stringMatching(/^a/), ["ab"], ["ba", 1], "stringMatching(/^a/)"],
  [expect.stringMatching("a"), ["ba"], ["b"], "stringMatching(a)"],
  [expect.arrayContaining([1, { a: 2 }]), [[{ a: 2 }, 3, 1]], [[1], "1"], 'arrayContaining([1,{"a":2}])'],
  [expect.objectContaining({ a: { b: 1 } }), [{ a: { b: 1 }, c: 2 }], [{}, { a: {} }, null], 'objectContaining({"a":{"b":1}})'],
];
for (const [matcher, fitting, others, text] of asymmetric) {
  is(String(matcher), text);
  for (const value of fitting) {
    expect({ value }).toEqual({ value: matcher });
    expect({ value: matcher }).toEqual({ value });
    expect([value]).toStrictEqual([matcher]);
  }
  for (const value of others) expect({ value }).not.toEqual({ value: matcher });
}
