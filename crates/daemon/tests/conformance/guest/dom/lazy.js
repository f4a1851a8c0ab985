// runtime.md 17.5: the classes are made when they are first read, and look like properties that were there before.
const names = ["Attr", "Comment", "DOMParser", "Document", "DocumentFragment", "DocumentType", "Element", "Node", "Text"];
for (const name of names) {
  ok(name in globalThis, name);
  ok(Object.hasOwn(globalThis, name), name);
  ok(Object.keys(globalThis).includes(name), name);
}
globalThis.Attr = 5;
is(Attr, 5, "overwritten before it was read");
delete globalThis.Comment;
is(typeof Comment, "undefined", "deleted before it was read");
Object.defineProperty(globalThis, "Text", { value: 6, configurable: true });
same(Object.getOwnPropertyDescriptor(globalThis, "Text"), { value: 6, writable: true, enumerable: true, configurable: true });

// As deep as the stack goes, loading fails with an error; later it succeeds.
let failures = 0;
const dive = () => {
  try { dive(); } catch (error) {
    if (failures === 0) {
      failures++;
      try { void Element; } catch (inner) { is(inner.name, "RangeError"); }
    }
    throw error;
  }
};
throws(dive, "RangeError");
is(typeof Element, "function");
same(Object.getOwnPropertyDescriptor(globalThis, "Node"), { value: Node, writable: true, enumerable: true, configurable: true });
is(Node, globalThis.Node);
ok(new DOMParser().parseFromString("<p>", "text/html").body instanceof Element);
