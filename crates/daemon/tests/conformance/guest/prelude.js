// What checks are written with. Failures are collected, so that one run shows them all; `verdict()` throws them.
{
  const failures = [];
  const { stringify } = JSON;

  const show = (value, depth = 0) => {
    if (typeof value === "string") return stringify(value);
    if (typeof value === "bigint") return `${value}n`;
    if (Object.is(value, -0)) return "-0";
    if (typeof value === "function") return `function ${value.name}`;
    if (typeof value !== "object" || value === null) return String(value);
    if (depth > 8) return "...";
    const list = (values) => Array.from(values, (item) => show(item, depth + 1)).join(", ");
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (Array.isArray(value)) return `[${list(value)}]`;
    if (value instanceof Date) return `Date(${value.getTime()})`;
    if (value instanceof RegExp) return String(value);
    if (value instanceof Map) return `Map{${list(value)}}`;
    if (value instanceof Set) return `Set{${list(value)}}`;
    if (value instanceof ArrayBuffer) return `ArrayBuffer[${list(new Uint8Array(value))}]`;
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return `${value.constructor.name}[${list(value)}]`;
    const name = value.constructor?.name ?? "null";
    const pairs = Object.keys(value).map((key) => `${key}: ${show(value[key], depth + 1)}`);
    return `${name === "Object" ? "" : name}{${pairs.join(", ")}}`;
  };

  const fail = (what, text) => {
    const line = /\/check\.js:(\d+)/.exec(new Error().stack)?.[1];
    failures.push(`line ${line ?? "?"}: ${what ? `${what}: ` : ""}${text}`);
  };

  const explain = (error, name, message) => {
    if (error === null || typeof error !== "object") return `threw ${show(error)}`;
    if (error.name !== name) return `expected a ${name}, got ${show(error)}`;
    const fits = message === undefined || (message instanceof RegExp ? message.test(error.message) : error.message === message);
    return fits ? undefined : `expected the message ${show(message)}, got ${show(error.message)}`;
  };

  Object.assign(globalThis, {
    show,
    fail,
    ok(value, what) {
      if (!value) fail(what, `got ${show(value)}, expected something true`);
    },
    is(actual, expected, what) {
      if (!Object.is(actual, expected)) fail(what, `got ${show(actual)}, expected ${show(expected)}`);
    },
    same(actual, expected, what) {
      if (show(actual) !== show(expected)) fail(what, `got ${show(actual)}, expected ${show(expected)}`);
    },
    throws(run, name, message, what) {
      try {
        fail(what, `expected a ${name}, got ${show(run())}`);
      } catch (error) {
        const text = explain(error, name, message);
        if (text) fail(what, text);
      }
    },
    async rejects(promise, name, message, what) {
      try {
        const value = await (typeof promise === "function" ? promise() : promise);
        fail(what, `expected a ${name}, got ${show(value)}`);
      } catch (error) {
        const text = explain(error, name, message);
        if (text) fail(what, text);
      }
    },
    /** Fails if the promise takes longer than anything here should. */
    async soon(promise, what, ms = 5000) {
      let timer;
      const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`${what ?? "a promise"} did not settle within ${ms} ms`)), ms);
      });
      try {
        return await Promise.race([promise, late]);
      } finally {
        clearTimeout(timer);
      }
    },
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    verdict() {
      if (failures.length > 0) throw new Error(failures.splice(0).join("\n"));
    },
  });
}
