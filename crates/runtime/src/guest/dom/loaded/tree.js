// From markup to nodes: what the library's tokenizer reports becomes a tree (runtime.md 17.5). Texts are merged, also around
// entities; the depth is bounded.
// @ts-check

/** Elements inside each other. Beyond it the tokenizer would take time that grows with the square of the depth. */
const MAX_DEPTH = 1024;

/** Reads the name and both ids. */
const DOCTYPE =
  /^!doctype\s+([^\s[]+)(?:\s+(?:public\s*("[^"]*"|'[^']*')\s*("[^"]*"|'[^']*')?|system\s*("[^"]*"|'[^']*')))?/i;

/** Builds a fragment of HTML or XML into `document`. The tokenizer calls the methods whose names start with `on`. */
class TreeBuilder {
  /** The text since the last tag. */
  text = "";
  /** @type {[name: string, value: string][]} of the tag that is being read */
  attributes = [];
  /** @type {any} the outermost `<svg>` that is open in HTML */
  svg = null;

  /** @param {any} document @param {boolean} isHtml */
  constructor(document, isHtml) {
    this.document = document;
    this.isHtml = isHtml;
    /** The nodes whose end is to come, the innermost last. */
    this.open = [document];
  }

  /** @param {string} markup @param {any} Parser the library's, or derived from it */
  parse(markup, Parser = library.Parser) {
    // The names of attributes keep their case, which matters in SVG.
    const parser = new Parser(this, { xmlMode: !this.isHtml, lowerCaseAttributeNames: false });
    parser.write(markup);
    parser.end();
    this.flush();
  }

  /** The innermost open node. */
  get top() {
    return this.open[this.open.length - 1];
  }

  /** The node that an element of this name is to become a child of. @param {string} _name */
  parentOf(_name) {
    return this.top;
  }

  /** The node that a comment is to become a child of. */
  commentParent() {
    return this.top;
  }

  /** Puts a node at the end of another one. @param {any} parent @param {any} node */
  append(parent, node) {
    const end = parent[library.END];
    node.parentNode = parent;
    library.knownBoundaries(end[library.PREV], node, end);
  }

  /** @param {any} parent @param {string} text */
  appendText(parent, text) {
    const last = parent[library.END][library.PREV];
    if (last.nodeType === library.TEXT_NODE) last[library.VALUE] += text;
    else this.append(parent, this.document.createTextNode(text));
  }

  /** The text since the last tag is complete. */
  flush() {
    const { text } = this;
    this.text = "";
    if (text !== "") this.placeText(text);
  }

  /** @param {string} text */
  placeText(text) {
    this.appendText(this.top, text);
  }

  /** Gives an element the attributes of the tag, except those that it has. @param {any} element */
  takeAttributes(element) {
    if (this.attributes.length === 0) return;
    const seen = new Set(element.getAttributeNames());
    // Attributes come before the children, which an element that is open already may have.
    const next = element.firstChild ?? element[library.END];
    const keepsCase = !this.isHtml || this.svg !== null;
    for (const [given, value] of this.attributes) {
      const name = keepsCase ? given : given.toLowerCase();
      if (seen.has(name)) continue;
      seen.add(name);
      const attribute = this.document.createAttribute(name);
      attribute[library.VALUE] = value;
      attribute.ownerElement = element;
      library.knownSiblings(next[library.PREV], attribute, next);
    }
    this.attributes = [];
  }

  /** @param {string} name */
  create(name) {
    if (!this.isHtml || (this.svg === null && name !== "svg")) return this.document.createElement(name);
    const element = this.document.createElementNS(library.SVG_NAMESPACE, name);
    element.ownerSVGElement = this.svg;
    this.svg ??= element;
    return element;
  }

  /** @param {string} _name */
  onopentagname(_name) {
    this.flush();
    this.attributes = [];
    if (this.open.length > MAX_DEPTH) {
      throw new RangeError(`The markup is nested too deeply: elements may be ${MAX_DEPTH} levels deep`);
    }
  }

  /** @param {string} name @param {string} value @param {string | null | undefined} _quote */
  onattribute(name, value, _quote) {
    this.attributes.push([name, this.isHtml ? value.replaceAll("\0", "\ufffd") : value]);
  }

  /** @param {string} name */
  onopentag(name) {
    const parent = this.parentOf(name);
    const element = this.create(name);
    this.takeAttributes(element);
    this.append(parent, element);
    this.open.push(element);
  }

  /** @param {string} _name */
  onclosetag(_name) {
    this.flush();
    if (this.open.length > 1 && this.open.pop() === this.svg) this.svg = null;
  }

  /** @param {string} text */
  ontext(text) {
    this.text += this.isHtml ? text.replaceAll("\0", "") : text;
  }

  oncdatastart() {
    this.flush();
  }

  oncdataend() {
    const { text } = this;
    this.text = "";
    this.append(this.top, this.document.createCDATASection(text));
  }

  /** @param {string} text */
  oncomment(text) {
    this.flush();
    this.append(this.commentParent(), this.document.createComment(text));
  }

  /** Of all declarations, only the type of the document becomes a node. @param {string} name @param {string} data */
  onprocessinginstruction(name, data) {
    const { document } = this;
    if (name.toLowerCase() !== "!doctype" || document.firstElementChild || document[library.DOCTYPE]) return;
    const match = DOCTYPE.exec(data);
    if (match === null) return;
    const [, type = "", publicId, withPublic, alone] = match;
    /** @param {string | undefined} quoted */
    const unquote = (quoted) => quoted?.slice(1, -1) ?? "";
    this.flush();
    const node = new library.DocumentType(
      document,
      this.isHtml ? type.toLowerCase() : type,
      unquote(publicId),
      unquote(withPublic ?? alone),
    );
    document[library.DOCTYPE] = node;
    this.append(document, node);
  }
}
