// The globals of the DOM (runtime.md 17.5). A library makes them when a guest first reads one: it and what is in `loaded/`
// run as the guest's own code would, with no right that a guest has not. What a guest did to the built-ins happens to them.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { host } from "ext:isolate/host.js";
const { SafeArrayIterator } = primordials;

const { CustomEvent, Event, EventTarget } = core.loadExtScript("ext:deno_web/02_event.js");
const { DOMException } = core.loadExtScript("ext:deno_web/01_dom_exception.js");

const names = ["Attr", "Comment", "DOMParser", "Document", "DocumentFragment", "DocumentType", "Element", "Node", "Text"];

/** @type {Record<string, Function> | undefined} */
let classes;

/** Runs at the start of each isolate. */
export function announceDom() {
  for (const name of new SafeArrayIterator(names)) host.defineLazily(name);
}

/**
 * What the host answers the first read of a global of the DOM with. An error in here is the guest's, who may try again.
 * @param {string} name
 */
export function domClass(name) {
  classes ??= host.loadDom({ __proto__: null, CustomEvent, DOMException, Event, EventTarget });
  return classes[name];
}
