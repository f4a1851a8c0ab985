// Listeners and `on…` handlers of sockets. What they throw is printed (runtime.md section 8), where a plain EventTarget
// is silent, and handlers run after the listeners.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { console } from "ext:isolate/console/console.js";
const {
  MapPrototypeDelete,
  MapPrototypeGet,
  MapPrototypeSet,
  ObjectAssign,
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ReflectApply,
  SafeArrayIterator,
  SafeMap,
  SafeWeakMap,
  WeakMapPrototypeGet,
  WeakMapPrototypeSet,
} = primordials;

const webidl = core.loadExtScript("ext:deno_webidl/00_webidl.js");
const { EventTargetPrototype } = core.loadExtScript("ext:deno_web/02_event.js");
const { addEventListener, dispatchEvent, removeEventListener } = EventTargetPrototype;

/** For each listener the function that is registered in its place. There is one, so that listeners can be removed. */
const guards = new SafeWeakMap();

/** The handlers of each socket, by the event's type. */
const handlers = new SafeWeakMap();

/** @param {any} listener */
function guarded(listener) {
  if (!isObject(listener)) return listener;
  const known = WeakMapPrototypeGet(guards, listener);
  if (known !== undefined) return known;
  /** @this {unknown} @param {unknown} event */
  const guard = function (event) {
    try {
      if (typeof listener === "function") ReflectApply(listener, this, [event]);
      else listener.handleEvent(event);
    } catch (error) {
      console.error("WebSocket event listener error:", error);
    }
  };
  WeakMapPrototypeSet(guards, listener, guard);
  return guard;
}

/** @param {unknown} value @returns {boolean} */
function isObject(value) {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}

/**
 * Hands an event to the listeners of a socket, and then to its handler.
 * @param {any} socket
 * @param {any} event
 * @returns {boolean} false if somebody prevented the default
 */
export function dispatch(socket, event) {
  const own = WeakMapPrototypeGet(handlers, socket);
  if (own === undefined) return ReflectApply(dispatchEvent, socket, [event]);
  const type = event?.type;
  // For the time of this event the handler is the last listener. It may be called for an event within this one.
  /** @param {unknown} given */
  const last = (given) => {
    const handler = MapPrototypeGet(own, type);
    if (given !== event || typeof handler !== "function") return;
    try {
      ReflectApply(handler, socket, [event]);
    } catch (error) {
      console.error("WebSocket handler error:", error);
    }
  };
  ReflectApply(addEventListener, socket, [type, last]);
  try {
    return ReflectApply(dispatchEvent, socket, [event]);
  } finally {
    ReflectApply(removeEventListener, socket, [type, last]);
  }
}

const methods = {
  /** @param {unknown} type @param {unknown} callback @param {unknown} [options] */
  addEventListener(type, callback, options = undefined) {
    webidl.requiredArguments(arguments.length, 2, "Failed to execute 'addEventListener' on 'EventTarget'");
    return ReflectApply(addEventListener, this, [type, guarded(callback), options]);
  },

  /** @param {unknown} type @param {unknown} callback @param {unknown} [options] */
  removeEventListener(type, callback, options = undefined) {
    webidl.requiredArguments(arguments.length, 2, "Failed to execute 'removeEventListener' on 'EventTarget'");
    // The platform itself removes by the function that was registered.
    const registered = isObject(callback) ? WeakMapPrototypeGet(guards, callback) ?? callback : callback;
    return ReflectApply(removeEventListener, this, [type, registered, options]);
  },

  /** @param {unknown} event */
  dispatchEvent(event) {
    webidl.requiredArguments(arguments.length, 1, "Failed to execute 'dispatchEvent' on 'EventTarget'");
    return dispatch(this, event);
  },
};

/**
 * Gives a class of sockets these listeners, and a handler for each type of event.
 * @param {any} prototype
 * @param {string[]} types
 */
export function equip(prototype, types) {
  ObjectAssign(prototype, methods);
  for (const type of new SafeArrayIterator(types)) {
    const name = `on${type}`;
    const { get, set } = ObjectGetOwnPropertyDescriptor({
      /** @returns {unknown} */
      get [name]() {
        webidl.assertBranded(this, prototype);
        const own = WeakMapPrototypeGet(handlers, this);
        return (own && MapPrototypeGet(own, type)) ?? null;
      },
      /** @param {unknown} handler */
      set [name](handler) {
        webidl.assertBranded(this, prototype);
        const own = WeakMapPrototypeGet(handlers, this) ?? new SafeMap();
        if (isObject(handler)) MapPrototypeSet(own, type, handler);
        else MapPrototypeDelete(own, type);
        WeakMapPrototypeSet(handlers, this, own);
      },
    }, name);
    ObjectDefineProperty(prototype, name, { __proto__: null, get, set, enumerable: true, configurable: true });
  }
}
