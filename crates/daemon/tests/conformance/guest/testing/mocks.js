// Mocks and spies (runtime.md 11.6).
is(mock, jest);
const f = mock.fn();
is(f(1, 2), undefined);
const self = { f };
self.f("x");
same(f.mock.calls, [[1, 2], ["x"]]);
same(f.mock.lastCall, ["x"]);
is(f.mock.contexts[1], self);
same(f.mock.results, [{ type: "return", value: undefined }, { type: "return", value: undefined }]);
const g = mock.fn((x) => { if (x) throw new Error("g"); return "ok"; });
throws(() => g(true), "Error", "g");
is(g(false), "ok");
same(g.mock.results.map(({ type }) => type), ["throw", "return"]);
is(g.mock.results[0].value.message, "g");
const [first, second] = g.mock.invocationCallOrder;
is(second, first + 1);
ok(first > f.mock.invocationCallOrder[1]);
const promise = Promise.resolve(1);
is(mock.fn(() => promise)(), promise);

// Instances.
const Made = mock.fn(function () { this.made = true; });
const made = new Made();
is(made.made, true);
is(Made.mock.instances[0], made);

// What was configured last wins; what is for one call comes before.
const h = mock.fn(() => "first");
is(h.mockReturnValue("value"), h);
is(h(), "value");
h.mockImplementation((x) => `implementation ${x}`);
is(h(1), "implementation 1");
h.mockReturnValueOnce("once").mockImplementationOnce(() => "twice");
same([h(), h(), h(2)], ["once", "twice", "implementation 2"]);
h.mockResolvedValue("resolved");
is(await h(), "resolved");
h.mockRejectedValue(new Error("rejected"));
await rejects(h(), "Error", "rejected");
h.mockResolvedValueOnce(1).mockRejectedValueOnce(new Error("once"));
is(await h(), 1);
await rejects(h(), "Error", "once");

h.mockClear();
same(h.mock.calls, []);
is(h.mock.lastCall, undefined);
await rejects(h(), "Error", "rejected");
h.mockReset();
is(h(), undefined);
same(h.mock.calls, [[]]);

// Spies.
class Base { inherited() { return "base"; } }
const object = Object.assign(new Base(), { add(a, b) { return a + b + (this.offset ?? 0); }, offset: 10, text: "" });
const original = object.add;
const spy = mock.spyOn(object, "add");
is(object.add(1, 2), 13);
same(spy.mock.calls, [[1, 2]]);
is(mock.spyOn(object, "add"), spy);
spy.mockReturnValue(0);
is(object.add(1, 2), 0);
spy.mockRestore();
is(object.add, original);
throws(() => mock.spyOn(object, "text"), "Error", "Cannot spy on text: not a function");
throws(() => mock.spyOn(object, "none"), "Error", "Cannot spy on none: not a function");
const inherited = mock.spyOn(object, "inherited");
is(object.inherited(), "base");
inherited.mockRestore();
ok(!Object.hasOwn(object, "inherited"));
is(object.inherited(), "base");

// All at once, spies newest first.
mock.spyOn(object, "add").mockReturnValue("outer");
const counted = mock.fn(() => 5);
counted();
mock.clearAllMocks();
same(counted.mock.calls, []);
is(counted(), 5);
is(object.add(), "outer");
mock.restoreAllMocks();
is(object.add, original);
mock.resetAllMocks();
is(counted(), undefined);
ok(mock.isMockFunction(counted) && !mock.isMockFunction(() => {}));
