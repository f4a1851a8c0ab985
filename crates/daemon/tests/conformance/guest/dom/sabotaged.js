// Built-ins that the library needs are broken while it is loaded: an error, then, with them repaired, the library.
const { defineProperty, create, assign } = Object;
const { map } = Array.prototype;
Object.defineProperty = () => { throw new Error("mine"); };
Array.prototype.map = () => { throw new Error("mine"); };
let message;
try { void DOMParser; } catch (error) { ({ message } = error); }
Object.defineProperty = defineProperty;
Array.prototype.map = map;
is(message, "mine");
is(typeof DOMParser, "function");
is(new DOMParser().parseFromString("<a>b</a>", "text/xml").documentElement.textContent, "b");
