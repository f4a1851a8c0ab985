// Reads multipart/form-data (RFC 7578, and the Fetch standard where it is stricter).
// @ts-check
import { core, primordials } from "ext:core/mod.js";
const {
  ArrayPrototypePush,
  ObjectHasOwn,
  StringPrototypeIndexOf,
  StringPrototypeReplaceAll,
  StringPrototypeSlice,
  StringPrototypeSplit,
  StringPrototypeToLowerCase,
  StringPrototypeTrim,
  TypeError,
  TypedArrayPrototypeGetLength,
  TypedArrayPrototypeIndexOf,
  TypedArrayPrototypeSubarray,
  uncurryThis,
} = primordials;
const { TextDecoder } = core.loadExtScript("ext:deno_web/08_text_encoding.js");
const { File } = core.loadExtScript("ext:deno_web/09_file.js");
const { formDataFromEntries } = core.loadExtScript("ext:deno_fetch/21_formdata.js");

const decode = uncurryThis(TextDecoder.prototype.decode);

const CR = 13;
const LF = 10;
const DASH = 45;
const SPACE = 32;
const TAB = 9;

/** What ends the headers of a part. */
const BLANK_LINE = core.encode("\r\n\r\n");

function malformed() {
  return new TypeError("The body is no multipart/form-data, or ends too early");
}

/**
 * The form that the bytes are.
 * @param {Uint8Array} body
 * @param {string} boundary
 * @returns {FormData}
 */
export function readMultipart(body, boundary) {
  const delimiter = core.encode(`\r\n--${boundary}`);
  /** @type {{ name: string, value: string | File }[]} */
  const entries = [];
  // The first delimiter needs no line before it.
  let found = matches(body, 0, delimiter, 2) ? lineOf(body, delimiter.length - 2) : undefined;
  found ??= nextDelimiter(body, 0, delimiter)?.line;
  while (found !== undefined && !found.last) {
    // The headers may be none at all: their blank line begins with the end of the delimiter's.
    const blank = find(body, found.next - 2, BLANK_LINE);
    if (blank === -1) throw malformed();
    const head = decodeText(TypedArrayPrototypeSubarray(body, found.next, blank));
    const start = blank + BLANK_LINE.length;
    const end = nextDelimiter(body, start, delimiter);
    if (end === undefined) throw malformed();
    ArrayPrototypePush(entries, makeEntry(head, TypedArrayPrototypeSubarray(body, start, end.at)));
    found = end.line;
  }
  if (found === undefined) throw malformed();
  return formDataFromEntries(entries);
}

/**
 * The next delimiter from a place on, and its line.
 * @param {Uint8Array} body @param {number} from @param {Uint8Array} delimiter
 */
function nextDelimiter(body, from, delimiter) {
  for (let at = find(body, from, delimiter); at !== -1; at = find(body, at + 1, delimiter)) {
    const line = lineOf(body, at + delimiter.length);
    if (line !== undefined) return { at, line };
  }
  return undefined;
}

/**
 * What follows a boundary: whether it is the last one, and where the next line begins; undefined if the text was longer
 * than the boundary.
 * @param {Uint8Array} body @param {number} at
 */
function lineOf(body, at) {
  const last = body[at] === DASH && body[at + 1] === DASH;
  if (last) at += 2;
  while (body[at] === SPACE || body[at] === TAB) at++;
  if (last && at === TypedArrayPrototypeGetLength(body)) return { last, next: at };
  return body[at] === CR && body[at + 1] === LF ? { last, next: at + 2 } : undefined;
}

/** @param {Uint8Array} body @param {number} from @param {Uint8Array} text which begins with CR, and has no other behind it but in a blank line */
function find(body, from, text) {
  let at = TypedArrayPrototypeIndexOf(body, CR, from);
  while (at !== -1 && !matches(body, at, text, 0)) at = TypedArrayPrototypeIndexOf(body, CR, at + 1);
  return at;
}

/** @param {Uint8Array} body @param {number} at @param {Uint8Array} text @param {number} skipped bytes of the text */
function matches(body, at, text, skipped) {
  const length = TypedArrayPrototypeGetLength(text);
  for (let index = skipped; index < length; index++) {
    if (body[at + index - skipped] !== text[index]) return false;
  }
  return true;
}

/** UTF-8, with all its byte order marks. @param {Uint8Array} bytes @returns {string} */
function decodeText(bytes) {
  return decode(new TextDecoder("utf-8", { ignoreBOM: true }), bytes);
}

/** @param {string} head the headers of a part @param {Uint8Array} content */
function makeEntry(head, content) {
  let disposition;
  let type = "text/plain";
  const lines = StringPrototypeSplit(head, "\r\n");
  for (let index = 0; index < lines.length; index++) {
    const colon = StringPrototypeIndexOf(lines[index], ":");
    if (colon === -1) throw malformed();
    const name = StringPrototypeToLowerCase(StringPrototypeTrim(StringPrototypeSlice(lines[index], 0, colon)));
    const value = StringPrototypeTrim(StringPrototypeSlice(lines[index], colon + 1));
    if (name === "content-disposition") disposition = parameters(value);
    else if (name === "content-type") type = value;
  }
  if (disposition?.name === undefined) throw malformed();
  const { name, filename } = disposition;
  return { name, value: filename === undefined ? decodeText(content) : new File([content], filename, { type }) };
}

/**
 * The parameters of a Content-Disposition; undefined unless it is form-data.
 * @param {string} value
 * @returns {{ name?: string, filename?: string } | undefined}
 */
function parameters(value) {
  let at = StringPrototypeIndexOf(value, ";");
  const kind = StringPrototypeSlice(value, 0, at === -1 ? value.length : at);
  if (StringPrototypeToLowerCase(StringPrototypeTrim(kind)) !== "form-data") return undefined;
  /** @type {any} */
  const found = { __proto__: null };
  while (at !== -1) {
    const equals = StringPrototypeIndexOf(value, "=", at);
    if (equals === -1) break;
    const name = StringPrototypeToLowerCase(StringPrototypeTrim(StringPrototypeSlice(value, at + 1, equals)));
    let text;
    if (value[equals + 1] === '"') {
      const close = StringPrototypeIndexOf(value, '"', equals + 2);
      if (close === -1) return undefined;
      text = StringPrototypeSlice(value, equals + 2, close);
      at = StringPrototypeIndexOf(value, ";", close);
    } else {
      at = StringPrototypeIndexOf(value, ";", equals);
      text = StringPrototypeTrim(StringPrototypeSlice(value, equals + 1, at === -1 ? value.length : at));
    }
    if (!ObjectHasOwn(found, name)) found[name] = unescape(text);
  }
  return found;
}

/** What form encoders escape, and nothing else. @param {string} text */
function unescape(text) {
  const lines = StringPrototypeReplaceAll(StringPrototypeReplaceAll(text, "%0A", "\n"), "%0D", "\r");
  return StringPrototypeReplaceAll(lines, "%22", '"');
}
