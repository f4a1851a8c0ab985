/**
 * A directory that nothing leads out of: no `..`, no symbolic link, and no directory that somebody replaces by a link at
 * the wrong moment.
 *
 * Where the system has `/proc/self/fd` (Linux), directories are opened, asked where they really are, and used by their
 * descriptor; what happens to their path afterwards does not matter. Elsewhere real paths are checked before and after.
 */

import { denied, Raced, systemError } from "./failures.ts";
import { segmentsBelow, segmentsOf } from "./paths.ts";

type FsPromises = typeof import("node:fs/promises");
type FileHandle = import("node:fs/promises").FileHandle;

/** An entry in a directory that is known to be below the root. */
export interface Entry {
  /** By this path the system finds it, without a symbolic link on the way. It may be one itself. */
  readonly path: string;
  /** Names from the root to it; none for the root itself. */
  readonly segments: string[];
}

/** Symbolic links that are followed one after the other. */
const MAX_LINKS = 20;

export class Root {
  readonly fs: FsPromises;
  readonly #real: string;
  readonly #separator: string;
  readonly #pins: boolean;

  private constructor(fs: FsPromises, real: string, separator: string, pins: boolean) {
    this.fs = fs;
    this.#real = real;
    this.#separator = separator;
    this.#pins = pins;
  }

  /** @throws the system's error when there is no such directory */
  static async open(path: string): Promise<Root> {
    const [fs, { sep }] = await Promise.all([import("node:fs/promises"), import("node:path")]);
    const real = await fs.realpath(path);
    return new Root(fs, real, sep, await pins(fs, real));
  }

  /** Runs an action with a directory. `segments` may pass through links that stay below the root. */
  async directory<T>(segments: string[], shown: string, action: (path: string, segments: string[]) => Promise<T>): Promise<T> {
    const path = [this.#real, ...segments].join(this.#separator);
    if (!this.#pins) {
      const real = await this.fs.realpath(path);
      if (!(await this.fs.stat(real)).isDirectory()) {
        throw systemError("ENOTDIR");
      }
      const result = await action(real, this.#below(real, shown));
      this.#below(await this.fs.realpath(real), shown);
      return result;
    }
    const { O_DIRECTORY, O_RDONLY } = this.fs.constants;
    const handle = await this.fs.open(path, O_RDONLY | O_DIRECTORY);
    try {
      const pinned = `/proc/self/fd/${handle.fd}`;
      return await action(pinned, this.#below(await this.fs.readlink(pinned), shown));
    } finally {
      await handle.close();
    }
  }

  /** Runs an action with an entry, which need not exist. A link is the entry itself. */
  async entry<T>(path: string, action: (entry: Entry) => Promise<T>): Promise<T> {
    return this.#entry(segmentsOf(path), path, action);
  }

  async #entry<T>(segments: string[], shown: string, action: (entry: Entry) => Promise<T>): Promise<T> {
    const name = segments.at(-1);
    if (name === undefined) {
      return this.directory([], shown, (directory) => action({ path: directory + this.#separator, segments: [] }));
    }
    return this.directory(segments.slice(0, -1), shown, (directory, above) =>
      action({ path: directory + this.#separator + name, segments: [...above, name] }),
    );
  }

  /** The same, but of a link it is what the link leads to. `Raced` makes it look again. */
  async target<T>(path: string, action: (entry: Entry) => Promise<T>): Promise<T> {
    let segments = segmentsOf(path);
    for (let links = 0; links < MAX_LINKS; links++) {
      const outcome = await this.#entry(segments, path, async (entry) => {
        const link = await this.#follow(entry, path);
        return link === undefined ? { result: await action(entry) } : { link };
      }).catch((error: unknown) => {
        if (error instanceof Raced) {
          return { link: segments };
        }
        throw error;
      });
      if ("result" in outcome) {
        return outcome.result;
      }
      segments = outcome.link;
    }
    throw denied(path);
  }

  /** Where an entry leads to if it is a link. */
  async #follow({ path }: Entry, shown: string): Promise<string[] | undefined> {
    const stat = await this.fs.lstat(path).catch((error: { code?: unknown }) => {
      if (error.code === "ENOENT") {
        return undefined;
      }
      throw error;
    });
    return stat?.isSymbolicLink() ? this.#below(await this.fs.realpath(path), shown) : undefined;
  }

  /** @throws Error when a real path is not below the root */
  #below(real: string, shown: string): string[] {
    const segments = segmentsBelow(this.#real, real, this.#separator);
    if (segments === undefined) {
      throw denied(shown);
    }
    return segments;
  }

  /**
   * Opens a regular file. Others may block whoever opens them, or do things.
   *
   * @throws Raced when there is a link now
   */
  async openFile({ path }: Entry, access: "read" | "write" | "create"): Promise<FileHandle> {
    const { O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY, O_WRONLY } = this.fs.constants;
    const flags = access === "read" ? O_RDONLY : access === "write" ? O_WRONLY : O_WRONLY | O_CREAT;
    const handle = await this.fs.open(path, flags | O_NOFOLLOW | O_NONBLOCK).catch((error: { code?: unknown }) => {
      throw error.code === "ELOOP" ? new Raced() : error;
    });
    const stat = await handle.stat();
    if (!stat.isFile()) {
      await handle.close();
      throw stat.isDirectory() ? systemError("EISDIR") : new Error("[Error]open: not a regular file");
    }
    return handle;
  }
}

/** Whether a directory that is open can be used by its descriptor. */
async function pins(fs: FsPromises, directory: string): Promise<boolean> {
  const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = fs.constants;
  if (O_DIRECTORY === undefined || O_NOFOLLOW === undefined) {
    return false;
  }
  const handle = await fs.open(directory, O_RDONLY | O_DIRECTORY);
  try {
    return (await fs.readlink(`/proc/self/fd/${handle.fd}`)) === directory;
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}
