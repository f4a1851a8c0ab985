// What the DOM standard asks of Event and EventTarget beyond the classes that are there.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
const {
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ReflectApply,
  SafeArrayIterator,
  TypeError,
  uncurryThis,
} = primordials;

const { DOMException } = core.loadExtScript("ext:deno_web/01_dom_exception.js");

/** @param {any} object @param {string} name @param {number} length @param {Function} value */
function method(object, name, length, value) {
  ObjectDefineProperty(value, "length", { __proto__: null, value: length, configurable: true });
  ObjectDefineProperty(object, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

/** The getter of a class as a function of the object. @param {any} Class @param {string} name */
function reader(Class, name) {
  return uncurryThis(ObjectGetOwnPropertyDescriptor(Class.prototype, name).get);
}

/** @param {any} object @param {object} source @param {string} name of the source's getter */
function getter(object, source, name) {
  const { get } = ObjectGetOwnPropertyDescriptor(source, name);
  ObjectDefineProperty(object, name, { __proto__: null, get, set: undefined, enumerable: true, configurable: true });
}

/**
 * Completes the classes. Runs once, while the snapshot is made.
 * @param {{ CustomEvent: any, Event: any, EventTarget: any }} classes
 */
export function completeEvents({ CustomEvent, Event, EventTarget }) {
  const { prototype } = EventTarget;
  const target = reader(Event, "target");
  const eventPhase = reader(Event, "eventPhase");
  const defaultPrevented = reader(Event, "defaultPrevented");
  const detail = reader(CustomEvent, "detail");
  const { addEventListener, dispatchEvent } = prototype;

  method(prototype, "addEventListener", 2, {
    /** @this {unknown} @param {unknown[]} args */
    addEventListener(...args) {
      const callback = args[1];
      if (callback === undefined && args.length > 1) args[1] = null;
      else if (callback !== null && typeof callback !== "object" && typeof callback !== "function" && args.length > 1) {
        throw new TypeError("Failed to execute 'addEventListener' on 'EventTarget': the callback is no object");
      }
      return ReflectApply(addEventListener, this, args);
    },
  }.addEventListener);

  method(prototype, "dispatchEvent", 1, {
    /** @this {unknown} @param {unknown[]} args */
    dispatchEvent(...args) {
      // Targets without listeners would take any event, and say that nobody prevented it.
      if (args.length > 0 && eventPhase(args[0]) !== 0) throw new DOMException("Invalid event state", "InvalidStateError");
      return ReflectApply(dispatchEvent, this, args) && !defaultPrevented(args[0]);
    },
  }.dispatchEvent);

  getter(Event.prototype, {
    get srcElement() {
      return target(this);
    },
  }, "srcElement");
  getter(CustomEvent.prototype, {
    get detail() {
      const value = detail(this);
      return value === undefined ? null : value;
    },
  }, "detail");
  for (const name of new SafeArrayIterator(["NONE", "CAPTURING_PHASE", "AT_TARGET", "BUBBLING_PHASE"])) {
    ObjectDefineProperty(Event.prototype, name, { __proto__: null, ...ObjectGetOwnPropertyDescriptor(Event, name) });
  }
}
