// Methods of requests are in upper case (runtime.md 6.4); the standard leaves those it does not know as they are.
// @ts-check
import { primordials } from "ext:core/mod.js";
const { ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ReflectApply, StringPrototypeToUpperCase } = primordials;

/** @param {any} Request */
export function describeMethod(Request) {
  const descriptor = ObjectGetOwnPropertyDescriptor(Request.prototype, "method");
  const original = descriptor.get;
  const { get } = ObjectGetOwnPropertyDescriptor({
    get method() {
      return StringPrototypeToUpperCase(ReflectApply(original, this, []));
    },
  }, "method");
  ObjectDefineProperty(Request.prototype, "method", { __proto__: null, ...descriptor, get });
}
