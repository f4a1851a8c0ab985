// No function that can be reached from a key gives out what exportKey() refuses.
const key = await crypto.subtle.importKey("raw", new Uint8Array([1, 2, 3]), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
await rejects(crypto.subtle.exportKey("raw", key), "InvalidAccessError");
const holders = [CryptoKey, CryptoKey.prototype, key, crypto, crypto.subtle, crypto.constructor, crypto.subtle.constructor,
  Object.getPrototypeOf(crypto), Object.getPrototypeOf(crypto.subtle)];
const standard = new Set("encrypt decrypt sign verify digest generateKey deriveKey deriveBits importKey exportKey wrapKey unwrapKey".split(" "));
for (const holder of holders) {
  for (const name of Reflect.ownKeys(holder)) {
    if (name === "constructor" || standard.has(name)) continue;
    const method = Object.getOwnPropertyDescriptor(holder, name).value;
    if (typeof method !== "function") continue;
    for (const args of [[key], [key, "secret"], [key, "raw"], ["raw", key]]) {
      let result;
      try { result = await method.apply(holder, args); } catch { continue; }
      if (JSON.stringify(result, (_, value) => ArrayBuffer.isView(value) ? [...value] : value)?.includes("[1,2,3]")) fail(String(name), "gives out a key's bytes");
    }
  }
}
