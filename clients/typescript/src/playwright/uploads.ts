/** Files of `setInputFiles`: given by the guest as bytes, or by path through the host's `readFile` (runtime.md, section 20.6). */

import { fromBase64, toBuffer } from "./bytes.ts";
import type { PlaywrightHandlerOptions } from "./handler-options.ts";
import { isPlain } from "./picking.ts";

const WRONG_FILES =
  "setInputFiles() expects a file path string, an array of file path strings, a single inline file object ({ name, mimeType, buffer }), or an array of inline file objects.";
const MIXED_FILES = "setInputFiles() does not support mixing file paths and inline file objects in the same array.";
const WRONG_BUFFER = "setInputFiles() inline file buffer must be a base64 string, ArrayBuffer, or TypedArray.";
const NO_READ_FILE =
  "setInputFiles() with file paths requires a readFile callback to be provided. Either provide a readFile callback in defaultPlaywrightHandler options, or pass file data directly as { name, mimeType, buffer } objects.";

type Payload = { name: string; mimeType: string; buffer: Buffer };

/** Playwright's payloads: bytes always, never a path. */
export async function uploadPayloads(files: unknown, options: PlaywrightHandlerOptions): Promise<Payload[]> {
  const list: unknown[] = Array.isArray(files) ? files : [files];
  const paths = list.filter((file) => typeof file === "string");
  if (paths.length > 0 && paths.length < list.length) {
    throw new Error(MIXED_FILES);
  }
  if (paths.length === 0) {
    return list.map(inlineFile);
  }
  const { readFile } = options;
  if (readFile === undefined) {
    throw new Error(NO_READ_FILE);
  }
  return Promise.all(
    paths.map(async (path) => {
      const { name, mimeType, buffer } = await readFile(path);
      return { name, mimeType, buffer: toBuffer(buffer) };
    }),
  );
}

function inlineFile(file: unknown): Payload {
  if (!isPlain(file) || typeof file["name"] !== "string") {
    throw new Error(WRONG_FILES);
  }
  const { name, mimeType, buffer } = file;
  if (typeof buffer !== "string") {
    throw new Error(WRONG_BUFFER);
  }
  const type = typeof mimeType === "string" ? mimeType : "application/octet-stream";
  return { name: name as string, mimeType: type, buffer: fromBase64(buffer) };
}
