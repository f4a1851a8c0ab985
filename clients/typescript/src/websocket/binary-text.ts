/** Bytes as daemons before isolate-daemon write them into text: `__BINARY__` and base64 (protocol.md, section 3.8). */

const PREFIX = "__BINARY__";

/** Complete groups of four, as an encoder writes them. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The bytes that a text stands for, undefined when it is nothing but text. */
export function decodeBinaryText(text: string): Uint8Array<ArrayBuffer> | undefined {
  const base64 = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : undefined;
  if (base64 === undefined || !BASE64.test(base64)) {
    return undefined;
  }
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
