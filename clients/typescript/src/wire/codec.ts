/** MessagePack payloads: plain values natively, extensions as opaque objects (protocol.md, sections 2.1 and 2.3). */

import { Decoder, Encoder, ExtData, ExtensionCodec } from "@msgpack/msgpack";
import { ProtocolError } from "../errors.ts";
import { buildFrame } from "./framing.ts";
import { messageName, type Fields } from "./messages.ts";

/** Above this many bytes an encoder is replaced after use, so that one large message does not hold its buffer for ever. */
const ENCODER_KEEP_BYTES = 1024 * 1024;

/**
 * An extension as it came from the wire. It is turned into a JavaScript value later, where a failure (a regular
 * expression this engine does not know, say) fails one call and not the connection.
 */
export class WireExtension {
  readonly type: number;
  readonly data: Uint8Array;

  constructor(type: number, data: Uint8Array) {
    this.type = type;
    this.data = data;
  }
}

/** Lets prepared extensions through and wraps received ones; nothing is converted implicitly. */
class OpaqueExtensions extends ExtensionCodec {
  override tryToEncode(object: unknown): ExtData | null {
    return object instanceof ExtData ? object : null;
  }

  override decode(data: Uint8Array, type: number): unknown {
    return new WireExtension(type, data);
  }
}

const extensionCodec = new OpaqueExtensions();

function createEncoder(): Encoder {
  const encoder = new Encoder({ extensionCodec });
  // The library writes -0 as the integer 0; the wire has a form that keeps the sign: float64.
  const encodeNumber = encoder["encodeNumber"];
  encoder["encodeNumber"] = function (value: number): void {
    if (Object.is(value, -0)) {
      encoder["encodeNumberAsFloat"](value);
    } else {
      encodeNumber.call(encoder, value);
    }
  };
  return encoder;
}

let encoder = createEncoder();
const decoder = new Decoder({ extensionCodec });

/** Encodes into the encoder's own buffer: valid until the next call. */
function encodeShared(value: unknown): Uint8Array {
  const bytes = encoder.encodeSharedRef(value);
  if (bytes.buffer.byteLength > ENCODER_KEEP_BYTES) {
    encoder = createEncoder();
  }
  return bytes;
}

/**
 * Encodes one message as a complete frame. Fields that are undefined are left out.
 *
 * @throws RangeError when the frame would be too large, Error when a value nests deeper than 100 levels or has no form
 */
export function encodeMessage(type: number, fields: Fields): Uint8Array {
  const present: Fields = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) {
      present[key] = value;
    }
  }
  return buildFrame(type, encodeShared(present), messageName(type));
}

/**
 * Decodes the payload of a frame. A payload that is valid MessagePack but no map counts as an empty map.
 *
 * @throws ProtocolError when the payload is not exactly one MessagePack value
 */
export function decodePayload(payload: Uint8Array): Fields {
  let value: unknown;
  try {
    value = decoder.decode(payload);
  } catch (cause) {
    throw new ProtocolError(`Malformed payload received: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
  return isMap(value) ? value : {};
}

/** An extension whose payload is a map of plain values (every extension but -1). */
export function mapExtension(type: number, fields: Fields): ExtData {
  return new ExtData(type, encodeShared(fields).slice());
}

/** The map inside a received extension. @throws TypeError when there is none */
export function extensionFields(extension: WireExtension): Fields {
  const value = decoder.decode(extension.data);
  if (!isMap(value)) {
    throw new TypeError(`Extension ${extension.type} does not hold a map`);
  }
  return value;
}

/** Whether a decoded value is a map (and not an array, bytes or an extension). */
export function isMap(value: unknown): value is Fields {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array) &&
    !(value instanceof WireExtension)
  );
}
