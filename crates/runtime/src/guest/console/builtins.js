// The forms of ECMAScript's own classes (spec 4.4, rows 16 to 24). Loading this file registers them.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { constructorName, describe } from "ext:isolate/console/inspect.js";
import { bigintText, numberText, writeQuoted } from "ext:isolate/console/primitives.js";

const {
  ArrayBufferPrototype,
  ArrayBufferPrototypeGetByteLength,
  DataViewPrototype,
  DataViewPrototypeGetBuffer,
  DataViewPrototypeGetByteLength,
  DataViewPrototypeGetByteOffset,
  DatePrototype,
  DatePrototypeGetTime,
  DatePrototypeToISOString,
  MapPrototype,
  MapPrototypeGetSize,
  NumberPrototypeToString,
  PromisePrototype,
  RegExpPrototype,
  RegExpPrototypeGetDotAll,
  RegExpPrototypeGetGlobal,
  RegExpPrototypeGetHasIndices,
  RegExpPrototypeGetIgnoreCase,
  RegExpPrototypeGetMultiline,
  RegExpPrototypeGetSource,
  RegExpPrototypeGetSticky,
  RegExpPrototypeGetUnicode,
  RegExpPrototypeGetUnicodeSets,
  SafeMapIterator,
  SafeSetIterator,
  SetPrototype,
  SetPrototypeGetSize,
  StringPrototype,
  StringPrototypePadStart,
  StringPrototypeValueOf,
  TypedArrayPrototype,
  TypedArrayPrototypeGetLength,
  TypedArrayPrototypeGetSymbolToStringTag,
  Uint8Array,
  WeakMapPrototype,
  WeakSetPrototype,
} = primordials;

/** Typed arrays with more elements than this are shown without any. */
const TYPED_ARRAY_ELEMENTS = 10;
/** Bytes shown of a shared buffer, as in Node. */
const BUFFER_BYTES = 100;
/** Boxed strings longer than this are shown by their characters, since listing their keys could take any memory. */
const BOXED_STRING = 1000;

describe(DatePrototype, ({ out }, value) => {
  if (!core.isDate(value)) return false;
  const time = DatePrototypeGetTime(value);
  out.write(time === time ? DatePrototypeToISOString(value) : "Invalid Date");
  return true;
});

describe(RegExpPrototype, ({ out }, value) => {
  if (!core.isRegExp(value)) return false;
  out.write(`/${RegExpPrototypeGetSource(value)}/${flagsOf(value)}`);
  return true;
});

/**
 * Each flag on its own: the `flags` getter would read them from the guest's properties.
 * @param {any} pattern
 */
function flagsOf(pattern) {
  let flags = RegExpPrototypeGetHasIndices(pattern) ? "d" : "";
  if (RegExpPrototypeGetGlobal(pattern)) flags += "g";
  if (RegExpPrototypeGetIgnoreCase(pattern)) flags += "i";
  if (RegExpPrototypeGetMultiline(pattern)) flags += "m";
  if (RegExpPrototypeGetDotAll(pattern)) flags += "s";
  if (RegExpPrototypeGetUnicode(pattern)) flags += "u";
  if (RegExpPrototypeGetUnicodeSets(pattern)) flags += "v";
  if (RegExpPrototypeGetSticky(pattern)) flags += "y";
  return flags;
}

describe(PromisePrototype, ({ out }, value) => {
  if (!core.isPromise(value)) return false;
  out.write("Promise { <pending> }");
  return true;
});

describe(MapPrototype, (inspection, value, depth) => {
  if (!core.isMap(value)) return false;
  const { out } = inspection;
  out.write(`Map(${MapPrototypeGetSize(value)}) { `);
  let first = true;
  for (const entry of new SafeMapIterator(value)) {
    if (out.full) break;
    if (!first) out.write(", ");
    first = false;
    inspection.value(entry[0], depth + 1);
    out.write(" => ");
    inspection.value(entry[1], depth + 1);
  }
  out.write(" }");
  return true;
});

describe(SetPrototype, (inspection, value, depth) => {
  if (!core.isSet(value)) return false;
  const { out } = inspection;
  out.write(`Set(${SetPrototypeGetSize(value)}) { `);
  let first = true;
  for (const element of new SafeSetIterator(value)) {
    if (out.full) break;
    if (!first) out.write(", ");
    first = false;
    inspection.value(element, depth + 1);
  }
  out.write(" }");
  return true;
});

describe(WeakMapPrototype, ({ out }, value) => {
  if (!core.isWeakMap(value)) return false;
  out.write("WeakMap { <items unknown> }");
  return true;
});

describe(WeakSetPrototype, ({ out }, value) => {
  if (!core.isWeakSet(value)) return false;
  out.write("WeakSet { <items unknown> }");
  return true;
});

describe(ArrayBufferPrototype, ({ out }, value) => {
  if (!core.isArrayBuffer(value)) return false;
  out.write(`ArrayBuffer { byteLength: ${ArrayBufferPrototypeGetByteLength(value)} }`);
  return true;
});

// There is no SharedArrayBuffer yet when the snapshot is made, so that it is told by its nature, not by its class.
describe(null, ({ out }, value) => {
  if (!core.isSharedArrayBuffer(value)) return false;
  const bytes = new Uint8Array(value);
  const length = TypedArrayPrototypeGetLength(bytes);
  let text = "";
  for (let i = 0; i < length && i < BUFFER_BYTES; i++) {
    text += (i > 0 ? " " : "") + StringPrototypePadStart(NumberPrototypeToString(bytes[i], 16), 2, "0");
  }
  const more = length - BUFFER_BYTES;
  if (more > 0) text += ` ... ${more} more byte${more > 1 ? "s" : ""}`;
  out.write(`SharedArrayBuffer { [Uint8Contents]: <${text}>, byteLength: ${length} }`);
  return true;
});

describe(DataViewPrototype, (inspection, value, depth) => {
  if (!core.isDataView(value)) return false;
  const length = DataViewPrototypeGetByteLength(value);
  const offset = DataViewPrototypeGetByteOffset(value);
  inspection.out.write(`DataView { byteLength: ${length}, byteOffset: ${offset}, buffer: `);
  inspection.value(DataViewPrototypeGetBuffer(value), depth + 1);
  inspection.out.write(" }");
  return true;
});

describe(TypedArrayPrototype, ({ out }, value) => {
  if (!core.isTypedArray(value)) return false;
  const length = TypedArrayPrototypeGetLength(value);
  out.write(`${constructorName(value, TypedArrayPrototypeGetSymbolToStringTag(value))}(${length}) [ `);
  if (length > TYPED_ARRAY_ELEMENTS) {
    out.write("...");
  } else {
    for (let i = 0; i < length; i++) {
      const element = value[i];
      out.write((i > 0 ? ", " : "") + (typeof element === "bigint" ? bigintText(element) : numberText(element)));
    }
  }
  out.write(" ]");
  return true;
});

describe(StringPrototype, ({ out }, value) => {
  if (!core.isStringObject(value)) return false;
  const text = StringPrototypeValueOf(value);
  if (text.length <= BOXED_STRING) return false;
  out.write("{ ");
  for (let i = 0; i < text.length && !out.full; i++) {
    out.write(`${i > 0 ? ", " : ""}'${i}': `);
    writeQuoted(out, text[i]);
  }
  out.write(" }");
  return true;
});
