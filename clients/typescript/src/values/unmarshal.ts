/** Wire values to host values: arguments of custom functions, results of the guest's functions (protocol.md, 2.3, 2.4 and 2.6). */

import { decodeTimestampToTimeSpec } from "@msgpack/msgpack";
import { extensionFields, isMap, WireExtension } from "../wire/codec.ts";
import type { Fields } from "../wire/messages.ts";
import { Extension } from "./extensions.ts";

/** Makes usable what stays in the isolate while the host holds a reference to it. Each gets the fields of the reference. */
export interface HandIn {
  function(reference: Fields): unknown;
  asyncIterator(reference: Fields): unknown;
}

const MAX_DEPTH = 100;

/**
 * Converts a decoded value; containers are converted in place. Native forms, extensions and reference maps are all
 * understood. Bytes are copied, so that the caller owns them and not a view into a frame.
 *
 * @param handIn without it references to functions and async iterators of the guest's are not understood
 * @throws Error when the value nests too deep or an extension cannot be represented in this engine
 */
export function unmarshal(value: unknown, handIn?: HandIn, depth = 0): unknown {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (depth > MAX_DEPTH) {
    throw new Error("Maximum unmarshalling depth exceeded");
  }
  if (value instanceof WireExtension) {
    return reviveExtension(value, handIn);
  }
  if (value instanceof Uint8Array) {
    return value.slice();
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      value[index] = unmarshal(value[index], handIn, depth + 1);
    }
    return value;
  }
  const map = value as Fields;
  const revive = reviverOf(map);
  if (revive !== undefined) {
    return revive(map);
  }
  for (const key of Object.keys(map)) {
    map[key] = unmarshal(map[key], handIn, depth + 1);
  }
  return map;
}

function reviveExtension(extension: WireExtension, handIn: HandIn | undefined): unknown {
  if (extension.type === Extension.TIMESTAMP) {
    const { sec, nsec } = decodeTimestampToTimeSpec(extension.data);
    return new Date(sec * 1000 + nsec / 1e6);
  }
  const fields = extensionFields(extension);
  switch (extension.type) {
    case Extension.DATE:
      return revivers.DateRef(fields);
    case Extension.REG_EXP:
      return revivers.RegExpRef(fields);
    case Extension.UNDEFINED:
      return undefined;
    case Extension.BIG_INT:
      return revivers.BigIntRef(fields);
    case Extension.URL_REF:
      return revivers.URLRef(fields);
    case Extension.HEADERS_REF:
      return revivers.HeadersRef(fields);
    case Extension.ERROR_REF:
      return revivers.ErrorRef(fields);
    case Extension.REQUEST_REF:
      return reviveRequest(fields);
    case Extension.RESPONSE_REF:
      return reviveResponse(fields);
    case Extension.FILE_REF:
      return reviveFile(fields);
    case Extension.FORM_DATA_REF:
      return reviveFormData(fields);
  }
  if (handIn !== undefined && extension.type === Extension.CALLBACK_REF) {
    return handIn.function(fields);
  }
  if (handIn !== undefined && extension.type === Extension.ASYNC_ITERATOR_REF) {
    return handIn.asyncIterator(fields);
  }
  throw new TypeError(`Extension ${extension.type} is not supported`);
}

type Reviver = (fields: Fields) => unknown;

/** Values that a daemon may send as reference maps. */
const revivers = {
  UndefinedRef: () => undefined,
  DateRef: (fields) => new Date(fields["timestamp"] as number),
  RegExpRef: (fields) => new RegExp(fields["source"] as string, fields["flags"] as string),
  BigIntRef: (fields) => BigInt(fields["value"] as string),
  Uint8ArrayRef: (fields) => toBytes(fields["data"]),
  URLRef: (fields) => new URL(fields["href"] as string),
  HeadersRef: (fields) => new Headers(fields["pairs"] as [string, string][]),
  ErrorRef: (fields) => reviveError(fields),
} satisfies Record<string, Reviver>;

/** The keys a reference map has, besides `__type`; those with a question mark may be missing. */
const referenceKeys: Record<keyof typeof revivers, string[]> = {
  UndefinedRef: [],
  DateRef: ["timestamp"],
  RegExpRef: ["source", "flags"],
  BigIntRef: ["value"],
  Uint8ArrayRef: ["data"],
  URLRef: ["href"],
  HeadersRef: ["pairs"],
  ErrorRef: ["name", "message", "stack?", "code?"],
};

/**
 * Guest data may have a property `__type` too: only a map of exactly the right keys is a reference. References to functions and
 * iterators never are maps: guest data could name what another guest of this connection has handed out.
 */
function reviverOf(map: Fields): Reviver | undefined {
  const name = map["__type"];
  if (typeof name !== "string" || !Object.hasOwn(revivers, name) || !hasKeys(map, referenceKeys[name as keyof typeof revivers])) {
    return undefined;
  }
  return revivers[name as keyof typeof revivers];
}

function hasKeys(map: Fields, keys: readonly string[]): boolean {
  const present = keys.filter((key) => Object.hasOwn(map, key.replace("?", "")));
  return present.length === Object.keys(map).length - 1 && keys.every((key) => key.endsWith("?") || present.includes(key));
}

function reviveError(fields: Fields): Error {
  const error = new Error(String(fields["message"] ?? ""));
  for (const key of ["name", "stack", "code"]) {
    const value = fields[key] ?? undefined;
    if (value !== undefined) {
      Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false });
    }
  }
  return error;
}

function reviveRequest(fields: Fields): Request {
  const { url, body, ...rest } = fields;
  const init = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  return new Request(String(url), body == null ? init : { ...init, body: toBytes(body) });
}

function reviveResponse(fields: Fields): Response {
  return new Response(fields["body"] == null ? null : toBytes(fields["body"]), {
    status: fields["status"] as number,
    statusText: String(fields["statusText"] ?? ""),
    headers: fields["headers"] as [string, string][],
  });
}

function reviveFile(fields: Fields): Blob {
  const name = String(fields["name"] ?? "");
  const type = String(fields["type"] ?? "");
  const parts = [toBytes(fields["data"])];
  return name === ""
    ? new Blob(parts, { type })
    : new File(parts, name, { type, lastModified: Number(fields["lastModified"] ?? Date.now()) });
}

function reviveFormData(fields: Fields): FormData {
  const form = new FormData();
  for (const [name, value] of fields["entries"] as [string, unknown][]) {
    if (isMap(value)) {
      const file = reviveFile(value);
      form.append(name, file, file instanceof File ? file.name : "blob");
    } else {
      form.append(name, String(value));
    }
  }
  return form;
}

/** Bytes as bin or as an array of numbers. */
function toBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array ? value.slice() : Uint8Array.from(value as number[]);
}
