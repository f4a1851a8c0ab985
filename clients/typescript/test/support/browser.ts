/** A headless Chromium for the tests, and pages on loopback for it to visit. */

import { accessSync, constants } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** The executable: `CHROMIUM`, or the first one in `PATH`. */
function findChromium(): string {
  const inPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(isExecutable);
  const found = process.env["CHROMIUM"] ?? inPath;
  if (found === undefined) {
    throw new Error("The tests need Chromium: run scripts/chromium, or set CHROMIUM to the path of its executable");
  }
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function launchBrowser(): Promise<Browser> {
  // Containers have neither the sandbox's namespaces nor a large /dev/shm, and these pages are the tests' own.
  return chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

export interface Site {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves HTML by path; a function answers by itself. */
export async function serveSite(
  pages: Record<string, string | ((request: IncomingMessage, response: ServerResponse) => void)>,
): Promise<Site> {
  const server: Server = createServer((request, response) => {
    const page = pages[new URL(request.url ?? "/", "http://site").pathname];
    if (typeof page === "function") {
      page(request, response);
      return;
    }
    response.writeHead(page === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8" });
    response.end(page ?? "not here");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
