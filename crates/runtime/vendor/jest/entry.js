// What the test environment takes from Jest: the bundle starts here.
export { default as diffSequence } from "@jest/diff-sequences";
export {
  arrayBufferEquality,
  equals,
  iterableEquality,
  sparseArrayEquality,
  subsetEquality,
  typeEquality,
} from "@jest/expect-utils";
