// Loads guest modules under Node.
import { register } from "node:module";

register("./hooks.mjs", import.meta.url);

/** Imports a guest module by its path under `src/guest/`. */
export const load = (path) => import(`ext:isolate/${path}`);
