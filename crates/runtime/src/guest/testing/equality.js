// Deep equality (runtime.md 11.5).
// @ts-check
import { primordials } from "ext:core/mod.js";
const { JSONStringify, ObjectIs } = primordials;

/** @param {unknown} a @param {unknown} b */
export function equals(a, b) {
  return ObjectIs(a, b) || JSONStringify(a) === JSONStringify(b);
}
