// Bounded text: what the formatters write into, so that no value makes an entry grow without end.
// @ts-check
import { primordials } from "ext:core/mod.js";

const { StringPrototypeCharCodeAt, StringPrototypeSlice } = primordials;

/** Most characters (UTF-16 units) one console text may have before it is cut. */
export const TEXT_LIMIT = 1_048_576;

/** Ends a text that was cut; not counted in {@link TEXT_LIMIT}. */
export const TRUNCATED = `... [truncated: console text is limited to ${TEXT_LIMIT} characters]`;

/**
 * Appends text up to a limit. Writers check {@link TextWriter.full} in their loops, which bounds the work as
 * well as the memory.
 */
export class TextWriter {
  #text = "";
  #room;
  /** True once something was cut; from then on writing does nothing. */
  full = false;

  /** @param {number} limit in UTF-16 units */
  constructor(limit = TEXT_LIMIT) {
    this.#room = limit;
  }

  /** Characters that may still be written. */
  get room() {
    return this.#room;
  }

  /** @param {string} text */
  write(text) {
    if (this.full) return;
    if (text.length > this.#room) {
      text = StringPrototypeSlice(text, 0, endOfWhole(text, this.#room));
      this.full = true;
    }
    this.#room -= text.length;
    this.#text += text;
  }

  /** The text so far, without a mark of truncation. */
  get text() {
    return this.#text;
  }

  /** The final text; a cut one says so at its end. */
  finish() {
    return this.full ? this.#text + TRUNCATED : this.#text;
  }
}

/**
 * The largest length up to `end` that does not split a surrogate pair.
 * @param {string} text
 * @param {number} end
 */
function endOfWhole(text, end) {
  if (end === 0) return 0;
  const last = StringPrototypeCharCodeAt(text, end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

/**
 * Cuts one string to {@link TEXT_LIMIT}.
 * @param {string} text
 */
export function bounded(text) {
  if (text.length <= TEXT_LIMIT) return text;
  const out = new TextWriter();
  out.write(text);
  return out.finish();
}
