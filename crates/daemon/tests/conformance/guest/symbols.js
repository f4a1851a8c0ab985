// Classes of the platform carry well-known symbols only: any other is plumbing that a guest can call.
const standard = [Symbol.iterator, Symbol.asyncIterator, Symbol.toStringTag, Symbol.species, Symbol.dispose, Symbol.asyncDispose,
  Symbol.hasInstance];
const platform = Object.getOwnPropertyNames(globalThis).filter((name) => /^[A-Z]/.test(name)).map((name) => [name, globalThis[name]]);
const classes = [...platform, ["Crypto", crypto.constructor], ["SubtleCrypto", crypto.subtle.constructor], ["Performance", performance.constructor]];
for (const [name, value] of classes) {
  if (typeof value !== "function" || value === Symbol || ["Array", "Date", "RegExp", "Symbol", "Function", "Iterator"].includes(name)) continue;
  for (const [what, object] of [[name, value], [`${name}.prototype`, value.prototype]]) {
    if (typeof object !== "object" && typeof object !== "function") continue;
    const found = Object.getOwnPropertySymbols(object).filter((symbol) => !standard.includes(symbol));
    if (found.length > 0) fail(what, `has ${found.map(String).join(" ")}`);
  }
}
