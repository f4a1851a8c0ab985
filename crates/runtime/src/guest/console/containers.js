// Arrays and plain objects (spec 4.4, rows 25 and 26): the forms of everything without a form of its own.
// @ts-check
import { primordials } from "ext:core/mod.js";
import { writeKey } from "ext:isolate/console/primitives.js";

const { ObjectHasOwn, ObjectKeys } = primordials;

/** @typedef {import("./inspect.js").Inspection} Inspection */

/**
 * `[ 1, 2 ]`, without a limit on the length other than that of the text. Holes are counted as Node does.
 * @param {Inspection} inspection
 * @param {any} array an array, or a proxy of one, whose length may then be anything
 * @param {number} depth
 */
export function writeArray(inspection, array, depth) {
  const { out } = inspection;
  const length = +array.length;
  if (!(length > 0)) return out.write("[]");
  out.write("[ ");
  for (let at = 0; at < length && !out.full; at++) {
    if (at > 0) out.write(", ");
    if (!ObjectHasOwn(array, at)) {
      writeSparse(inspection, array, at, length, depth);
      break;
    }
    inspection.property(array, at, depth + 1);
  }
  out.write(" ]");
}

/**
 * The rest of an array from its first hole on, by its keys: work depends on the elements, not on the length.
 * @param {Inspection} inspection
 * @param {any} array
 * @param {number} from index of the hole
 * @param {number} length
 * @param {number} depth
 */
function writeSparse(inspection, array, from, length, depth) {
  const { out } = inspection;
  const keys = ObjectKeys(array);
  let next = from;
  for (let i = 0; i < keys.length && !out.full; i++) {
    const index = +keys[i];
    // Index keys come first and in ascending order; other keys end the walk.
    if (!(index < length) || `${index}` !== keys[i]) break;
    if (index < next) continue;
    if (index > next) {
      writeHoles(inspection, index - next);
      out.write(", ");
    }
    inspection.property(array, index, depth + 1);
    next = index + 1;
    if (next < length) out.write(", ");
  }
  if (next < length) writeHoles(inspection, length - next);
}

/**
 * @param {Inspection} inspection
 * @param {number} count
 */
function writeHoles(inspection, count) {
  inspection.out.write(`<${count} empty item${count === 1 ? "" : "s"}>`);
}

/**
 * `{ k: v, 'odd key': v }` from the own enumerable string keys. Class names and symbol keys are not shown.
 * @param {Inspection} inspection
 * @param {any} object
 * @param {number} depth
 */
export function writeRecord(inspection, object, depth) {
  const { out } = inspection;
  const keys = ObjectKeys(object);
  if (keys.length === 0) return out.write("{}");
  out.write("{ ");
  for (let i = 0; i < keys.length && !out.full; i++) {
    if (i > 0) out.write(", ");
    writeKey(out, keys[i]);
    out.write(": ");
    inspection.property(object, keys[i], depth + 1);
  }
  out.write(" }");
}
