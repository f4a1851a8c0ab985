/** Paths of the guest's: they lead through a tree of their own, whose root is the directory that is served. */

import { denied } from "./failures.ts";

/**
 * The names that lead from the root to a path.
 *
 * @throws Error `Access denied: <path>` when the path leads above the root or has a NUL in it
 */
export function segmentsOf(path: string): string[] {
  if (path.includes("\0")) {
    throw denied(path);
  }
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") {
      if (segments.pop() === undefined) {
        throw denied(path);
      }
    } else if (segment !== "" && segment !== ".") {
      segments.push(segment);
    }
  }
  return segments;
}

/** The names that lead from a directory to a path of the system's; undefined when it is not below it. */
export function segmentsBelow(directory: string, path: string, separator: string): string[] | undefined {
  if (path === directory) {
    return [];
  }
  const prefix = directory.endsWith(separator) ? directory : directory + separator;
  return path.startsWith(prefix) ? path.slice(prefix.length).split(separator) : undefined;
}
