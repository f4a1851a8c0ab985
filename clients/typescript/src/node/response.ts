/** A standard `Response` to a client of Node's http server. */

import type { ServerResponse } from "node:http";
import { BodySource } from "../streams/body-source.ts";
import { writeBody } from "./write-body.ts";

/** Bodies up to this many bytes that are there at once go out in one write, with the headers. */
const SMALL_BYTES = 65_536;

/** Headers that are about the connection, not about the response. */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"]);

/**
 * Sends a response and its body; a client that reads slowly slows the body down, one that leaves cancels it.
 *
 * @throws what the body fails with; the connection is then to be destroyed, so that the client sees the response break off
 */
export async function sendToNode(response: Response, outgoing: ServerResponse): Promise<void> {
  const source = BodySource.of(response);
  if (outgoing.destroyed) {
    source?.cancel(new Error("The client has closed the connection"));
    return;
  }
  outgoing.statusCode = response.status;
  outgoing.statusMessage = response.statusText;
  for (const [name, value] of endToEndHeaders(response)) {
    outgoing.appendHeader(name, value);
  }
  if (source === undefined || outgoing.req.method === "HEAD") {
    source?.cancel(new Error("HEAD has no body"));
    outgoing.end();
    return;
  }
  outgoing.on("close", () => source.cancel(new Error("The client has closed the connection")));
  const whole = await source.whole(SMALL_BYTES, 0);
  if (whole !== undefined) {
    outgoing.end(whole);
    return;
  }
  outgoing.flushHeaders();
  await writeBody(source, outgoing);
}

/** Each value of `set-cookie` is an entry of its own. */
export function endToEndHeaders(response: Response): [string, string][] {
  return [...response.headers].filter(([name]) => !HOP_BY_HOP.has(name));
}
