/** A request of Node's http server as a standard `Request`. */

import type { IncomingMessage } from "node:http";

/**
 * The body is read from the connection as it is consumed; not reading it slows the sender down.
 *
 * @param signal becomes the request's signal
 * @throws TypeError when the request line or a header has no place in a `Request`
 */
export function requestFromNode(incoming: IncomingMessage, signal: AbortSignal): Request {
  const method = incoming.method ?? "GET";
  const headers = new Headers();
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
    const name = incoming.rawHeaders[index] as string;
    // Names with a colon are the request line of HTTP/2.
    if (!name.startsWith(":")) {
      headers.append(name, incoming.rawHeaders[index + 1] as string);
    }
  }
  const body = hasBody(incoming, method) ? bodyOf(incoming) : null;
  return new Request(urlOf(incoming), { method, headers, signal, ...(body && { body, duplex: "half" }) });
}

function urlOf(incoming: IncomingMessage): string {
  const target = incoming.url ?? "/";
  if (!target.startsWith("/")) {
    // The absolute form that proxies are sent, or the asterisk of OPTIONS.
    return target === "*" ? `${originOf(incoming)}/` : target;
  }
  return `${originOf(incoming)}${target}`;
}

function originOf({ headers, socket }: IncomingMessage): string {
  const scheme = "encrypted" in socket && socket.encrypted === true ? "https" : "http";
  return `${scheme}://${headers[":authority"] ?? headers.host ?? "localhost"}`;
}

function hasBody({ headers, httpVersionMajor }: IncomingMessage, method: string): boolean {
  if (method === "GET" || method === "HEAD") {
    return false;
  }
  return httpVersionMajor > 1 || headers["transfer-encoding"] !== undefined || Number(headers["content-length"]) > 0;
}

function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  let open = true;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start: (controller) => {
        const finish = (end: () => void): void => {
          if (open) {
            open = false;
            end();
          }
        };
        // Paused before the listener is there, which would set it flowing.
        incoming.pause();
        incoming.on("data", (chunk: Uint8Array<ArrayBuffer>) => {
          if (open) {
            incoming.pause();
            controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
          }
        });
        incoming.on("end", () => finish(() => controller.close()));
        incoming.on("error", (error) => finish(() => controller.error(error)));
        incoming.on("close", () => finish(() => controller.error(new Error("The client has closed the connection"))));
      },
      pull: () => void incoming.resume(),
      // The rest is read and dropped: ending the request would end the connection, and with it the response.
      cancel: () => {
        open = false;
        incoming.resume();
      },
    },
    { highWaterMark: 0 },
  );
}
