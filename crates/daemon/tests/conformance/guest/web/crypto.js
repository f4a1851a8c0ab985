// runtime.md 18.
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const bytes = (text) => new TextEncoder().encode(text);
ok(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()));
is(new Set(Array.from({ length: 1000 }, () => crypto.randomUUID())).size, 1000);
const array = new Uint32Array(8);
is(crypto.getRandomValues(array), array);
ok(array.some((n) => n !== 0));
for (const bad of [new Float64Array(1), new DataView(new ArrayBuffer(1)), new ArrayBuffer(1), [1], "x", null]) {
  try { crypto.getRandomValues(bad); fail("getRandomValues", show(bad)); } catch (error) { ok(["TypeError", "TypeMismatchError"].includes(error?.name), `threw ${show(error)}`); }
}
throws(() => crypto.getRandomValues(new Float32Array(1)), "TypeError", "Argument 1 must be an integer typed array");
throws(() => crypto.getRandomValues(new Uint8Array(65537)), "QuotaExceededError",
  "The ArrayBufferView's byte length exceeds the number of bytes of entropy available via this API (65536)");
crypto.getRandomValues(new Uint8Array(65536));
for (const [name, digest] of Object.entries({
  "SHA-1": "a9993e364706816aba3e25717850c26c9cd0d89d",
  "SHA-256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  "SHA-384": "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
  "SHA-512": "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
})) is(hex(await crypto.subtle.digest(name, bytes("abc"))), digest, name);
ok((await crypto.subtle.digest("sha-256", bytes(""))) instanceof ArrayBuffer);
await rejects(crypto.subtle.digest("MD5", bytes("")), "NotSupportedError");

const key = await crypto.subtle.importKey("raw", bytes("key"), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
ok(key instanceof CryptoKey);
same([key.type, key.extractable, key.usages, key.algorithm.name], ["secret", false, ["sign", "verify"], "HMAC"]);
const signature = await crypto.subtle.sign("HMAC", key, bytes("The quick brown fox jumps over the lazy dog"));
is(hex(signature), "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
is(await crypto.subtle.verify("HMAC", key, signature, bytes("The quick brown fox jumps over the lazy dog")), true);
is(await crypto.subtle.verify("HMAC", key, signature, bytes("other")), false);
const jwk = await crypto.subtle.importKey("jwk", { kty: "oct", k: "a2V5", alg: "HS256" }, { name: "HMAC", hash: "SHA-256" }, true, ["sign"]);
is(hex(await crypto.subtle.sign("HMAC", jwk, bytes("x"))), hex(await crypto.subtle.sign("HMAC", key, bytes("x"))));
await rejects(crypto.subtle.importKey("pem", bytes("x"), "HMAC", false, ["sign"]), "NotSupportedError", "Unsupported key format: pem");
await rejects(crypto.subtle.sign("HMAC", {}, bytes("x")), "TypeError", "Key must be a CryptoKey");
await rejects(crypto.subtle.exportKey("raw", key), "InvalidAccessError");
await rejects(crypto.subtle.sign("HMAC", await crypto.subtle.importKey("raw", bytes("key"), { name: "HMAC", hash: "SHA-1" }, false, ["verify"]), bytes("x")), "InvalidAccessError");

const password = await crypto.subtle.importKey("raw", bytes("password"), "PBKDF2", false, ["deriveBits", "deriveKey"]);
const derived = { name: "PBKDF2", hash: "SHA-1", salt: bytes("salt"), iterations: 2 };
is(hex(await crypto.subtle.deriveBits(derived, password, 160)), "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
const aes = await crypto.subtle.deriveKey(derived, password, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
const iv = new Uint8Array(12);
const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, aes, bytes("secret"));
is(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, aes, sealed)), "secret");
await rejects(crypto.subtle.decrypt({ name: "AES-GCM", iv: new Uint8Array(12).fill(1) }, aes, sealed), "OperationError");
const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
const signed = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, bytes("x"));
is(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, pair.publicKey, signed, bytes("x")), true);
is((await crypto.subtle.exportKey("jwk", pair.publicKey)).kty, "EC");
