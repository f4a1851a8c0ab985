/** Classes of the web platform as extensions: URL, Headers, Request, Response, File, Blob, FormData (protocol.md, 2.3). */

import { MarshalError } from "../errors.ts";
import { mapExtension } from "../wire/codec.ts";
import { MAX_FRAME_LENGTH } from "../wire/messages.ts";
import { Extension } from "./extensions.ts";

/** The extension of a web value, a promise of it where a body is read, or undefined for everything else. */
export function marshalWebValue(value: object): unknown {
  if (value instanceof URL) {
    return mapExtension(Extension.URL_REF, { href: value.href });
  }
  if (value instanceof Headers) {
    return mapExtension(Extension.HEADERS_REF, { pairs: [...value] });
  }
  if (value instanceof Request) {
    return marshalRequest(value);
  }
  if (value instanceof Response) {
    return marshalResponse(value);
  }
  if (value instanceof Blob) {
    return fileFields(value).then((fields) => mapExtension(Extension.FILE_REF, fields));
  }
  if (value instanceof FormData) {
    return marshalFormData(value);
  }
  return undefined;
}

async function marshalRequest(request: Request): Promise<unknown> {
  return mapExtension(Extension.REQUEST_REF, {
    url: request.url,
    method: request.method,
    headers: [...request.headers],
    body: await bodyOf(request),
    mode: request.mode,
    credentials: request.credentials,
    cache: request.cache,
    redirect: request.redirect,
    referrer: request.referrer,
    referrerPolicy: request.referrerPolicy,
    integrity: request.integrity,
  });
}

async function marshalResponse(response: Response): Promise<unknown> {
  return mapExtension(Extension.RESPONSE_REF, {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    body: await bodyOf(response),
  });
}

async function marshalFormData(form: FormData): Promise<unknown> {
  const entries: unknown[] = [];
  for (const [name, value] of form) {
    // Extensions do not nest: a file in here is a plain map.
    entries.push([name, typeof value === "string" ? value : { __type: "FileRef", ...(await fileFields(value)) }]);
  }
  return mapExtension(Extension.FORM_DATA_REF, { entries });
}

/** A blob without a name is a file whose name is empty. */
async function fileFields(blob: Blob): Promise<Record<string, unknown>> {
  checkSize(blob.size);
  const isFile = blob instanceof File;
  return {
    name: isFile ? blob.name : "",
    type: blob.type,
    lastModified: isFile ? blob.lastModified : Date.now(),
    data: numbers(await blob.arrayBuffer()),
  };
}

async function bodyOf(message: Request | Response): Promise<number[] | null> {
  return message.body === null ? null : numbers(await message.arrayBuffer());
}

/** Inside these extensions the wire has bytes as an array of numbers, never as bin (protocol.md, section 2.4). */
function numbers(buffer: ArrayBuffer): number[] {
  checkSize(buffer.byteLength);
  return Array.from(new Uint8Array(buffer));
}

/** Each byte takes at least one on the wire; checked before an array many times as large is made. */
function checkSize(bytes: number): void {
  if (bytes > MAX_FRAME_LENGTH) {
    throw new MarshalError(`Cannot marshal a body of ${bytes} bytes; a frame holds at most ${MAX_FRAME_LENGTH} bytes`);
  }
}
