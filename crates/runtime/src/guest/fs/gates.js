// How many file operations may be on their way at once. What waits for its turn waits in the guest's own memory; answers
// that have come and are not taken would wait in the daemon's.
// @ts-check
import { primordials } from "ext:core/mod.js";
import { atJobLoss } from "ext:isolate/lease/jobs.js";
import { atLeaseEnd } from "ext:isolate/lease/lease.js";
const { Error, Promise, SafeSet, SafeSetIterator } = primordials;

/** Operations with small answers. */
const LIGHT = 256;
/** Pieces of files. */
const PIECES = 16;
/** Answers of up to a whole frame: files at once, and the names in a directory. */
const WHOLE = 4;

/** @typedef {{ go: (round: number) => void, fail: (error: unknown) => void }} Waiter */

class Gate {
  /** In order. Arrays would show what they are given to setters of a guest's. @type {Set<Waiter>} */
  #queue = new SafeSet();
  #limit;
  #free;
  /** Turns are counted from the start of a round on. */
  #round = 0;

  /** @param {number} limit */
  constructor(limit) {
    this.#limit = limit;
    this.#free = limit;
  }

  /** @returns {Promise<number> | number} the round, for `leave`; a promise of it if it is not one's turn yet */
  enter() {
    if (this.#free > 0) {
      this.#free -= 1;
      return this.#round;
    }
    return new Promise((/** @type {(round: number) => void} */ go, /** @type {(error: unknown) => void} */ fail) => {
      this.#queue.add({ go, fail });
    });
  }

  /** @param {number} round */
  leave(round) {
    if (round !== this.#round) return;
    this.#free += 1;
    this.#admit();
  }

  /** Some who have entered may never leave: nobody waits for any of them. */
  startRound() {
    this.#round += 1;
    this.#free = this.#limit;
    this.#admit();
  }

  #admit() {
    for (const waiter of new SafeSetIterator(this.#queue)) {
      if (this.#free === 0) return;
      this.#free -= 1;
      this.#queue.delete(waiter);
      waiter.go(this.#round);
    }
  }

  /** Nobody gets a turn any more. */
  close() {
    const gone = new Error("Runtime was soft-disposed");
    for (const waiter of new SafeSetIterator(this.#queue)) waiter.fail(gone);
    this.#queue.clear();
  }
}

const make = () => ({ __proto__: null, light: new Gate(LIGHT), pieces: new Gate(PIECES), whole: new Gate(WHOLE) });

/** @type {any} */
let gates = make();

// The calls of this lease never come back to leave their gate.
atLeaseEnd(() => {
  const { light, pieces, whole } = gates;
  gates = make();
  light.close();
  pieces.close();
  whole.close();
});

atJobLoss(() => {
  const { light, pieces, whole } = gates;
  light.startRound();
  pieces.startRound();
  whole.startRound();
});

/**
 * The gate of an operation. It is the caller's until he has left it.
 * @param {string} operation
 * @returns {Gate}
 */
export function gateOf(operation) {
  if (operation === "readAt" || operation === "writeAt") return gates.pieces;
  if (operation === "readFile" || operation === "writeFile" || operation === "readdir") return gates.whole;
  return gates.light;
}
