/** Errors a user of the client meets, and their form on the wire (client.md, section 6; protocol.md, section 6). */

import type { Fields } from "./wire/messages.ts";

/**
 * A failure reported by the daemon: `name`, `message` and `stack` are those of the error in the isolate or daemon.
 */
export class DaemonError extends Error {
  /** The number of the wire, 1001 to 5001 (client.md, section 6.2). For logs: match on `name` and `message` instead. */
  readonly daemonCode: number | undefined;
  /** The `code` property of the guest's error, when it had one and the daemon passed it on. */
  declare readonly code?: string | number;

  constructor(message: string, daemonCode?: number, options?: ErrorOptions) {
    super(message, options);
    this.daemonCode = daemonCode;
  }
}

/** The peer broke the wire protocol; the connection was closed because of it. Found as `cause` of `Connection closed`. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

/** A value that cannot cross to the isolate (protocol.md, section 2.5). */
export class MarshalError extends Error {
  override readonly name = "MarshalError";
}

const CONNECTION_CLOSED = "Connection closed";

/** Every call that was pending when the connection ended. */
export function connectionClosed(cause?: unknown): Error {
  return new Error(CONNECTION_CLOSED, causedBy(cause));
}

/** Whether an error is `connectionClosed`, and not one of the same text from a guest. */
export function isConnectionClosed(error: unknown): boolean {
  return error instanceof Error && !(error instanceof DaemonError) && error.message === CONNECTION_CLOSED;
}

/** Every call made after the connection ended for good. */
export function notConnected(cause?: unknown): Error {
  return new Error("Not connected", causedBy(cause));
}

/** Use of a runtime that this client has disposed or lost. The text is the daemon's for an id it does not know. */
export function isolateNotFound(id: string, cause?: unknown): DaemonError {
  return new DaemonError(`Isolate not found: ${id}`, 2001, causedBy(cause));
}

/** A call of a guest's function that nobody can reach any more. The text is the daemon's for an id it does not know. */
export function unknownCallback(id: number): DaemonError {
  return new DaemonError(`Unknown callback: ${id}`);
}

function causedBy(cause: unknown): ErrorOptions | undefined {
  return cause === undefined ? undefined : { cause };
}

/** Use of the test environment of a runtime that has none; the daemon's text. */
export function testsNotEnabled(): Error {
  return new Error("Test environment not enabled. Set testEnvironment: true in createRuntime options.");
}

/** The error of a RESPONSE_ERROR. */
export function errorFromResponse(response: Fields): DaemonError {
  const details = (response["details"] ?? {}) as Fields;
  const message = typeof response["message"] === "string" ? response["message"] : "Unknown error";
  const daemonCode = typeof response["code"] === "number" ? response["code"] : undefined;
  const cause = details["cause"] ?? undefined;
  return withDetails(new DaemonError(message, daemonCode, causedBy(cause)), details);
}

/** The `error` of a CALLBACK_RESPONSE: what a guest's function has thrown. */
export function errorFromCallback(error: unknown): DaemonError {
  const details = (error ?? {}) as Fields;
  const { message } = details;
  return withDetails(new DaemonError(typeof message === "string" ? message : "Unknown error"), details);
}

/** Takes over what the guest's error had. */
function withDetails(error: DaemonError, details: Fields): DaemonError {
  for (const key of ["name", "stack", "code"]) {
    const value = details[key];
    if (typeof value === "string" || (key === "code" && typeof value === "number")) {
      // Not enumerable, as on native errors.
      Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false });
    }
  }
  return error;
}

/** Longer texts are cut, so that a message that reports a failure fits into a frame whatever was thrown. */
const MAX_TEXT_LENGTH = 10_000;

/** What a body or a socket has failed with, as text. */
export function errorText(thrown: unknown): string {
  return (errorToWire(thrown)["message"] as string).slice(0, MAX_TEXT_LENGTH);
}

/** The error of a call that its own signal has ended. */
export function abortError(): DOMException {
  return new DOMException("The operation was aborted", "AbortError");
}

/** The form of a failed callback on the wire. Anything may be thrown, so every access is guarded. */
export function errorToWire(thrown: unknown): Fields {
  try {
    if (typeof thrown === "object" && thrown !== null && "message" in thrown) {
      const { name, message, stack, code } = thrown as Fields;
      return {
        name: typeof name === "string" ? name : "Error",
        message: String(message),
        ...(typeof stack === "string" && { stack }),
        ...((typeof code === "string" || typeof code === "number") && { code }),
      };
    }
    return { name: "Error", message: String(thrown) };
  } catch {
    return { name: "Error", message: "A value was thrown that has no text form" };
  }
}

const NAMESPACE_IN_USE = /already has an active runtime|creation already in progress/;

/** Whether the daemon refuses a runtime because another connection has its namespace, maybe one of ours that it has not noticed to be gone. */
export function isNamespaceInUse(error: unknown): boolean {
  return error instanceof DaemonError && NAMESPACE_IN_USE.test(error.message);
}

const BENIGN_DISPOSE = /isolate not owned by this connection|isolate not found|not connected|connection closed/i;

/** Whether an error of `dispose()` only says that the runtime or the connection is gone (client.md, section 6.3). */
export function isBenignDisposeError(error: unknown): boolean {
  const message = error instanceof Error ? error.message : String(error);
  return BENIGN_DISPOSE.test(message);
}
