// The type of a file by its extension (runtime.md 10.6).
// @ts-check
import { primordials } from "ext:core/mod.js";
const { StringPrototypeLastIndexOf, StringPrototypeSlice, StringPrototypeToLowerCase } = primordials;

/** @type {Record<string, string>} */
const types = {
  // @ts-ignore: no inherited names
  __proto__: null,
  txt: "text/plain",
  html: "text/html",
  htm: "text/html",
  css: "text/css",
  js: "text/javascript",
  json: "application/json",
  xml: "application/xml",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  svg: "image/svg+xml",
  pdf: "application/pdf",
};

/** @param {string} name */
export function typeOf(name) {
  const dot = StringPrototypeLastIndexOf(name, ".");
  const extension = dot === -1 ? "" : StringPrototypeToLowerCase(StringPrototypeSlice(name, dot + 1));
  return types[extension] ?? "application/octet-stream";
}
