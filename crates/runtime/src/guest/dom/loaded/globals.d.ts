// What the scripts of this folder find in their scope, for `tsc`. They are the body of one function, in the order of dom.rs.

/** What vendor/linkedom/entry.js exports. */
declare const library: any;

/** The function's parameter: classes that guests have, too. */
declare const platform: {
  CustomEvent: typeof CustomEvent;
  DOMException: typeof DOMException;
  Event: typeof Event;
  EventTarget: typeof EventTarget;
  /** Builds markup into a document; called by the library. */
  parse(document: any, isHtml: boolean, markup: unknown): any;
};
