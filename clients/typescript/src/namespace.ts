/** A namespace: the name under which the daemon keeps one runtime for reuse (client.md, section 2.3). */

import type { RemoteRuntime } from "./runtime.ts";
import type { RuntimeOptions } from "./runtime-options.ts";

export interface Namespace {
  readonly id: string;
  /** Creates the namespace's runtime or takes it over from the pool; `reused` says which. */
  createRuntime(options?: RuntimeOptions): Promise<RemoteRuntime>;
}

export function createNamespace(
  id: string,
  create: (options?: RuntimeOptions) => Promise<RemoteRuntime>,
): Namespace {
  return { id, createRuntime: (options) => create(options) };
}
