// FormData: a file name goes with a Blob alone (XMLHttpRequest standard).
// @ts-check
import { core, primordials } from "ext:core/mod.js";
const {
  ObjectDefineProperty,
  ObjectPrototypeIsPrototypeOf,
  ReflectApply,
  SafeArrayIterator,
  TypeError,
} = primordials;
const { BlobPrototype } = core.loadExtScript("ext:deno_web/09_file.js");

/** Runs once, while the snapshot is made. @param {any} FormData */
export function guardFormData(FormData) {
  for (const name of new SafeArrayIterator(["append", "set"])) {
    const original = FormData.prototype[name];
    const { [name]: guarded } = {
      /** @this {unknown} @param {unknown} key @param {unknown} value @param {unknown[]} rest */
      [name](key, value, ...rest) {
        if (rest.length > 0 && !ObjectPrototypeIsPrototypeOf(BlobPrototype, value)) {
          throw new TypeError(`Failed to execute '${name}' on 'FormData': Argument 2 is no Blob, but there is a file name`);
        }
        return ReflectApply(original, this, arguments);
      },
    };
    ObjectDefineProperty(FormData.prototype, name, {
      __proto__: null,
      value: guarded,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
}
