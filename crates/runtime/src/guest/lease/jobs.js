// What is done when V8 has dropped all promise jobs and the guest goes on: whatever was to follow on one of them never comes.
// @ts-check
import { primordials } from "ext:core/mod.js";
const { ArrayPrototypePush } = primordials;

/** @type {(() => void)[]} */
const actions = [];

/**
 * Has something done then. It must not run any code of the guest's.
 * @param {() => void} action
 */
export function atJobLoss(action) {
  ArrayPrototypePush(actions, action);
}

/** It has happened. */
export function loseJobs() {
  for (let index = 0; index < actions.length; index++) actions[index]();
}
