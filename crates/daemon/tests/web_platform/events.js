// Event, EventTarget, CustomEvent and DOMException (DOM, Web IDL; runtime.md 17.2, 17.3).
import { check, diverges, each, is, ok, same, throws } from "./harness.js";

const why = new Error("why");

// Event

check("a new event", () => {
  const event = new Event("x");
  same([event.type, event.target, event.currentTarget, event.srcElement, event.eventPhase, event.bubbles, event.cancelable, event.composed,
    event.defaultPrevented, event.isTrusted, event.returnValue, event.cancelBubble], ["x", null, null, null, 0, false, false, false, false, false, true, false]);
  same(event.composedPath(), []);
});

check("options", () => {
  const event = new Event("x", { bubbles: 1, cancelable: "y", composed: {} });
  same([event.bubbles, event.cancelable, event.composed], [true, true, true]);
  is(new Event("x", undefined).bubbles, false);
});

diverges("event-init", "options are not converted: null is refused, numbers are not", () => {
  throws(TypeError, () => new Event("x", null));
  is(new Event("x", 1).bubbles, false);
});

check("the type is converted", () => {
  throws(TypeError, () => new Event());
  throws(TypeError, () => new Event(Symbol("s")));
  same([new Event(undefined).type, new Event(null).type, new Event(1).type, new Event("").type], ["undefined", "null", "1", ""]);
});

check("phases", () => {
  for (const holder of [Event, Event.prototype]) same([holder.NONE, holder.CAPTURING_PHASE, holder.AT_TARGET, holder.BUBBLING_PHASE], [0, 1, 2, 3]);
});

diverges("event-time", "events do not know their time", () => is(new Event("x").timeStamp, 0));

diverges("event-trusted", "isTrusted is inherited, but cannot be forged either", () => {
  const event = new Event("x");
  is(Object.hasOwn(event, "isTrusted"), false);
  const descriptor = Object.getOwnPropertyDescriptor(Event.prototype, "isTrusted");
  same([typeof descriptor.get, descriptor.set, descriptor.enumerable, descriptor.configurable], ["function", undefined, true, false]);
  throws(TypeError, () => { event.isTrusted = true; });
  is(event.isTrusted, false);
});

check("preventDefault: only if cancelable", () => {
  const [cancelable, other] = [new Event("x", { cancelable: true }), new Event("x")];
  cancelable.preventDefault();
  other.preventDefault();
  same([cancelable.defaultPrevented, cancelable.returnValue, other.defaultPrevented, other.returnValue], [true, false, false, true]);
});

check("returnValue can be set one way", () => {
  const event = new Event("x", { cancelable: true });
  event.returnValue = true;
  is(event.defaultPrevented, false);
  event.returnValue = false;
  event.returnValue = true;
  is(event.defaultPrevented, true);
});

diverges("event-cancel-bubble", "cancelBubble can be set both ways", () => {
  const event = new Event("x");
  event.cancelBubble = true;
  is(event.cancelBubble, true);
  event.cancelBubble = false;
  is(event.cancelBubble, false);
});

check("stopPropagation shows in cancelBubble", () => {
  const event = new Event("x");
  event.stopPropagation();
  is(event.cancelBubble, true);
});

diverges("init-event", "initEvent, deprecated, is missing", () => is(typeof new Event("x").initEvent, "undefined"));

// CustomEvent

check("CustomEvent", () => {
  const detail = {};
  const event = new CustomEvent("x", { detail, cancelable: true });
  same([event.type, event.detail === detail, event.cancelable, event instanceof Event], ["x", true, true, true]);
  is(new CustomEvent("x").detail, null);
  is(new CustomEvent("x", { detail: undefined }).detail, null);
  is(new CustomEvent("x", { detail: 0 }).detail, 0);
  throws(TypeError, () => new CustomEvent());
});

// EventTarget

check("listeners are called in order, once each", () => {
  const target = new EventTarget();
  const seen = [];
  const twice = () => seen.push("twice");
  target.addEventListener("x", () => seen.push(1));
  target.addEventListener("x", twice);
  target.addEventListener("x", twice);
  target.addEventListener("x", () => seen.push(3));
  is(target.dispatchEvent(new Event("x")), true);
  same(seen, [1, "twice", 3]);
});

check("capture tells listeners apart", () => {
  const target = new EventTarget();
  let count = 0;
  const listener = () => count++;
  target.addEventListener("x", listener);
  target.addEventListener("x", listener, true);
  target.addEventListener("x", listener, { capture: true });
  target.addEventListener("x", listener, { capture: false, once: true, passive: true });
  target.dispatchEvent(new Event("x"));
  is(count, 2);
  target.removeEventListener("x", listener);
  target.dispatchEvent(new Event("x"));
  is(count, 3);
  target.removeEventListener("x", listener, true);
  target.dispatchEvent(new Event("x"));
  is(count, 3);
});

diverges("event-capture-order", "capturing listeners are called in the order of all", () => {
  const target = new EventTarget();
  const seen = [];
  target.addEventListener("x", () => seen.push("bubble"));
  target.addEventListener("x", () => seen.push("capture"), true);
  target.dispatchEvent(new Event("x"));
  same(seen, ["bubble", "capture"]);
});

check("types are told apart exactly", () => {
  const target = new EventTarget();
  let count = 0;
  target.addEventListener("x", () => count++);
  for (const type of ["X", "x ", "", "xx"]) target.dispatchEvent(new Event(type));
  is(count, 0);
});

check("the event while it is dispatched, and after", () => {
  const target = new EventTarget();
  let during;
  const event = new Event("x");
  target.addEventListener("x", (given) => {
    during = [given === event, given.target === target, given.currentTarget === target, given.eventPhase, given.composedPath().length, given.composedPath()[0] === target];
  });
  target.dispatchEvent(event);
  same(during, [true, true, true, 2, 1, true]);
  same([event.target === target, event.currentTarget, event.eventPhase, event.composedPath()], [true, null, 0, []]);
});

check("listeners: functions get the target, objects themselves", () => {
  const target = new EventTarget();
  const seen = [];
  const object = { handleEvent(event) { seen.push(this === object, event.type); } };
  target.addEventListener("x", function () { seen.push(this === target); });
  target.addEventListener("x", object);
  target.dispatchEvent(new Event("x"));
  same(seen, [true, true, "x"]);
});

check("handleEvent is looked up at each call", () => {
  const target = new EventTarget();
  const seen = [];
  const object = {};
  target.addEventListener("x", object);
  target.dispatchEvent(new Event("x"));
  object.handleEvent = () => seen.push("a");
  target.dispatchEvent(new Event("x"));
  object.handleEvent = () => seen.push("b");
  target.dispatchEvent(new Event("x"));
  same(seen, ["a", "b"]);
});

each("addEventListener refuses the listener", [[1], ["text"], [true], [Symbol.iterator]], (listener) => {
  throws(TypeError, () => new EventTarget().addEventListener("x", listener));
});

check("null and undefined are no listeners, and no errors", () => {
  const target = new EventTarget();
  is(target.addEventListener("x", null), undefined);
  is(target.addEventListener("x", undefined), undefined);
  is(target.removeEventListener("x", null), undefined);
  is(target.removeEventListener("x", () => {}), undefined);
  throws(TypeError, () => target.addEventListener("x"));
  throws(TypeError, () => target.addEventListener());
});

check("once", () => {
  const target = new EventTarget();
  let count = 0;
  target.addEventListener("x", () => { count++; if (count === 1) target.dispatchEvent(new Event("x")); }, { once: true });
  target.dispatchEvent(new Event("x"));
  target.dispatchEvent(new Event("x"));
  is(count, 1, "gone before it is called");
});

check("passive listeners cannot prevent anything", () => {
  const target = new EventTarget();
  target.addEventListener("x", (event) => { event.preventDefault(); event.returnValue = false; }, { passive: true });
  const event = new Event("x", { cancelable: true });
  same([target.dispatchEvent(event), event.defaultPrevented], [true, false]);
});

check("dispatchEvent returns false when prevented", () => {
  const target = new EventTarget();
  target.addEventListener("x", (event) => event.preventDefault());
  same([target.dispatchEvent(new Event("x", { cancelable: true })), target.dispatchEvent(new Event("x"))], [false, true]);
});

check("srcElement is the target", () => {
  const target = new EventTarget();
  const event = new Event("x");
  target.dispatchEvent(event);
  is(event.srcElement, target);
});

check("an event that is dispatched cannot be dispatched to a target without listeners either", () => {
  const target = new EventTarget();
  target.addEventListener("x", (event) => throws("InvalidStateError", () => new EventTarget().dispatchEvent(event)));
  let failed = false;
  target.addEventListener("x", () => { failed = true; });
  target.dispatchEvent(new Event("x"));
  is(failed, true);
});

check("an event that was prevented before", () => {
  const event = new Event("x", { cancelable: true });
  event.preventDefault();
  is(new EventTarget().dispatchEvent(event), false);
});

check("stopPropagation and stopImmediatePropagation", () => {
  const target = new EventTarget();
  const seen = [];
  target.addEventListener("x", (event) => { event.stopPropagation(); seen.push(1); });
  target.addEventListener("x", (event) => { event.stopImmediatePropagation(); seen.push(2); });
  target.addEventListener("x", () => seen.push(3));
  target.dispatchEvent(new Event("x"));
  same(seen, [1, 2]);
});

check("propagation that was stopped before the dispatch", () => {
  const target = new EventTarget();
  let count = 0;
  target.addEventListener("x", () => count++);
  const event = new Event("x");
  event.stopPropagation();
  target.dispatchEvent(event);
  is(count, 0);
  target.dispatchEvent(event);
  is(count, 1, "the flag is gone after a dispatch");
});

check("listeners that are added while an event is dispatched come with the next", () => {
  const target = new EventTarget();
  const seen = [];
  target.addEventListener("x", () => { seen.push("a"); target.addEventListener("x", () => seen.push("b"), { once: true }); }, { once: true });
  target.dispatchEvent(new Event("x"));
  same(seen, ["a"]);
  target.dispatchEvent(new Event("x"));
  same(seen, ["a", "b"]);
});

check("listeners that are removed meanwhile are not called", () => {
  const target = new EventTarget();
  const seen = [];
  const last = () => seen.push("last");
  target.addEventListener("x", () => target.removeEventListener("x", last));
  target.addEventListener("x", last);
  target.dispatchEvent(new Event("x"));
  same(seen, []);
});

check("a signal that aborts meanwhile", () => {
  const target = new EventTarget();
  const controller = new AbortController();
  let count = 0;
  target.addEventListener("x", () => controller.abort());
  target.addEventListener("x", () => count++, { signal: controller.signal });
  target.dispatchEvent(new Event("x"));
  is(count, 0);
});

each("the option signal refuses", [[null], [{}], [1]], (signal) => {
  throws(TypeError, () => new EventTarget().addEventListener("x", () => {}, { signal }));
});

check("an event can be dispatched again, but not while it is dispatched", () => {
  const [first, second] = [new EventTarget(), new EventTarget()];
  const event = new Event("x");
  let count = 0;
  first.addEventListener("x", () => { count++; throws("InvalidStateError", () => second.dispatchEvent(event)); });
  first.dispatchEvent(event);
  first.dispatchEvent(event);
  second.dispatchEvent(event);
  same([count, event.target === second], [2, true]);
});

each("dispatchEvent refuses", [[undefined], [null], ["x"], [{}], [{ type: "x" }]], (event) => throws(TypeError, () => new EventTarget().dispatchEvent(event)));

check("what a listener throws stops neither the others nor the dispatch", () => {
  const target = new EventTarget();
  const seen = [];
  target.addEventListener("x", () => { throw why; });
  target.addEventListener("x", { get handleEvent() { throw why; } });
  target.addEventListener("x", { handleEvent: 1 });
  target.addEventListener("x", () => seen.push("reached"));
  is(target.dispatchEvent(new Event("x")), true);
  same(seen, ["reached"]);
});

check("subclasses", () => {
  class Own extends EventTarget {
    constructor() { super(); this.count = 0; this.addEventListener("x", this); }
    handleEvent() { this.count++; }
  }
  const own = new Own();
  own.dispatchEvent(new Event("x"));
  is(own.count, 1);
  class OwnEvent extends Event { constructor(value) { super("own"); this.value = value; } }
  let value;
  own.addEventListener("own", (event) => { value = event.value; });
  own.dispatchEvent(new OwnEvent(7));
  is(value, 7);
});

check("a thousand listeners", () => {
  const target = new EventTarget();
  let sum = 0;
  for (let count = 0; count < 1000; count++) target.addEventListener("x", () => { sum += count; });
  target.dispatchEvent(new Event("x"));
  is(sum, 499_500);
});

check("strangers", () => {
  throws(TypeError, () => EventTarget.prototype.addEventListener.call({}, "x", () => {}));
  throws(TypeError, () => EventTarget.prototype.dispatchEvent.call({}, new Event("x")));
  throws(TypeError, () => Object.getOwnPropertyDescriptor(Event.prototype, "type").get.call({}));
  throws(TypeError, () => EventTarget());
});

diverges("global-events", "the global object is no EventTarget", () => {
  same([typeof globalThis.addEventListener, typeof globalThis.dispatchEvent, globalThis instanceof EventTarget], ["undefined", "undefined", false]);
  same(["onerror" in globalThis, "onunhandledrejection" in globalThis, "onrejectionhandled" in globalThis, "reportError" in globalThis], [false, false, false, false]);
});

// DOMException

each("DOMException, by name and code", [
  ["IndexSizeError", 1], ["HierarchyRequestError", 3], ["WrongDocumentError", 4], ["InvalidCharacterError", 5],
  ["NoModificationAllowedError", 7], ["NotFoundError", 8], ["NotSupportedError", 9], ["InUseAttributeError", 10],
  ["InvalidStateError", 11], ["SyntaxError", 12], ["InvalidModificationError", 13], ["NamespaceError", 14],
  ["InvalidAccessError", 15], ["TypeMismatchError", 17], ["SecurityError", 18], ["NetworkError", 19], ["AbortError", 20],
  ["URLMismatchError", 21], ["QuotaExceededError", 22], ["TimeoutError", 23], ["InvalidNodeTypeError", 24],
  ["DataCloneError", 25], ["EncodingError", 0], ["NotReadableError", 0], ["UnknownError", 0], ["ConstraintError", 0],
  ["DataError", 0], ["OperationError", 0], ["NotAllowedError", 0], ["OptOutError", 0], ["TypeError", 0], ["", 0],
], (name, code) => {
  const error = new DOMException("m", name);
  same([error.name, error.code, error.message], [name, code, "m"]);
});

check("DOMException: defaults and conversions", () => {
  const error = new DOMException();
  same([error.name, error.message, error.code], ["Error", "", 0]);
  same([new DOMException(undefined, undefined).name, new DOMException(null).message, new DOMException("m", null).name], ["Error", "null", "null"]);
  throws(TypeError, () => DOMException("m"));
  throws(TypeError, () => new DOMException(Symbol("s")));
});

check("DOMException is an Error, with a stack, and its own place in the chain", () => {
  const error = new DOMException("m", "AbortError");
  ok(error instanceof Error);
  is(Object.getPrototypeOf(DOMException.prototype), Error.prototype);
  is(Object.getPrototypeOf(DOMException), Function.prototype);
  ok(typeof error.stack === "string" && error.stack.includes("m"));
  is(String(error), "AbortError: m");
  is(Object.prototype.toString.call(error), "[object DOMException]");
});

check("DOMException: name, message and code are inherited getters", () => {
  const error = new DOMException("m", "AbortError");
  for (const name of ["name", "message", "code"]) {
    is(Object.hasOwn(error, name), false, name);
    const descriptor = Object.getOwnPropertyDescriptor(DOMException.prototype, name);
    same([typeof descriptor.get, descriptor.set, descriptor.enumerable], ["function", undefined, true], name);
    throws(TypeError, () => descriptor.get.call({}), name);
  }
});

check("DOMException: constants cannot be changed", () => {
  for (const holder of [DOMException, DOMException.prototype]) {
    same(Object.getOwnPropertyDescriptor(holder, "ABORT_ERR"), { value: 20, writable: false, enumerable: true, configurable: false });
  }
});

check("DOMException: subclasses", () => {
  class Own extends DOMException { constructor() { super("m", "AbortError"); this.own = 1; } }
  const error = new Own();
  same([error.name, error.own, error instanceof Own], ["AbortError", 1, true]);
});
