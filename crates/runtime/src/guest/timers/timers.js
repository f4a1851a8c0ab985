// setTimeout and family over the event loop's timers, with the ids and checks of runtime.md section 12.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { atLeaseEnd } from "ext:isolate/lease/lease.js";
const {
  MapPrototypeDelete,
  MapPrototypeGet,
  MapPrototypeSet,
  ReflectApply,
  SafeMap,
  SafeMapIterator,
  SafeSet,
  SafeSetIterator,
  SetPrototypeAdd,
  SetPrototypeDelete,
  TypeError,
} = primordials;

/** Timers that may still fire, by the id the guest knows. */
const active = new SafeMap();
let nextId = 1;

/**
 * @param {unknown} callback
 * @param {unknown} delay
 * @param {unknown[]} args
 * @param {boolean} repeat
 * @returns {number}
 */
function start(callback, delay, args, repeat) {
  if (typeof callback !== "function") {
    throw new TypeError("Callback must be a function");
  }
  const milliseconds = +(/** @type {any} */ (delay));
  const id = nextId++;
  const context = core.getAsyncContext();
  const fire = () => {
    if (!repeat) MapPrototypeDelete(active, id);
    const outer = core.getAsyncContext();
    core.setAsyncContext(context);
    try {
      ReflectApply(callback, globalThis, args);
    } catch {
      // A callback that throws must not stop the callbacks after it (section 12).
    } finally {
      core.setAsyncContext(outer);
    }
  };
  const timer = core.createTimer(fire, milliseconds > 0 ? milliseconds : 0, undefined, repeat, true, true);
  MapPrototypeSet(active, id, timer);
  return id;
}

/**
 * @param {unknown} id
 */
function clear(id) {
  const number = +(/** @type {any} */ (id));
  const timer = MapPrototypeGet(active, number);
  if (timer === undefined) return;
  MapPrototypeDelete(active, number);
  core.cancelTimer(timer);
}

/** Timers that have no id. */
const anonymous = new SafeSet();

/**
 * Calls back once, unless the lease ends before.
 * @param {number} milliseconds
 * @param {() => void} callback must not throw
 */
export function after(milliseconds, callback) {
  const timer = core.createTimer(
    () => {
      SetPrototypeDelete(anonymous, timer);
      callback();
    },
    milliseconds,
    undefined,
    false,
    true,
    true,
  );
  SetPrototypeAdd(anonymous, timer);
}

atLeaseEnd(() => {
  clearAll();
  for (const timer of new SafeSetIterator(anonymous)) core.cancelTimer(timer);
  anonymous.clear();
});

/** Removes every timer; what waits for one never settles. */
export function clearAll() {
  for (const entry of new SafeMapIterator(active)) {
    core.cancelTimer(entry[1]);
  }
  active.clear();
}

// Methods, since the functions of the platform are no constructors.
export const { queueMicrotask, setTimeout, setInterval, clearTimeout, clearInterval } = {
  /** @param {() => void} callback */
  queueMicrotask(callback) {
    if (typeof callback !== "function") {
      throw new TypeError("Callback must be a function");
    }
    // An async function, so that no method that a guest could replace is looked up.
    (async () => {
      await undefined;
      try {
        callback();
      } catch {
        // As in timers.
      }
    })();
  },

  /** @param {unknown} callback @param {unknown} [delay] @param {unknown[]} args */
  setTimeout(callback, delay = 0, ...args) {
    return start(callback, delay, args, false);
  },

  /** @param {unknown} callback @param {unknown} [delay] @param {unknown[]} args */
  setInterval(callback, delay = 0, ...args) {
    return start(callback, delay, args, true);
  },

  /** @param {unknown} [id] */
  clearTimeout(id = 0) {
    clear(id);
  },

  /** @param {unknown} [id] */
  clearInterval(id = 0) {
    clear(id);
  },
};
