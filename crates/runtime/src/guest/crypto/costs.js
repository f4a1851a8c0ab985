// What one cryptographic operation may cost. Threads of their own work at them, which nothing can stop; and their memory is
// beside the guest's.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
const {
  MathCeil,
  MathMax,
  Number,
  ObjectCreate,
  ObjectDefineProperty,
  ObjectKeys,
  SafeArrayIterator,
} = primordials;

const { DOMException } = core.loadExtScript("ext:deno_web/01_dom_exception.js");

/**
 * The most that each number in an algorithm may be.
 * @type {[name: string, most: number][]}
 */
const bounds = [
  ["iterations", 10_000_000],
  ["length", 8 << 20], // bits
  ["memory", 64 << 10], // KiB
  ["modulusLength", 4096], // bits
  ["outputLength", 8 << 20], // bits
  ["parallelism", 16],
  ["passes", 16],
  ["saltLength", 512], // bytes: as long as the longest modulus
];

/** The most iterations over all blocks of an output: some seconds. */
const WORK = 20_000_000;

/** Bits of the smallest block that an output is made of. */
const BLOCK = 160;

/**
 * Where each method has its algorithms.
 * @type {any}
 */
const places = {
  __proto__: null,
  decrypt: [0], deriveBits: [0], deriveKey: [0, 2], digest: [0], encrypt: [0], generateKey: [0], importKey: [2],
  sign: [0], unwrapKey: [3, 4], verify: [0], wrapKey: [3],
};

/**
 * The methods that {@link bound} knows.
 * @type {string[]}
 */
export const costly = ObjectKeys(places);

/** @param {string} name @param {number} most */
function tooMuch(name, most) {
  return new DOMException(`Too much work: the ${name} may be up to ${most}`, "OperationError");
}

/**
 * An algorithm whose numbers have been read, once: they cannot be others when they are read again.
 * @param {any} algorithm
 */
function settled(algorithm) {
  if (typeof algorithm !== "object" || algorithm === null) return algorithm;
  const copy = ObjectCreate(algorithm);
  for (const entry of new SafeArrayIterator(bounds)) {
    const name = entry[0];
    const most = entry[1];
    const value = algorithm[name];
    if (value === undefined) continue;
    const number = Number(value);
    if (number > most) throw tooMuch(name, most);
    ObjectDefineProperty(copy, name, { __proto__: null, value: number, enumerable: true });
  }
  return copy;
}

/**
 * Replaces what could change in the arguments of a method; throws if the call would cost too much.
 * @param {string} method
 * @param {any[]} args
 */
export function bound(method, args) {
  const indexes = places[method];
  if (indexes === undefined) return;
  for (const index of new SafeArrayIterator(indexes)) {
    if (index < args.length) args[index] = settled(args[index]);
  }
  if (method !== "deriveBits" && method !== "deriveKey") return;
  let length = Number(args[2]?.length ?? 0);
  if (method === "deriveBits" && args[2] !== undefined && args[2] !== null) {
    length = args[2] = Number(args[2]);
    if (length > (8 << 20)) throw tooMuch("length", 8 << 20);
  }
  const blocks = MathMax(1, MathCeil(length / BLOCK));
  const most = WORK / blocks;
  if (args[0]?.iterations > most) throw tooMuch("number of iterations for so long an output", most | 0);
}
