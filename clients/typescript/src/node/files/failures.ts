/** What a guest is told when a file operation fails (runtime.md, section 10.6). Nothing in it shows where the root is. */

/** An error whose name becomes that of the guest's DOMException. */
class NamedError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** The refusal of a path that leads outside of the root. */
export function denied(path: string): Error {
  return new NamedError("NotAllowedError", `Access denied: ${path}`);
}

export function readOnly(): Error {
  return new NamedError("NotAllowedError", "Write access is disabled for these file bindings.");
}

/** A symbolic link in the place of what was there a moment ago. */
export class Raced extends Error {}

const texts: Record<string, string> = {
  ENOENT: "[NotFoundError]%: path not found",
  EISDIR: "[TypeMismatchError]%: expected file but found directory",
  ENOTDIR: "[TypeMismatchError]%: expected directory but found file",
  ENOTEMPTY: "[InvalidModificationError]%: directory not empty",
  EEXIST: "[InvalidModificationError]%: already exists",
  EACCES: "[NotAllowedError]%: permission denied",
  EPERM: "[NotAllowedError]%: permission denied",
  EROFS: "[NotAllowedError]%: permission denied",
  EDQUOT: "[QuotaExceededError]%: no space left",
  ENOSPC: "[QuotaExceededError]%: no space left",
};

/** A failure with a code that the table knows. */
export function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** The error of an operation as the guest is to see it. */
export function failureOf(operation: string, error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code !== "string") {
    return error;
  }
  const text = texts[code];
  if (text !== undefined) {
    return new Error(text.replace("%", operation));
  }
  // What follows the comma is the call, with a path of this machine.
  return new Error(`[Error]${operation}: ${String(message).split(", ")[0]}`);
}
