// A guest that has replaced built-ins before the library is loaded: it gets an error or a result, and sees nothing internal.
const caught = [];
const keep = {};
const { apply, ownKeys, getOwnPropertyDescriptor, defineProperty } = Reflect;
let looking = false;
const look = (value) => {
  if (looking || (typeof value !== "object" && typeof value !== "function") || value === null) return;
  looking = true;
  for (const key of ["ops", "core", "internals", "primordials", "loadDom", "defineLazily", "emitConsole"]) {
    if (getOwnPropertyDescriptor(value, key)) caught.push(key);
  }
  looking = false;
};
const undo = [];
for (const target of [Object, Reflect, Array.prototype, Function.prototype, Map.prototype, Set.prototype, WeakMap.prototype, String.prototype, RegExp.prototype]) {
  for (const key of ownKeys(target)) {
    const descriptor = getOwnPropertyDescriptor(target, key);
    if (typeof descriptor.value !== "function" || !descriptor.configurable || key === "constructor") continue;
    defineProperty(target, key, { ...descriptor, value(...values) {
      look(this);
      for (let i = 0; i < values.length; i++) look(values[i]);
      return apply(descriptor.value, this, values);
    } });
    undo.push(() => defineProperty(target, key, descriptor));
  }
}
let text;
try { text = new DOMParser().parseFromString("<p class=a>x &amp; y</p>", "text/html").querySelector("p.a").textContent; }
catch (error) { keep.error = error; }
for (const restore of undo) restore();
same(caught, []);
is(keep.error?.stack, undefined);
is(text, "x & y");
