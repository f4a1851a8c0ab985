// Attributes of Request that are the same for every request of a guest (Fetch standard).
// @ts-check
import { primordials } from "ext:core/mod.js";
const { ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ReflectOwnKeys, SafeArrayIterator, uncurryThis } = primordials;

/** Runs once, while the snapshot is made. @param {any} Request */
export function completeRequest(Request) {
  // Its check of the object is what the getters below have in common.
  const check = uncurryThis(ObjectGetOwnPropertyDescriptor(Request.prototype, "method").get);
  const attributes = {
    __proto__: null,
    get destination() {
      check(this);
      return "";
    },
    // Nothing of a response is given out before the body has gone.
    get duplex() {
      check(this);
      return "half";
    },
    get isHistoryNavigation() {
      check(this);
      return false;
    },
    get isReloadNavigation() {
      check(this);
      return false;
    },
  };
  for (const name of new SafeArrayIterator(ReflectOwnKeys(attributes))) {
    ObjectDefineProperty(Request.prototype, name, { __proto__: null, ...ObjectGetOwnPropertyDescriptor(attributes, name) });
  }
}
