// atob and btoa with the error texts of runtime.md 13.3.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
const { TypeError } = primordials;

const native = core.loadExtScript("ext:deno_web/05_base64.js");
const { DOMException } = core.loadExtScript("ext:deno_web/01_dom_exception.js");

/**
 * @param {(text: unknown) => string} convert
 * @param {unknown} text
 * @param {string} message what a text that does not convert is refused with
 */
function checked(convert, text, message) {
  if (text === undefined) throw new TypeError("1 argument required, but only 0 present.");
  const string = `${text}`;
  try {
    return convert(string);
  } catch {
    throw new DOMException(message, "InvalidCharacterError");
  }
}

export const { atob, btoa } = {
  /** @param {string} data */
  atob(data) {
    return checked(native.atob, data, "The string to be decoded is not correctly encoded.");
  },

  /** @param {string} data */
  btoa(data) {
    return checked(native.btoa, data, "The string to be encoded contains characters outside of the Latin1 range.");
  },
};
