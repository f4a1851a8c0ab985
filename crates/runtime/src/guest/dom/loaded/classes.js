// The classes of the DOM that are globals: the library's prototypes, with the names and constructors of the standard.
// @ts-check

/**
 * What `new` does.
 * @typedef {(values: any[], target: Function) => object} Make
 */

/** Markup for the library, where a program writes to `innerHTML` and its relatives. */
platform.parse = (document, isHtml, markup) => {
  new TreeBuilder(document, isHtml).parse(`${markup}`);
  return document;
};

/** @returns {Record<string, Function>} the classes by name */
function makeClasses() {
  correctLibrary();
  /** @type {any} */
  let blank;
  /** What nodes belong to that a program makes with `new`: there is no document of its own. */
  const owner = () => (blank ??= new library.HTMLDocument());
  /** @param {any} original @returns {Make} */
  const withText = (original) => ([text = ""], target) => Reflect.construct(original, [owner(), `${text}`], target);
  const Node = publish(library.Node, "Node", platform.EventTarget);
  return {
    Attr: publish(library.Attr, "Attr", Node),
    Comment: publish(library.Comment, "Comment", Node, withText(library.Comment)),
    DOMParser: publish(MarkupParser, "DOMParser", undefined, (_, target) => Reflect.construct(Object, [], target)),
    Document: publish(library.Document, "Document", Node, (_, target) =>
      Reflect.construct(library.XMLDocument, [], target)),
    DocumentFragment: publish(library.DocumentFragment, "DocumentFragment", Node, ([document], target) =>
      // The library clones a fragment with `new fragment.constructor(document)`.
      Reflect.construct(library.DocumentFragment, [document instanceof library.Document ? document : owner()], target)),
    DocumentType: publish(library.DocumentType, "DocumentType", Node),
    Element: publish(library.Element, "Element", Node),
    Node,
    Text: publish(library.Text, "Text", Node, withText(library.Text)),
  };
}

/**
 * The global that stands for a class.
 * @param {any} original
 * @param {string} name
 * @param {any} parent
 * @param {Make} [make] without it, only documents make them
 */
function publish(original, name, parent, make) {
  const { [name]: published } = {
    /** @param {any[]} values */
    [name]: function (...values) {
      if (make === undefined || new.target === undefined) throw new TypeError("Illegal constructor");
      return make(values, new.target);
    },
  };
  const { prototype } = original;
  for (const key of Reflect.ownKeys(original)) {
    if (key === "length" || key === "name" || key === "prototype") continue;
    Object.defineProperty(published, key, { value: original[key], enumerable: true });
  }
  if (parent !== undefined) Object.setPrototypeOf(published, parent);
  Object.defineProperty(published, "prototype", { value: prototype, writable: false });
  Object.defineProperty(prototype, "constructor", { value: published, writable: true, enumerable: false, configurable: true });
  Object.defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
  return published;
}

/** What `DOMParser` is published from. */
class MarkupParser {
  /** @param {unknown} markup @param {unknown} type */
  parseFromString(markup, type) {
    const failed = "Failed to execute 'parseFromString' on 'DOMParser'";
    if (arguments.length < 2) throw new TypeError(`${failed}: 2 arguments required, but only ${arguments.length} present.`);
    const text = `${markup}`.replace(/\r\n?/g, "\n");
    const mime = `${type}`;
    switch (mime) {
      case "text/html": {
        const builder = new HtmlDocumentBuilder(new library.HTMLDocument());
        builder.parse(text);
        return builder.document;
      }
      case "image/svg+xml":
        return parseXmlDocument(library.SVGDocument, text);
      case "text/xml":
      case "application/xml":
      case "application/xhtml+xml":
        return parseXmlDocument(library.XMLDocument, text);
    }
    throw new TypeError(`${failed}: The provided value '${mime}' is not a valid enumeration value of type SupportedType.`);
  }
}
