// runtime.md 17.5 and 1.1: the globals of the DOM, and what is refused.
const parser = new DOMParser();
for (const type of ["text/plain", "", "TEXT/HTML", "text/html; charset=utf-8", "undefined"]) {
  throws(() => parser.parseFromString("x", type), "TypeError",
    `Failed to execute 'parseFromString' on 'DOMParser': The provided value '${type}' is not a valid enumeration value of type SupportedType.`);
}
throws(() => parser.parseFromString("x"), "TypeError");
throws(() => DOMParser(), "TypeError");
for (const Class of [Node, Element, Attr, DocumentType]) throws(() => new Class(), "TypeError", "Illegal constructor", Class.name);

is(new Text("a").data, "a");
is(new Comment().data, "");
is(new Document().documentElement, null);
const fragment = new DocumentFragment();
fragment.append("a", new Comment("b"));
is(fragment.childNodes.length, 2);
is(fragment.cloneNode(true).childNodes.length, 2);
class Own extends DocumentFragment {}
ok(new Own() instanceof Own && new Own() instanceof Node);

for (const Class of [Document, DocumentFragment, DocumentType, Element, Attr, Text, Comment]) {
  is(Object.getPrototypeOf(Class), Node, Class.name);
  ok(Node.prototype.isPrototypeOf(Class.prototype), Class.name);
  is(Class.prototype[Symbol.toStringTag], Class.name);
}
is(Object.getPrototypeOf(Node), EventTarget);
is(Node.TEXT_NODE, 3);

const doc = parser.parseFromString("<p>", "text/html");
throws(() => doc.querySelector("p["), "SyntaxError", "'p[' is not a valid selector.");
throws(() => doc.querySelectorAll(""), "SyntaxError");
ok((() => { try { doc.body.matches("::x()"); } catch (error) { return error instanceof DOMException; } })());
const range = doc.createRange();
ok(typeof range === "object");
is(doc.importNode(new DOMParser().parseFromString("<b>x</b>", "text/html").querySelector("b"), true).ownerDocument, doc);
