/** Screenshots and PDFs: base64 for the guest, and the host's `writeFile` when it names a path (runtime.md, section 20.3). */

import { toBase64 } from "./bytes.ts";
import type { PlaywrightHandlerOptions } from "./handler-options.ts";
import { parseMap } from "./picking.ts";

/** Options that Playwright gets. `path` is not among them: it would write into the host's files. */
export const SCREENSHOT_OPTIONS = [
  "animations", "caret", "clip", "fullPage", "omitBackground", "quality", "scale", "style", "timeout", "type",
];
export const PDF_OPTIONS = [
  "displayHeaderFooter", "footerTemplate", "format", "headerTemplate", "height", "landscape", "margin", "outline", "pageRanges",
  "preferCSSPageSize", "printBackground", "scale", "tagged", "width",
];

/** The picture as base64, after `writeFile` has taken it where the options name a path. */
export async function deliver(
  what: "screenshot" | "pdf",
  rawOptions: unknown,
  handlerOptions: PlaywrightHandlerOptions,
  take: () => Promise<Uint8Array>,
): Promise<string> {
  const path = parseMap(rawOptions)["path"];
  const { writeFile } = handlerOptions;
  if (typeof path === "string" && writeFile === undefined) {
    throw new Error(
      `${what}() with path option requires a writeFile callback to be provided. Either provide a writeFile callback in defaultPlaywrightHandler options, or omit the path option and handle the returned base64 data yourself.`,
    );
  }
  const data = await take();
  if (typeof path === "string") {
    await writeFile?.(path, data);
  }
  return toBase64(data);
}
