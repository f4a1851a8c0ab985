// Base64 and base64url as Node reads and writes them: both alphabets are read, what belongs to neither is skipped.
// @ts-check
import { core, primordials } from "ext:core/mod.js";

const { StringPrototypeCharCodeAt, StringPrototypeIndexOf, TypedArrayPrototypeGetLength, Uint8Array } = primordials;

const STANDARD = tableOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
const URL_SAFE = tableOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
const PADDING = 0x3d;

/** Value of each ASCII character in either alphabet, {@link SKIPPED} for the rest. */
const SKIPPED = 64;
const VALUES = new Uint8Array(128);
for (let code = 0; code < 128; code++) VALUES[code] = SKIPPED;
for (let value = 0; value < 64; value++) {
  VALUES[STANDARD[value]] = value;
  VALUES[URL_SAFE[value]] = value;
}

/**
 * @param {string} alphabet
 * @returns {Uint8Array} character codes by value
 */
function tableOf(alphabet) {
  const table = new Uint8Array(64);
  for (let value = 0; value < 64; value++) table[value] = StringPrototypeCharCodeAt(alphabet, value);
  return table;
}

/**
 * @param {Uint8Array} bytes
 * @returns {string} padded
 */
export function toBase64(bytes) {
  return write(bytes, STANDARD, true);
}

/**
 * @param {Uint8Array} bytes
 * @returns {string} not padded
 */
export function toBase64Url(bytes) {
  return write(bytes, URL_SAFE, false);
}

/**
 * @param {Uint8Array} bytes
 * @param {Uint8Array} table
 * @param {boolean} padded
 */
function write(bytes, table, padded) {
  const length = TypedArrayPrototypeGetLength(bytes);
  const rest = length % 3;
  const whole = length - rest;
  const tail = rest === 0 ? 0 : padded ? 4 : rest + 1;
  const out = new Uint8Array((whole / 3) * 4 + tail);
  let at = 0;
  for (let i = 0; i < whole; i += 3) {
    const group = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
    out[at++] = table[group >> 18];
    out[at++] = table[(group >> 12) & 63];
    out[at++] = table[(group >> 6) & 63];
    out[at++] = table[group & 63];
  }
  if (rest > 0) {
    const group = (bytes[whole] << 8) | (rest === 2 ? bytes[whole + 1] : 0);
    out[at++] = table[group >> 10];
    out[at++] = table[(group >> 4) & 63];
    if (rest === 2) out[at++] = table[(group << 2) & 63];
    if (padded) while (at < TypedArrayPrototypeGetLength(out)) out[at++] = PADDING;
  }
  return core.encodeBinaryString(out);
}

/**
 * Reads up to the first padding.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function fromBase64(text) {
  const padding = StringPrototypeIndexOf(text, "=");
  const end = padding === -1 ? text.length : padding;
  const out = new Uint8Array(base64Size(text));
  let at = 0;
  let bits = 0;
  let group = 0;
  for (let i = 0; i < end; i++) {
    const code = StringPrototypeCharCodeAt(text, i);
    const value = code < 128 ? VALUES[code] : SKIPPED;
    if (value === SKIPPED) continue;
    group = ((group << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = group >> bits;
    }
  }
  return at === TypedArrayPrototypeGetLength(out) ? out : copyOfStart(out, at);
}

/**
 * Bytes a base64 text has at most, and exactly when nothing in it is skipped.
 * @param {string} text
 */
export function base64Size(text) {
  let end = text.length;
  if (end > 0 && StringPrototypeCharCodeAt(text, end - 1) === PADDING) end--;
  if (end > 0 && StringPrototypeCharCodeAt(text, end - 1) === PADDING) end--;
  // Not by shifting, which would wrap for very long texts.
  return (end * 3 - ((end * 3) % 4)) / 4;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} length
 * @returns {Uint8Array}
 */
function copyOfStart(bytes, length) {
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i++) out[i] = bytes[i];
  return out;
}
