// Where the library differs from the DOM standard in what programs are likely to notice.
// @ts-check

const XHTML_NAMESPACE = "http://www.w3.org/1999/xhtml";
const XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";

function correctLibrary() {
  correctNodes();
  correctAttributes();
  correctNamespaces();
  for (const { prototype } of [library.ParentNode, library.Element]) {
    for (const name of ["querySelector", "querySelectorAll", "matches", "closest"]) correctSelectors(prototype, name);
  }
}

/** Gives a prototype the members of `source`. @param {any} prototype @param {any} source */
function amend(prototype, source) {
  for (const key of Reflect.ownKeys(source)) {
    Object.defineProperty(prototype, key, { ...Object.getOwnPropertyDescriptor(source, key), enumerable: false });
  }
}

function correctNodes() {
  const { dispatchEvent } = library.Node.prototype;
  const nothing = () => {};
  amend(library.Node.prototype, {
    /**
     * The platform's event targets pass nothing on to their parents that they have no listener for themselves.
     * @param {Event} event
     */
    dispatchEvent(event) {
      this.addEventListener(event.type, nothing);
      try {
        return dispatchEvent.call(this, event);
      } finally {
        this.removeEventListener(event.type, nothing);
      }
    },
    get baseURI() {
      return "about:blank";
    },
  });
  amend(library.Document.prototype, {
    get defaultView() {
      return null;
    },
  });
  amend(library.DocumentType.prototype, {
    get nodeName() {
      return this.name;
    },
  });
  // It makes events of the library's own, which there are none of.
  delete library.Document.prototype.createEvent;
}

function correctAttributes() {
  amend(library.Element.prototype, {
    /** @param {string} name */
    getAttribute(name) {
      name = `${name}`;
      const attribute = this.getAttributeNode(name) ?? this.getAttributeNode(name.toLowerCase());
      return attribute === null ? null : attribute.value;
    },
  });
  delete library.SVGElement.prototype.getAttribute;
}

/** The prefix of a qualified name, if it has one, and the rest. @param {string} name @returns {[string | null, string]} */
function splitName(name) {
  const at = name.indexOf(":");
  return at < 0 ? [null, name] : [name.slice(0, at), name.slice(at + 1)];
}

/** @param {any} parent @param {(element: any) => boolean} fits */
function descendants(parent, fits) {
  const found = new library.NodeList();
  for (let node = parent[library.NEXT]; node !== parent[library.END]; node = node[library.NEXT]) {
    if (node.nodeType === library.ELEMENT_NODE && fits(node)) found.push(node);
  }
  return found;
}

function correctNamespaces() {
  const { getElementsByTagName } = library.ParentNode.prototype;
  amend(library.ParentNode.prototype, {
    /** @param {string} name */
    getElementsByTagName(name) {
      return `${name}` === "*" ? descendants(this, () => true) : getElementsByTagName.call(this, `${name}`);
    },
  });
  const byNamespace = {
    /** @param {string | null} namespace @param {string} name */
    getElementsByTagNameNS(namespace, name) {
      return descendants(this, (element) =>
        (name === "*" || splitName(element.localName)[1] === name) &&
        (namespace === "*" || element.namespaceURI === (namespace || null)));
    },
  };
  amend(library.Document.prototype, byNamespace);
  amend(library.Element.prototype, byNamespace);
  amend(library.Element.prototype, {
    get prefix() {
      return splitName(this.localName)[0];
    },
    get namespaceURI() {
      if (this.ownerDocument instanceof library.HTMLDocument) return XHTML_NAMESPACE;
      const [prefix] = splitName(this.localName);
      if (prefix === "xml") return XML_NAMESPACE;
      const name = prefix === null ? "xmlns" : `xmlns:${prefix}`;
      for (let node = this; node?.nodeType === library.ELEMENT_NODE; node = node.parentNode) {
        const declared = node.getAttributeNode(name);
        if (declared !== null) return declared.value || null;
      }
      return null;
    },
  });
}

/** A selector that is none is an error of the standard's kind. @param {any} prototype @param {string} name */
function correctSelectors(prototype, name) {
  const original = Object.getOwnPropertyDescriptor(prototype, name)?.value;
  if (original === undefined) return;
  amend(prototype, {
    /** @param {string} selectors */
    [name](selectors) {
      const text = `${selectors}`;
      try {
        if (text.trim() !== "") return original.call(this, text);
      } catch (error) {
        if (error instanceof RangeError) throw error;
      }
      throw new platform.DOMException(`'${text}' is not a valid selector.`, "SyntaxError");
    },
  });
}
