// crypto: digests, random values, and what arguments are refused (Web Crypto; runtime.md 18).
import { bytes, check, diverges, each, hex, is, ok, rejects, same, throws, utf8 } from "./harness.js";

const { subtle } = crypto;

/** Per algorithm: nothing, "abc", 448 bits, a million times "a". @type {Record<string, string[]>} */
const vectors = {
  "SHA-1": ["da39a3ee5e6b4b0d3255bfef95601890afd80709", "a9993e364706816aba3e25717850c26c9cd0d89d", "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
    "34aa973cd4c4daa4f61eeb2bdbad27316534016f"],
  "SHA-256": ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1", "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
  "SHA-384": ["38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b",
    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    "3391fdddfc8dc7393707a65b1b4709397cf8b1d162af05abfe8f450de5f36bc6b0455a8520bc4e6f5fe95b1fe3c8452b",
    "9d0e1809716474cb086e834e310a4a1ced149e9c00f248527972cec5704c2a5b07b8b3dc38ecc4ebae97ddd87f3d8985"],
  "SHA-512": [
    "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "204a8fc6dda82f0a0ced7beb8e08a41657c16ef468b228a8279be331a703c33596fd15c13b1b07f9aa1d3bea57789ca031ad85c7a71dd70354ec631238ca3445",
    "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973ebde0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b"],
};
const inputs = ["", "abc", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "a".repeat(1_000_000)];

/** The digest of the digests of 0, 1, 2, ... 300 bytes, so that every border of a block is met. */
const borders = {
  "SHA-1": "d72ddaff10d3a5eed5157a8c23af4f64540384c4",
  "SHA-256": "ddbdb189f5834c274dbe603d6d2874adf7234fd8a075c3d1bfbadc2107a75676",
  "SHA-384": "9eac9135d3e01a08e33ba204064b7ca9820893ed864baed4bb53633cdf010d22b5a45fab86bfd70b4fd1dc267942a022",
  "SHA-512": "d7ff5323ebbef9438546b104939504d6846f067dc41a135152e616e5fb701a72458ac9ce86a32dbf342659cacb0a9237c21653d6bd379bd1f10a5a92f5c3f5d2",
};

for (const [algorithm, digests] of Object.entries(vectors)) {
  each(algorithm, inputs.map((input, index) => [index]), async (index) => {
    is(hex(await subtle.digest(algorithm, utf8(inputs[index]))), digests[index]);
  });
}

each("all lengths up to 300 bytes", Object.entries(borders), async (algorithm, expected) => {
  const data = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
  const digests = await Promise.all(Array.from({ length: 301 }, (_, length) => subtle.digest(algorithm, data.subarray(0, length))));
  is(hex(await subtle.digest(algorithm, await new Blob(digests).arrayBuffer())), expected);
});

each("a name is found in any case, also in an object", [["sha-256"], ["Sha-256"], [{ name: "SHA-256" }], [{ name: "sha-256", other: 1 }], [{ toString: null, name: "SHA-256" }]], async (algorithm) => {
  is(hex(await subtle.digest(algorithm, utf8("abc"))), vectors["SHA-256"][1]);
});

each("an algorithm is not supported", [["MD5"], ["SHA256"], ["SHA-224"], [""], ["AES-GCM"], ["HMAC"], [" SHA-1"], [{ name: "x" }], ["ｓha-1"]], async (algorithm) => {
  const error = await rejects("NotSupportedError", subtle.digest(algorithm, bytes()));
  is(error.code, 9);
});

each("an algorithm has no name", [[{}], [[]]], async (algorithm) => {
  await rejects(TypeError, subtle.digest(algorithm, bytes()));
});

diverges("crypto-algorithm", "an algorithm that is neither a string nor an object is a TypeError, instead of one that is not supported", async () => {
  for (const algorithm of [undefined, null, 1, true]) await rejects(TypeError, subtle.digest(algorithm, bytes()), String(algorithm));
});

each("the data is refused", [[undefined], [null], ["text"], [1], [[1]], [{}], [new Blob()]], async (data) => {
  await rejects(TypeError, subtle.digest("SHA-1", data));
});

check("shared memory is refused", async () => {
  await rejects(TypeError, subtle.digest("SHA-1", new SharedArrayBuffer(1)));
  await rejects(TypeError, subtle.digest("SHA-1", new Uint8Array(new SharedArrayBuffer(1))));
});

check("missing arguments reject", async () => {
  await rejects(TypeError, subtle.digest());
  await rejects(TypeError, subtle.digest("SHA-1"));
});

check("every kind of buffer", async () => {
  const { buffer } = utf8("xabcx");
  const whole = buffer.slice(1, 4);
  for (const data of [whole, new Uint8Array(buffer, 1, 3), new DataView(buffer, 1, 3), new Int8Array(buffer, 1, 3), new Uint8ClampedArray(whole)]) {
    is(hex(await subtle.digest("SHA-1", data)), vectors["SHA-1"][1], data.constructor.name);
  }
  is(hex(await subtle.digest("SHA-1", new Float64Array([0]))), hex(await subtle.digest("SHA-1", new Uint8Array(8))));
});

check("the data is copied at once", async () => {
  const data = utf8("abc");
  const digesting = subtle.digest("SHA-256", data);
  data.fill(0);
  is(hex(await digesting), vectors["SHA-256"][1]);
});

check("a detached buffer is empty", async () => {
  const data = utf8("abc");
  structuredClone(data.buffer, { transfer: [data.buffer] });
  is(hex(await subtle.digest("SHA-1", data)), vectors["SHA-1"][0]);
});

check("the result is a new ArrayBuffer each time", async () => {
  const [first, second] = [await subtle.digest("SHA-1", bytes()), await subtle.digest("SHA-1", bytes())];
  ok(first.constructor === ArrayBuffer && first !== second);
  same([first.byteLength, (await subtle.digest("SHA-384", bytes())).byteLength], [20, 48]);
});

check("a digest does not wait on the spot", async () => {
  let later = false;
  const digesting = subtle.digest("SHA-512", new Uint8Array(5_000_000)).then(() => later);
  later = true;
  ok(digesting instanceof Promise);
  is(await digesting, true);
});

check("many at once", async () => {
  const digests = await Promise.all(Array.from({ length: 200 }, (_, index) => subtle.digest("SHA-256", utf8(String(index)))));
  is(new Set(digests.map(hex)).size, 200);
});

// getRandomValues, randomUUID

each("random values", [
  [Int8Array], [Uint8Array], [Uint8ClampedArray], [Int16Array], [Uint16Array], [Int32Array], [Uint32Array], [BigInt64Array], [BigUint64Array],
], (Class) => {
  const array = new Class(64);
  is(crypto.getRandomValues(array), array, "the same object");
  ok(new Set(array).size > 8, `${Class.name}: ${array}`);
});

check("random values fill their view alone", () => {
  const whole = new Uint8Array(300);
  crypto.getRandomValues(whole.subarray(100, 200));
  ok(whole.subarray(0, 100).every((byte) => byte === 0) && whole.subarray(200).every((byte) => byte === 0));
  ok(whole.subarray(100, 200).some((byte) => byte !== 0));
});

check("random values: empty, at the limit, beyond it", () => {
  is(crypto.getRandomValues(new Uint8Array()).length, 0);
  is(crypto.getRandomValues(new Uint32Array(16_384)).length, 16_384);
  for (const array of [new Uint8Array(65_537), new Uint32Array(16_385)]) {
    const error = throws("QuotaExceededError", () => crypto.getRandomValues(array));
    is(error.code, 22);
  }
});

check("random values: subclasses, strangers", () => {
  class Own extends Uint8Array {}
  ok(crypto.getRandomValues(new Own(8)) instanceof Own);
  throws(TypeError, () => crypto.getRandomValues());
  for (const bad of [null, undefined, 1, "x", {}, [1], new ArrayBuffer(1)]) throws(TypeError, () => crypto.getRandomValues(bad), String(bad));
  throws(TypeError, () => crypto.getRandomValues.call({}, new Uint8Array(1)));
});

diverges("crypto-type-mismatch", "random values: floats and a DataView are refused with a TypeError", () => {
  for (const bad of [new Float32Array(1), new Float64Array(1), new DataView(new ArrayBuffer(1))]) throws(TypeError, () => crypto.getRandomValues(bad));
});

check("randomUUID", () => {
  const uuids = Array.from({ length: 1000 }, () => crypto.randomUUID());
  ok(uuids.every((uuid) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid)));
  is(new Set(uuids).size, 1000);
  throws(TypeError, () => crypto.randomUUID.call({}));
});

// The objects.

check("crypto and crypto.subtle", () => {
  is(crypto.subtle, subtle);
  same([Object.prototype.toString.call(crypto), Object.prototype.toString.call(subtle)], ["[object Crypto]", "[object SubtleCrypto]"]);
  throws(TypeError, () => { crypto.subtle = 1; });
  throws(TypeError, () => new crypto.constructor());
  throws(TypeError, () => new subtle.constructor());
  throws(TypeError, () => new CryptoKey());
  throws(TypeError, () => Object.getOwnPropertyDescriptor(Object.getPrototypeOf(crypto), "subtle").get.call({}));
});

check("methods of strangers reject", async () => {
  await rejects(TypeError, subtle.digest.call({}, "SHA-1", bytes()));
});

diverges("crypto-key-format", "a format of keys that does not exist is not supported, instead of a TypeError", async () => {
  await rejects("NotSupportedError", subtle.importKey("pem", bytes(1), "HMAC", false, ["sign"]));
});

check("what one would build on digests: HMAC, PBKDF2, HKDF", async () => {
  const hmac = await subtle.importKey("raw", utf8("key"), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  is(hex(await subtle.sign("HMAC", hmac, utf8("The quick brown fox jumps over the lazy dog"))), "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
  const password = await subtle.importKey("raw", utf8("password"), "PBKDF2", false, ["deriveBits"]);
  is(hex(await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-1", salt: utf8("salt"), iterations: 1 }, password, 160)), "0c60c80f961f0e71f3a9b524af6012062fe037a6");
  const secret = await subtle.importKey("raw", new Uint8Array(22).fill(0x0b), "HKDF", false, ["deriveBits"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: Uint8Array.from({ length: 13 }, (_, index) => index), info: Uint8Array.from({ length: 10 }, (_, index) => 0xf0 + index) };
  is(hex(await subtle.deriveBits(hkdf, secret, 336)), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
});
