// A whole document of XML. One that is not well-formed becomes a document that says so, as the HTML standard has it.
// @ts-check

const ERROR_NAMESPACE = "http://www.mozilla.org/newlayout/xml/parsererror.xml";

/** Thrown where XML is not well-formed. */
class Malformed {
  /** @param {string} what */
  constructor(what) {
    this.what = what;
  }
}

class XmlDocumentBuilder extends TreeBuilder {
  /** @type {any} */
  root = null;

  /** Outside of the root there is no text. @param {string} text */
  placeText(text) {
    if (this.open.length > 1) super.placeText(text);
  }

  oncdataend() {
    if (this.open.length > 1) super.oncdataend();
    else this.text = "";
  }

  /** @param {string} name @param {string} value @param {string | null | undefined} quote */
  onattribute(name, value, quote) {
    if (!quote) throw new Malformed(`the value of the attribute ${name} is not quoted`);
    super.onattribute(name, value, quote);
  }

  /** @param {string} name */
  onopentag(name) {
    if (this.open.length === 1 && this.root !== null) throw new Malformed(`<${name}> is a second root`);
    super.onopentag(name);
    this.root ??= this.top;
  }
}

/** The library's tokenizer is lenient: this one looks at what is open when a tag closes. */
class StrictParser extends library.Parser {
  /** @param {number} start @param {number} end */
  onclosetag(start, end) {
    const name = this.getSlice(start, end);
    if (this.stack[0] !== name) throw new Malformed(`</${name}> closes nothing`);
    super.onclosetag(start, end);
  }

  onend() {
    if (this.stack.length > 0) throw new Malformed(`<${this.stack[0]}> is never closed`);
    super.onend();
  }
}

/**
 * @param {new () => any} Document
 * @param {string} markup
 */
function parseXmlDocument(Document, markup) {
  const builder = new XmlDocumentBuilder(new Document(), false);
  try {
    if (markup.includes("\0")) throw new Malformed("there is a NUL");
    builder.parse(markup, StrictParser);
    if (builder.root === null) throw new Malformed("there is no element");
    return builder.document;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const document = new Document();
    const element = document.createElement("parsererror");
    element.setAttribute("xmlns", ERROR_NAMESPACE);
    element.textContent = `XML parsing error: ${error.what}`;
    document.appendChild(element);
    return document;
  }
}
