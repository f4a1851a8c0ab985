// runtime.md 2.1 and 2.3: a real module.
is(this, undefined, "this");
is((function () { return this; })(), undefined, "strict mode");
throws(() => { undeclared = 1; }, "ReferenceError", "undeclared is not defined");
throws(() => { Object.freeze([]).push(1); }, "TypeError");
is(typeof arguments, "undefined", "no arguments");
is(await 5, 5);
is(await new Promise((resolve) => setTimeout(resolve, 1, "later")), "later");
for await (const x of [Promise.resolve(1)]) is(x, 1);
is(typeof import.meta, "object");
is(Object.getPrototypeOf(import.meta), null, "the prototype of import.meta");
is(import.meta.url, undefined, "import.meta.url");
same(Object.keys(import.meta), []);
is(typeof globalThis, "object");
is(eval("this"), undefined, "direct eval sees the module's this");
is(eval("var inner = 3; inner"), 3);
is(typeof inner, "undefined", "strict eval does not leak");
{
  using resource = { [Symbol.dispose]() { globalThis.disposed = true; } };
  is(globalThis.disposed, undefined);
}
is(globalThis.disposed, true, "using declarations");
label: for (;;) { break label; }
is(0o17 + 0b11 + 1_000, 1018);
is(await import("data:text/javascript,1").then(() => "loaded", (error) => error.message.includes("No module loader registered")), true);
