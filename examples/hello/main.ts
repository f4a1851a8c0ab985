/**
 * Hello from an isolate: one program for Node, Bun and Deno.
 *
 * ISOLATE_DAEMON_SOCKET says where the daemon listens: the path of its unix socket, or `host:port`.
 */

import process from "node:process";
import { connect, simpleConsoleHandler, type ConnectOptions, type LoadedModule } from "isolate-daemon-client";

/** The guest's modules, TypeScript as it is written. A real program would read them from disk or a bundle. */
const modules: Record<string, string> = {
  "/app/greeting.ts": `
    import { shout, type Loudness } from "./text/shout.ts";
    export const greet = (name: string, loudness: Loudness): string => shout("hello, " + name, loudness);
  `,
  "/app/text/shout.ts": `
    export type Loudness = 0 | 1 | 2;
    export const shout = (text: string, loudness: Loudness): string => text + "!".repeat(loudness);
  `,
};

const entry = `
  import { greet } from "./greeting.ts";
  import { shout } from "./text/shout.ts";

  const host: string = hostName();
  console.log(greet(host, 1));

  const product = await multiply(6, 7);
  console.log("6 * 7 =", product, { from: "the host", at: new Date(0) });

  const letters: string[] = [];
  for await (const letter of spell("isolate")) letters.push(letter);
  console.log(shout(letters.join("-"), 2));
`;

const runtimeName = process.versions["bun"] ? "Bun" : process.versions["deno"] ? "Deno" : "Node";
const runtimeVersion = process.versions["bun"] ?? process.versions["deno"] ?? process.versions.node;

const connection = await connect(address(process.env["ISOLATE_DAEMON_SOCKET"] ?? "/tmp/isolate-daemon.sock"));
try {
  const runtime = await connection.createRuntime({
    console: simpleConsoleHandler({ log: (text) => console.log(`  ${text}`), error: (text) => console.error(`  ${text}`) }),
    moduleLoader: load,
    customFunctions: {
      // The guest waits for the value.
      hostName: { type: "sync", fn: () => `${runtimeName} ${runtimeVersion}` },
      // The guest gets a promise and goes on.
      multiply: { type: "async", fn: async (a: number, b: number) => a * b },
      // The guest iterates with for await.
      spell: {
        type: "asyncIterator",
        fn: async function* (word: string) {
          yield* word.toUpperCase();
        },
      },
    },
  });
  console.log(`${runtimeName} ${runtimeVersion} runs a module in isolate ${runtime.id}:`);
  await runtime.eval(entry, "/app/main.ts");
  await runtime.dispose();
} finally {
  await connection.close();
}

/** Answers every import of the guest: the specifier as written, and who imports it. */
function load(specifier: string, importer: { path: string; resolveDir: string }): LoadedModule {
  const path = new URL(specifier, `file://${importer.path}`).pathname;
  const code = modules[path];
  if (code === undefined) {
    throw new Error(`${importer.path} imports ${specifier}, which this program does not have`);
  }
  const slash = path.lastIndexOf("/");
  return { code, filename: path.slice(slash + 1), resolveDir: path.slice(0, slash) };
}

function address(text: string): ConnectOptions {
  const tcp = /^([^/]+):(\d+)$/.exec(text);
  return tcp ? { host: tcp[1] as string, port: Number(tcp[2]) } : { socket: text };
}
