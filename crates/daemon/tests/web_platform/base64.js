// atob and btoa (HTML, "forgiving base64"; runtime.md 13.3).
import { check, diverges, each, is, ok, same, throws } from "./harness.js";

/** What is decoded, and the code units it gives; null: refused. @type {[string, number[] | null][]} */
const decoding = [
  ["", []], ["abcd", [105, 183, 29]], [" abcd", [105, 183, 29]], ["abcd ", [105, 183, 29]], [" abcd===", null], ["abcd=", null],
  ["a", null], ["ab", [105]], ["abc", [105, 183]], ["abcde", null], ["𐀀", null], ["=", null], ["==", null], ["===", null],
  ["====", null], ["=====", null], ["a=", null], ["a==", null], ["a===", null], ["a====", null], ["ab=", null], ["ab==", [105]],
  ["ab===", null], ["abc=", [105, 183]], ["abc==", null], ["abcde=", null], ["abcde==", null], ["abcdef==", [105, 183, 29, 121]],
  ["=a", null], ["=a=", null], ["a=b", null], ["a=b=", null], ["ab=c", null], ["ab=c=", null], ["abc=d", null], ["abc=d=", null],
  ["ab\tcd", [105, 183, 29]], ["ab\ncd", [105, 183, 29]], ["ab\fcd", [105, 183, 29]], ["ab\rcd", [105, 183, 29]],
  ["ab cd", [105, 183, 29]], ["ab\u00a0cd", null], ["ab\t\n\f\r cd", [105, 183, 29]], [" \t\n\f\r ab\t\n\f\r =\t\n\f\r =\t\n\f\r ", [105]],
  ["ab\vcd", null], ["ab\0cd", null], ["ab\ufeffcd", null], ["/A", [252]], ["//A", [255, 240]], ["+/+/", [251, 255, 191]],
  // The bits that are left over are dropped, whatever they are.
  ["/Z", [253]], ["//Z", [255, 246]], ["iZ", [137]],
  ["-_-_", null], ["ab.d", null], ["ab*d", null], ["äbcd", null],
];

each("atob", decoding, (text, expected) => {
  if (expected === null) throws("InvalidCharacterError", () => atob(text));
  else same(Array.from(atob(text), (character) => character.charCodeAt(0)), expected);
});

each("btoa", [
  ["", ""], ["a", "YQ=="], ["ab", "YWI="], ["abc", "YWJj"], ["\0", "AA=="], ["\xff\xfe\xfd", "//79"], ["\x80", "gA=="], ["é", "6Q=="],
  ["a\nb", "YQpi"],
], (text, expected) => is(btoa(text), expected));

each("btoa refuses", [["Ā"], ["a€"], ["😀"], ["\ud800"], ["\uffff"]], (text) => {
  throws("InvalidCharacterError", () => btoa(text));
});

check("all code units up to 255, forth and back", () => {
  const text = String.fromCharCode(...Array.from({ length: 256 }, (_, index) => index));
  is(atob(btoa(text)), text);
  is(btoa(text).length, 344);
});

each("arguments are converted to strings", [[null, "bnVsbA=="], [12, "MTI="], [NaN, "TmFO"], [-0, "MA=="], [true, "dHJ1ZQ=="]], (value, text) => {
  is(btoa(value), text);
});

check("conversions of the argument", () => {
  is(btoa({ toString: () => "x" }), "eA==");
  is(atob(null), "\u009e\u00e9e");
  is(atob(12), "\u00d7");
  throws(TypeError, () => btoa(Symbol("s")));
  throws(RangeError, () => atob({ toString() { throw new RangeError("mine"); } }));
});

check("without an argument", () => {
  throws(TypeError, () => atob());
  throws(TypeError, () => btoa());
});

diverges("base64-undefined", "undefined is not converted to a string", () => {
  throws(TypeError, () => btoa(undefined));
  throws(TypeError, () => atob(undefined));
});

check("the errors", () => {
  const error = throws("InvalidCharacterError", () => atob("*"));
  ok(error instanceof Error);
  is(error.code, DOMException.INVALID_CHARACTER_ERR);
});

check("the functions", () => {
  same([atob.name, btoa.name, atob.length, btoa.length], ["atob", "btoa", 1, 1]);
  throws(TypeError, () => new btoa("a"));
});

check("a megabyte", () => {
  const text = "\u00ff\u0000\u007f".repeat(350_000);
  is(atob(btoa(text)), text);
});
