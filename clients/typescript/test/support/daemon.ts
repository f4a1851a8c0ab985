/** The real daemon as a child process, on a unix socket and on TCP. */

import { spawn, type ChildProcess } from "node:child_process";
import { after, before, describe } from "node:test";
import { connect, type ConnectOptions, type DaemonConnection, type RemoteRuntime, type RuntimeOptions } from "../../src/index.ts";
import { socketPath } from "./fake-daemon.ts";

const START_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 5_000;

/** The daemon a group of tests talks to. */
export class TestDaemon {
  #process: ChildProcess | undefined;
  #address: ConnectOptions = {};
  #output = "";

  async start(transport: "unix" | "tcp"): Promise<void> {
    const path = socketPath();
    const args = transport === "unix" ? ["--socket", path] : ["--host", "127.0.0.1", "--port", "0"];
    const binary = process.env["ISOLATE_DAEMON_BIN"];
    if (binary === undefined) {
      throw new Error("ISOLATE_DAEMON_BIN is not set; run the tests with `npm test`");
    }
    const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#process = child;
    const line = await this.#listening(child);
    this.#address = transport === "unix" ? { socket: line } : { host: "127.0.0.1", port: Number(line.split(":").at(-1)) };
  }

  /** Waits for `Isolate daemon listening on <address>` and returns the address. */
  #listening(child: ChildProcess): Promise<string> {
    return new Promise((resolve, reject) => {
      const fail = (what: string): void => reject(new Error(`The daemon ${what}\n${this.#output}`));
      const timer = setTimeout(() => fail(`did not listen within ${START_TIMEOUT_MS} ms`), START_TIMEOUT_MS);
      const read = (chunk: unknown): void => {
        this.#output += String(chunk);
        const match = /^Isolate daemon listening on (.+)$/m.exec(this.#output);
        if (match?.[1] !== undefined) {
          clearTimeout(timer);
          resolve(match[1].trim());
        }
      };
      child.stdout?.on("data", read);
      child.stderr?.on("data", (chunk: unknown) => (this.#output += String(chunk)));
      child.on("error", (error) => fail(`could not be started: ${error.message}`));
      child.on("exit", (code) => fail(`ended with status ${code}`));
    });
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null) {
      return;
    }
    const exited = new Promise<void>((resolve) => child.on("exit", () => resolve()));
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(timer);
  }

  get address(): ConnectOptions {
    return this.#address;
  }

  connect(): Promise<DaemonConnection> {
    return connect(this.#address);
  }

  /** Runs `body` with a runtime of its own connection and closes both. */
  async withRuntime(
    options: RuntimeOptions,
    body: (runtime: RemoteRuntime, connection: DaemonConnection) => Promise<void>,
  ): Promise<void> {
    const connection = await this.connect();
    try {
      const runtime = await connection.createRuntime(options);
      await body(runtime, connection);
      await runtime.dispose();
    } finally {
      await connection.close();
    }
  }
}

/** Registers the same tests twice, with a daemon on each transport. */
export function onBothTransports(name: string, register: (daemon: TestDaemon) => void): void {
  for (const transport of ["unix", "tcp"] as const) {
    describe(`${name}, ${transport}`, () => {
      const daemon = new TestDaemon();
      before(() => daemon.start(transport));
      after(() => daemon.stop());
      register(daemon);
    });
  }
}

/** The error a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) {
    throw new Error(`expected a rejection with an Error, got ${String(outcome)}`);
  }
  return outcome;
}
