/** The module loader: the only source of modules a runtime has (runtime.md, section 3.1). */

import type { CallbackScope, Registration } from "./callbacks/registry.ts";
import type { Fields } from "./wire/messages.ts";

/** Who imports: absolute POSIX paths in the runtime's virtual tree. */
export interface ModuleImporter {
  path: string;
  resolveDir: string;
}

export interface LoadedModule {
  /** ES module source, JavaScript or TypeScript with erasable types. */
  code: string;
  /** A basename without `/`, for example `utils.ts`. */
  filename: string;
  /** Directory of this module in the virtual tree; relative imports in it are resolved against it. */
  resolveDir: string;
  /** Keep the module when its namespace is reused. */
  static?: boolean;
}

/** Called once per resolved specifier while the module is cached. What it throws becomes the error of the import. */
export type ModuleLoaderCallback = (
  specifier: string,
  importer: ModuleImporter,
) => LoadedModule | Promise<LoadedModule>;

export function registerModuleLoader(loader: ModuleLoaderCallback, scope: CallbackScope): Registration {
  const callbackId = scope.register(async ([specifier, importer]) =>
    toWire(await loader(specifier as string, importer as ModuleImporter)),
  );
  return { callbackId, name: "moduleLoader", type: "async" };
}

/** Only the four known fields cross. Whether they make sense is for the daemon to judge, which names the import in its error. */
function toWire(module: LoadedModule | null | undefined): Fields | null {
  if (typeof module !== "object" || module === null) {
    return null;
  }
  const { code, filename, resolveDir } = module;
  return { code, filename, resolveDir, ...(module.static === true && { static: true }) };
}
