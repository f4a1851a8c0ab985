// runtime.md 13.1 to 13.3, with spec/README.md: TextDecoder with every label, TextEncoder per standard.
same(new TextEncoder().encode("ä😀\ud800"), new Uint8Array([195, 164, 240, 159, 152, 128, 239, 191, 189]));
same(new TextEncoder().encode(), new Uint8Array());
is(new TextEncoder().encoding, "utf-8");
same(new TextEncoder().encodeInto("äb", new Uint8Array(5)), { read: 2, written: 3 });
same(new TextEncoder().encodeInto("ab😀", new Uint8Array(4)), { read: 2, written: 2 });
is(new TextDecoder().decode(new Uint8Array([239, 187, 191, 97, 255])), "a\ufffd");
is(new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array([239, 187, 191, 97])), "\ufeffa");
throws(() => new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array([255])), "TypeError");
is(new TextDecoder("latin1").encoding, "windows-1252");
is(new TextDecoder("utf-16le").decode(new Uint8Array([97, 0, 228, 0])), "aä");
is(new TextDecoder("shift_jis").decode(new Uint8Array([130, 160])), "あ");
throws(() => new TextDecoder("no such"), "RangeError");
is(new TextDecoder().decode(), "");
throws(() => new TextDecoder().decode("text"), "TypeError");
throws(() => new TextDecoder().decode([1]), "TypeError");
const split = new TextDecoder();
is(split.decode(new Uint8Array([240, 159]), { stream: true }) + split.decode(new Uint8Array([152, 128])), "😀");
is(new TextDecoder().decode(new Uint8Array([97, 98, 99, 100]).subarray(1, 3)), "bc");
is(new TextDecoder().decode(new DataView(new Uint8Array([97, 98]).buffer, 1)), "b");

const collect = async (stream) => { const parts = []; for await (const part of stream) parts.push(part); return parts; };
const encoded = await collect(ReadableStream.from(["a", "\ud83d", "\ude00", "\ud800"]).pipeThrough(new TextEncoderStream()));
same(new Uint8Array(encoded.flatMap((part) => [...part])), new Uint8Array([97, 240, 159, 152, 128, 239, 191, 189]));
const decoded = await collect(ReadableStream.from([new Uint8Array([240, 159]), new Uint8Array([152, 128, 195])]).pipeThrough(new TextDecoderStream()));
is(decoded.join(""), "😀\ufffd");
await rejects(collect(ReadableStream.from([new Uint8Array([195])]).pipeThrough(new TextDecoderStream("utf-8", { fatal: true }))), "TypeError");
same([new TextDecoderStream("latin1").encoding, new TextDecoderStream().fatal, new TextEncoderStream().encoding], ["windows-1252", false, "utf-8"]);
throws(() => new TextDecoderStream("no such"), "RangeError");

throws(() => btoa(), "TypeError");
throws(() => atob(), "TypeError");
throws(() => btoa("ā"), "InvalidCharacterError", "The string to be encoded contains characters outside of the Latin1 range.");
for (const bad of ["*", "a", "ab=c", "====", "abcde"]) throws(() => atob(bad), "InvalidCharacterError", "The string to be decoded is not correctly encoded.", bad);
is(btoa("\u00ff\u0000a"), "/wBh");
is(atob(" YW\nJj\t"), "abc");
is(atob("YQ"), "a");
is(btoa(""), "");
let error;
try { atob("*"); } catch (thrown) { error = thrown; }
ok(error instanceof DOMException);
is(error?.code, 5);
