// Entry of the guest-side scripts: evaluated into the snapshot; `start` runs when an isolate starts.
// @ts-check
import { internals } from "ext:core/mod.js";
// First of all: it replaces what scripts of the web platform clone with.
import "ext:isolate/clone/clone.js";
import { consoleCounters, consoleGroupDepth, consoleReset, consoleTimers } from "ext:isolate/console/console.js";
import { domClass } from "ext:isolate/dom/dom.js";
import { callFunction, exportFunction, exportIterable } from "ext:isolate/functions/exports.js";
import { install } from "ext:isolate/functions/functions.js";
import { classify, dissect, revive } from "ext:isolate/functions/values.js";
import * as globals from "ext:isolate/globals.js";
import { deliver } from "ext:isolate/events/events.js";
import { connect } from "ext:isolate/host.js";
import { loseJobs } from "ext:isolate/lease/jobs.js";
import { endLease } from "ext:isolate/lease/lease.js";
import { setCwd } from "ext:isolate/path/path.js";
import { hasServeHandler } from "ext:isolate/serve/handlers.js";
import { abortDispatch, dispatch } from "ext:isolate/serve/serve.js";
import { hasActiveConnections, socketEvent, upgradeRequest } from "ext:isolate/serve/sockets.js";
import { cancelSink } from "ext:isolate/streams/pump.js";
import { clearAll } from "ext:isolate/timers/timers.js";
// What the scripts import that are loaded later (late_scripts.rs).
import * as coreModule from "ext:core/mod.js";
import * as base64Module from "ext:isolate/buffer/base64.js";
import * as inspectModule from "ext:isolate/console/inspect.js";
import * as hostModule from "ext:isolate/host.js";
import * as leaseModule from "ext:isolate/lease/lease.js";
import * as timersModule from "ext:isolate/timers/timers.js";

globals.install();

/** What the runtime's native half calls; unreachable for the guest. */
internals.isolate = {
  __proto__: null,
  /** @param {import("./host.js").Host} natives */
  start(natives) {
    connect(natives);
    globals.start();
  },
  /**
   * @param {string} cwd
   * @param {[name: string, kind: "sync" | "async" | "asyncIterator"][]} functions
   * @param {typeof import("./testing/testing.js") | undefined} testing undefined: there is no test environment
   * @param {number} testTimeout
   * @param {typeof import("./playwright/playwright.js") | undefined} playwright undefined: there is no browser
   * @param {number} browserTimeout
   * @param {boolean} hasDefaultPage
   */
  equip(cwd, functions, testing, testTimeout, playwright, browserTimeout, hasDefaultPage) {
    globals.restartClock();
    setCwd(cwd);
    install(functions, globals.define);
    testing?.enableTesting(testTimeout, globals.define);
    playwright?.enablePlaywright(browserTimeout, hasDefaultPage, globals.define);
  },
  endLease,
  loseJobs,
  makeCrypto: globals.makeCrypto,
  clearTimers: clearAll,
  deliverEvent: deliver,
  domClass,
  classify,
  dissect,
  revive,
  exportFunction,
  exportIterable,
  callFunction,
  consoleCounters,
  consoleGroupDepth,
  consoleReset,
  consoleTimers,
  dispatch,
  abortDispatch,
  cancelSink,
  socketEvent,
  hasActiveConnections,
  hasServeHandler,
  upgradeRequest,
  modules: {
    __proto__: null,
    "ext:core/mod.js": coreModule,
    "ext:isolate/buffer/base64.js": base64Module,
    "ext:isolate/console/inspect.js": inspectModule,
    "ext:isolate/host.js": hostModule,
    "ext:isolate/lease/lease.js": leaseModule,
    "ext:isolate/timers/timers.js": timersModule,
  },
};
// A rehearsal: functions that have run are compiled in the snapshot.
internals.isolate.start({ __proto__: null, defineLazily() {} });
internals.isolate.equip("/a", [], undefined, 0, undefined, 0, false);
internals.isolate.endLease();
