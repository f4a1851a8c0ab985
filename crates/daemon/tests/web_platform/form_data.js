// FormData, multipart/form-data and application/x-www-form-urlencoded (XHR, WHATWG Fetch, HTML; runtime.md 6.2).
import { bytes, check, each, is, ok, rejects, same, throws, utf8 } from "./harness.js";

const TYPE = "multipart/form-data; boundary=b";

/** The entries of a form as plain values. @param {FormData} form */
async function entriesOf(form) {
  const entries = [];
  for (const [name, value] of form) {
    entries.push([name, typeof value === "string" ? value : { name: value.name, type: value.type, text: await value.text() }]);
  }
  return entries;
}

const parse = (body, type = TYPE) => new Response(body, { headers: { "content-type": type } }).formData();

/** A multipart body of parts that are headers and content. @param {...[string, string | Uint8Array]} parts */
function multipart(...parts) {
  const pieces = parts.flatMap(([headers, content]) => [`--b\r\n${headers}\r\n\r\n`, content, "\r\n"]);
  return new Blob([...pieces, "--b--\r\n"]);
}

// The class.

check("construction", () => {
  same([...new FormData()], []);
  same([...new FormData(undefined)], []);
  throws(TypeError, () => new FormData({}));
  throws(TypeError, () => new FormData(null));
  throws(TypeError, () => FormData());
});

check("append, get, getAll, has, delete", () => {
  const form = new FormData();
  is(form.append("a", "1"), undefined);
  form.append("b", "2");
  form.append("a", "3");
  same([form.get("a"), form.getAll("a"), form.has("a"), form.get("none"), form.getAll("none"), form.has("none")], ["1", ["1", "3"], true, null, [], false]);
  form.delete("a");
  form.delete("none");
  same([...form], [["b", "2"]]);
});

check("set replaces the first, in its place, and drops the others", () => {
  const form = new FormData();
  for (const [name, value] of [["a", "1"], ["b", "2"], ["a", "3"]]) form.append(name, value);
  form.set("a", "4");
  form.set("c", "5");
  same([...form], [["a", "4"], ["b", "2"], ["c", "5"]]);
});

check("names and values are converted to strings", () => {
  const form = new FormData();
  form.append(1, 2);
  form.append(null, undefined);
  form.append("\ud800", "\udc00");
  form.append("o", { toString: () => "x" });
  same([...form], [["1", "2"], ["null", "undefined"], ["\ufffd", "\ufffd"], ["o", "x"]]);
  throws(TypeError, () => form.append(Symbol("s"), ""));
  throws(TypeError, () => form.append("a", Symbol("s")));
});

check("names and values keep their line breaks", () => {
  const form = new FormData();
  form.append("a\nb\r", "c\nd\re");
  same([...form], [["a\nb\r", "c\nd\re"]]);
});

check("the number of arguments", () => {
  const form = new FormData();
  for (const name of ["append", "set"]) {
    throws(TypeError, () => form[name](), name);
    throws(TypeError, () => form[name]("a"), name);
  }
  for (const name of ["get", "getAll", "has", "delete", "forEach"]) throws(TypeError, () => form[name](), name);
});

check("a file name goes with a Blob alone", () => {
  const form = new FormData();
  for (const name of ["append", "set"]) {
    for (const value of ["text", 1, null, undefined, {}, new ArrayBuffer(1)]) throws(TypeError, () => form[name]("x", value, "name"), `${name}, ${String(value)}`);
    throws(TypeError, () => form[name]("x", "text", undefined), "also one that is undefined");
  }
  same([...form], []);
});

check("a Blob becomes a File", async () => {
  const form = new FormData();
  form.append("a", new Blob(["x"], { type: "t/y" }));
  const file = form.get("a");
  ok(file instanceof File);
  same([file.name, file.type, file.size, await file.text()], ["blob", "t/y", 1, "x"]);
  form.set("b", new Blob(["y"]), "name.txt");
  is(form.get("b").name, "name.txt");
  form.append("c", new Blob(), undefined);
  is(form.get("c").name, "blob");
});

check("a File stays what it is, unless it is given a name", () => {
  const form = new FormData();
  const file = new File(["x"], "old.txt", { type: "t/y", lastModified: 5 });
  form.append("a", file);
  is(form.get("a"), file);
  form.append("b", file, "new.txt");
  const renamed = form.get("b");
  same([renamed.name, renamed.type, renamed.lastModified, renamed.size], ["new.txt", "t/y", 5, 1]);
  form.append("c", file, "");
  is(form.get("c").name, "");
  form.append("d", file, null);
  is(form.get("d").name, "null");
});

check("iteration is in the order of appending, and alive", () => {
  const form = new FormData();
  form.append("b", "1");
  form.append("a", "2");
  same([[...form.keys()], [...form.values()], [...form.entries()]], [["b", "a"], ["1", "2"], [["b", "1"], ["a", "2"]]]);
  const seen = [];
  for (const [name] of form) {
    seen.push(name);
    if (name === "b") form.append("c", "3");
    if (name === "a") form.delete("b");
  }
  same(seen, ["b", "a"], "the place is a number");
  const receiver = {};
  const each = [];
  form.forEach(function (value, name, whole) { each.push(value, name, whole === form, this === receiver); }, receiver);
  same(each, ["2", "a", true, true, "3", "c", true, true]);
});

check("the iterators' prototype", () => {
  const prototype = Object.getPrototypeOf(new FormData().entries());
  is(prototype[Symbol.toStringTag], "FormData Iterator");
  is(FormData.prototype[Symbol.iterator], FormData.prototype.entries);
});

check("strangers", () => {
  for (const name of ["append", "delete", "get", "getAll", "has", "set", "entries", "forEach"]) throws(TypeError, () => FormData.prototype[name].call({}, "a", "b"), name);
});

// Writing.

async function written(form) {
  const request = new Request("http://h/", { method: "POST", body: form });
  const [, boundary] = /^multipart\/form-data; ?boundary=("?)(.+)\1$/.exec(request.headers.get("content-type")).slice(1);
  const text = await request.text();
  return { boundary, text: text.replaceAll(boundary, "B") };
}

check("texts are written", async () => {
  const form = new FormData();
  form.append("a", "1");
  form.append("ä", "ü");
  const { boundary, text } = await written(form);
  ok(/^[-'()+_,./:=?a-zA-Z0-9]{1,70}$/.test(boundary), boundary);
  is(text.trimEnd(), '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--B\r\nContent-Disposition: form-data; name="ä"\r\n\r\nü\r\n--B--');
});

check("files are written with their type", async () => {
  const form = new FormData();
  form.append("f", new File(["x"], "n.txt", { type: "t/y" }));
  form.append("g", new File(["y"], "ä"));
  is((await written(form)).text.trimEnd(), '--B\r\nContent-Disposition: form-data; name="f"; filename="n.txt"\r\nContent-Type: t/y\r\n\r\nx\r\n' +
    '--B\r\nContent-Disposition: form-data; name="g"; filename="ä"\r\nContent-Type: application/octet-stream\r\n\r\ny\r\n--B--');
});

check("quotes and line breaks in names are escaped, those in values are normalized", async () => {
  const form = new FormData();
  form.append('a"\r\nb\nc\rd', "1\r\n2\n3\r4");
  form.append("f", new File([], '"\n\r'));
  const { text } = await written(form);
  ok(text.includes('name="a%22%0D%0Ab%0D%0Ac%0D%0Ad"\r\n\r\n1\r\n2\r\n3\r\n4\r\n'), JSON.stringify(text));
  ok(text.includes('filename="%22%0A%0D"'), JSON.stringify(text));
});

check("an empty form is written", async () => is((await written(new FormData())).text.trimEnd(), "--B--"));

check("boundaries differ", async () => {
  const boundaries = new Set();
  for (let count = 0; count < 50; count++) boundaries.add((await written(new FormData())).boundary);
  is(boundaries.size, 50);
});

check("forth and back", async () => {
  const form = new FormData();
  const all = Uint8Array.from({ length: 512 }, (_, index) => index % 256);
  form.append("text", "ä\r\n--b\r\n€");
  form.append('na"me\r\n', "value");
  form.append("bytes", new File([all], "b.bin", { type: "application/x" }));
  form.append("f", new File(["--", "\r\n--"], "semi;colon=\"quote\" ä.txt", { type: "text/plain; charset=x" }));
  form.append("empty", new File([], "", { type: "t/y" }));
  form.append("", "nameless");
  const back = await new Response(form).formData();
  same(await entriesOf(back), await entriesOf(form));
  same(await back.get("bytes").bytes(), all);
});

// Reading multipart.

check("a part is read", async () => {
  same(await entriesOf(await parse(multipart(['Content-Disposition: form-data; name="a"', "1"]))), [["a", "1"]]);
  same(await entriesOf(await parse(multipart(['Content-Disposition: form-data; name="f"; filename="n"', "x"]))),
    [["f", { name: "n", type: "text/plain", text: "x" }]]);
});

check("a part's own type", async () => {
  const form = await parse(multipart(['Content-Disposition: form-data; name="f"; filename="n"\r\nContent-Type: Image/PNG', "x"]));
  is(form.get("f").type, "image/png");
});

check("binary content, with all that looks like a boundary", async () => {
  const content = bytes(13, 10, 45, 45, 98, 45, 45, 120, 0, 255, 13, 10, 45, 45, 98, 120, 13, 13, 10, 45, 10, 45, 45, 98);
  const form = await parse(multipart(['Content-Disposition: form-data; name="f"; filename="n"', content], ['Content-Disposition: form-data; name="g"; filename="m"', bytes()]));
  same(await form.get("f").bytes(), content);
  is(form.get("g").size, 0);
});

each("names and file names", [
  ['name="a"; filename="b.txt"', "a", "b.txt"], ['name=a; filename=b.txt', "a", "b.txt"], ['name="a;b"; filename="c;d=e.txt"', "a;b", "c;d=e.txt"],
  ['name="a%22b"; filename="%0D%0A%22"', 'a"b', '\r\n"'], ['name="%zz%41"; filename="%"', "%zz%41", "%"], ['name="ä€😀"; filename="ö"', "ä€😀", "ö"],
  ['name=""; filename=""', "", ""], ['filename="b"; name="a"', "a", "b"], ['name="a" ;  filename="b"', "a", "b"], ['name="a=b"; filename="x y"', "a=b", "x y"],
  ['name="a"; filename="C:\\dir\\f"', "a", "C:\\dir\\f"],
], async (disposition, name, filename) => {
  const form = await parse(multipart([`Content-Disposition: form-data; ${disposition}`, "x"]));
  same([...form.keys()], [name]);
  is(form.get(name).name, filename);
});

check("header names and the disposition in any case", async () => {
  same(await entriesOf(await parse(multipart(['CONTENT-disposition: Form-Data; name="a"', "1"]))), [["a", "1"]]);
});

check("texts are UTF-8, byte order marks included", async () => {
  const form = await parse(multipart(['Content-Disposition: form-data; name="a"', bytes(0xef, 0xbb, 0xbf, 0xc3, 0xa4, 0xff)],
    ['Content-Disposition: form-data; name="b"\r\nContent-Type: text/plain; charset=latin1', bytes(0xe4)]));
  same([form.get("a"), form.get("b")], ["\ufeffä\ufffd", "\ufffd"]);
});

check("many entries of one name keep their order", async () => {
  const parts = Array.from({ length: 300 }, (_, index) => ['Content-Disposition: form-data; name="a"', String(index)]);
  same((await parse(multipart(...parts))).getAll("a").join(), Array.from({ length: 300 }, (_, index) => index).join());
});

check("boundaries: quoted, long, with special characters; a preamble, an epilogue", async () => {
  const boundary = "'()+_,-./:=?aZ0";
  const body = (inner) => `preamble\r\n--${inner}\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--${inner}--\r\nepilogue`;
  is((await parse(body(boundary), `multipart/form-data; boundary="${boundary}"`)).get("a"), "1");
  is((await parse(body("x".repeat(70)), `multipart/form-data; charset=utf-8; boundary=${"x".repeat(70)}`)).get("a"), "1");
  is((await parse(body("b"), "Multipart/Form-Data; Boundary=b")).get("a"), "1");
});

check("a form without parts", async () => {
  same([...(await parse("--b--"))], []);
  same([...(await parse("--b--\r\n"))], []);
});

each("is no form", [
  ["nothing", ""], ["text", "text"], ["another boundary", "--c\r\n\r\n\r\n--c--"], ["a start alone", "--b"], ["no end", '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'],
  ["no end, second part", '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name="c"\r\n\r\n2'],
  ["headers without an end", '--b\r\nContent-Disposition: form-data; name="a"\r\n--b--'], ["no disposition", "--b\r\nContent-Type: a/b\r\n\r\n1\r\n--b--"],
  ["no name", "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--"], ["another disposition", '--b\r\nContent-Disposition: attachment; name="a"\r\n\r\n1\r\n--b--'],
], async (_, body) => { await rejects(TypeError, parse(body)); });

// Reading application/x-www-form-urlencoded.

each("an encoded form", [
  ["", []], ["a=1&b=2", [["a", "1"], ["b", "2"]]], ["a+b=%20+", [["a b", "  "]]], ["a", [["a", ""]]], ["&&a=&", [["a", ""]]], ["a=%C3%A4%FF", [["a", "ä\ufffd"]]],
  ["a=1&a=2", [["a", "1"], ["a", "2"]]], ["a=b=c", [["a", "b=c"]]], ["?a=1", [["?a", "1"]]],
], async (body, entries) => {
  same([...(await parse(body, "application/x-www-form-urlencoded"))], entries);
  same([...(await parse(utf8(body), "Application/X-www-form-urlencoded; charset=latin1"))], entries);
});

check("URLSearchParams, forth and back", async () => {
  const params = new URLSearchParams([["a", "ä &=+"], ["", "x"], ["a", "\n"]]);
  same([...(await new Response(params).formData())], [...params]);
});
