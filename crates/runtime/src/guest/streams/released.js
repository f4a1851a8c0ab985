// Writers that have let go of their stream say so in the words of runtime.md 10.4.
// @ts-check
import { primordials } from "ext:core/mod.js";
const {
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ObjectGetOwnPropertySymbols,
  ObjectPrototypeIsPrototypeOf,
  PromiseReject,
  ReflectApply,
  SafeArrayIterator,
  SymbolPrototypeGetDescription,
  TypeError,
} = primordials;

/**
 * Replaces what fails then. Runs once, while the snapshot is made.
 * @param {{ WritableStream: any, WritableStreamDefaultWriter: any }} classes
 */
export function describeReleased({ WritableStream, WritableStreamDefaultWriter }) {
  const { prototype } = WritableStreamDefaultWriter;
  const stream = slotOf(new WritableStreamDefaultWriter(new WritableStream()));
  /** @param {any} writer */
  const check = (writer) => {
    if (ObjectPrototypeIsPrototypeOf(prototype, writer) && writer[stream] === undefined) throw new TypeError("Writer has been released");
  };
  for (const name of new SafeArrayIterator(["abort", "close", "write"])) {
    const original = prototype[name];
    const { [name]: checked } = {
      /** @this {unknown} @param {unknown[]} args */
      [name](...args) {
        try {
          check(this);
        } catch (error) {
          return PromiseReject(error);
        }
        return ReflectApply(original, this, args);
      },
    };
    ObjectDefineProperty(checked, "length", { __proto__: null, value: original.length, configurable: true });
    ObjectDefineProperty(prototype, name, { __proto__: null, value: checked });
  }
  const { get } = ObjectGetOwnPropertyDescriptor(prototype, "desiredSize");
  const { get: checked } = ObjectGetOwnPropertyDescriptor(
    {
      get desiredSize() {
        check(this);
        return ReflectApply(get, this, []);
      },
    },
    "desiredSize",
  );
  ObjectDefineProperty(prototype, "desiredSize", { __proto__: null, get: checked });
}

/** The symbol under which a writer has its stream. @param {object} writer @returns {symbol} */
function slotOf(writer) {
  for (const symbol of new SafeArrayIterator(ObjectGetOwnPropertySymbols(writer))) {
    if (SymbolPrototypeGetDescription(symbol) === "[[stream]]") return symbol;
  }
  throw new TypeError("Writers have no slot for their stream");
}
