// What Web IDL says of the properties of classes, where the scripts of the web platform have it otherwise.
// @ts-check
import { primordials } from "ext:core/mod.js";
const {
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ReflectDeleteProperty,
  SafeArrayIterator,
  SymbolToStringTag,
} = primordials;

/** @param {Function} target @param {"name" | "length"} property @param {string | number} value */
function describe(target, property, value) {
  ObjectDefineProperty(target, property, { __proto__: null, value, configurable: true });
}

/** Names the accessors of an attribute. @param {Function} Class @param {string} name */
function nameAccessors(Class, name) {
  const { get, set } = ObjectGetOwnPropertyDescriptor(Class.prototype, name);
  describe(get, "name", `get ${name}`);
  if (set !== undefined) describe(set, "name", `set ${name}`);
}

/**
 * Corrects the classes. Runs once, while the snapshot is made.
 * @param {Record<string, any>} classes
 */
export function correctShapes({ AbortSignal, CustomEvent, Event, EventTarget, FormData, Request, Response, URLPattern }) {
  nameAccessors(AbortSignal, "onabort");
  for (const Class of new SafeArrayIterator([Request, Response])) {
    nameAccessors(Class, "body");
    nameAccessors(Class, "bodyUsed");
  }
  for (const name of new SafeArrayIterator(["cancelBubble", "composedPath", "preventDefault", "stopImmediatePropagation", "stopPropagation"])) {
    ObjectDefineProperty(Event.prototype, name, { __proto__: null, enumerable: true });
  }
  ObjectDefineProperty(CustomEvent.prototype, SymbolToStringTag, { __proto__: null, value: "CustomEvent", configurable: true });
  ReflectDeleteProperty(Event.prototype, "initialized");
  ReflectDeleteProperty(EventTarget.prototype, "getParent");
  describe(EventTarget.prototype.removeEventListener, "length", 2);
  describe(FormData, "length", 0);
  describe(Response.json, "length", 1);
  describe(URLPattern, "length", 0);
  describe(URLPattern.prototype.exec, "length", 0);
  describe(URLPattern.prototype.test, "length", 0);
}
