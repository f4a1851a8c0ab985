// A whole document of HTML: it has `html`, `head` and `body`, whether its text names them or not.
// @ts-check

/** What belongs into the head as long as the body has not begun. */
const HEAD_CONTENT = new Set([
  "base", "basefont", "bgsound", "link", "meta", "noframes", "noscript", "script", "style", "template", "title",
]);

/** Follows the insertion modes of the HTML standard up to "in body", and after it. */
class HtmlDocumentBuilder extends TreeBuilder {
  /** @type {any} */
  html = null;
  /** @type {any} */
  head = null;
  /** @type {any} */
  body = null;
  /** Those of the three whose end was in the text. */
  ended = new Set();

  /** @param {any} document */
  constructor(document) {
    super(document, true);
  }

  /** @param {string} markup */
  parse(markup) {
    super.parse(markup);
    this.startBody();
  }

  startHtml() {
    if (this.html !== null) return;
    this.html = this.document.createElement("html");
    this.append(this.document, this.html);
    this.head = this.document.createElement("head");
    this.append(this.html, this.head);
  }

  startBody() {
    if (this.body !== null) return;
    this.startHtml();
    this.body = this.document.createElement("body");
    this.append(this.html, this.body);
  }

  /** Whether what comes next is in no element but those that lead to the body. */
  isBetween() {
    const { top } = this;
    return top === this.document || top === this.html || top === this.head;
  }

  /** @param {string} name */
  parentOf(name) {
    if (!this.isBetween()) return this.top;
    this.startHtml();
    if (this.body === null && HEAD_CONTENT.has(name)) return this.head;
    this.startBody();
    return this.body;
  }

  commentParent() {
    if (!this.isBetween()) return this.top;
    if (this.html === null || this.ended.has("html")) return this.document;
    if (this.ended.has("body")) return this.html;
    return this.body ?? (this.top === this.head ? this.head : this.html);
  }

  /** @param {string} text */
  placeText(text) {
    if (!this.isBetween()) return super.placeText(text);
    if (this.body === null) {
      const rest = text.replace(/^[\t\n\f ]+/, "");
      const space = text.slice(0, text.length - rest.length);
      if (space !== "" && this.ended.has("head")) this.appendText(this.html, space);
      else if (space !== "" && this.top === this.head) this.appendText(this.head, space);
      if (rest === "") return;
      text = rest;
    }
    this.startBody();
    this.appendText(this.body, text);
  }

  /** @param {string} name */
  onopentag(name) {
    if (name !== "html" && name !== "head" && name !== "body") return super.onopentag(name);
    this.startHtml();
    if (name === "body") this.startBody();
    const element = this[name];
    this.takeAttributes(element);
    this.open.push(element);
  }

  /** @param {string} name */
  onclosetag(name) {
    super.onclosetag(name);
    if (name === "html" || name === "head" || name === "body") this.ended.add(name);
  }
}
