// Markup that is made to hurt: an answer or an error, in bounded time.
const parser = new DOMParser();
const html = (text) => parser.parseFromString(text, "text/html");
const xml = (text) => parser.parseFromString(text, "text/xml");
const tooDeep = "The markup is nested too deeply: elements may be 1024 levels deep";

throws(() => html("<div>".repeat(100_000)), "RangeError", tooDeep);
throws(() => html("<div>".repeat(100_000) + "</div>".repeat(100_000)), "RangeError", tooDeep);
throws(() => xml("<a>".repeat(100_000) + "</a>".repeat(100_000)), "RangeError", tooDeep);
throws(() => { html("").body.innerHTML = "<b>".repeat(100_000); }, "RangeError", tooDeep);
is(html("</div>".repeat(100_000)).body.childNodes.length, 0);
const deep = html("<div>".repeat(1000) + "x");
is(deep.querySelectorAll("div").length, 1000);
is(deep.body.textContent, "x");
is(deep.body.innerHTML.length, 1000 * 11 + 1);
is(deep.cloneNode(true).querySelectorAll("div").length, 1000);
deep.body.innerHTML = deep.body.innerHTML;
is(deep.querySelectorAll("div").length, 1000);

const long = 10_000_000;
is(html("<p>" + "x".repeat(long)).body.textContent.length, long);
is(xml("<a>" + "x".repeat(long) + "</a>").documentElement.firstChild.data.length, long);
is(html("<p>" + "&amp;".repeat(long / 10)).body.firstChild.childNodes.length, 1);
is(html("<!--" + "-".repeat(long)).querySelectorAll("*").length, 3);
is(html('<p a="' + "x".repeat(long)).querySelectorAll("p").length, 0);
is(html("<!doctype html" + " ".repeat(long) + ">").doctype.name, "html");
is(html("<".repeat(long / 10)).body.textContent.length, long / 10);
is(html("<p " + Array.from({ length: 20_000 }, (_, i) => `a${i}`).join(" ") + ">").querySelector("p").attributes.length, 20_000);
is(xml("<a " + "b='1' ".repeat(20_000) + "/>").documentElement.attributes.length, 1);

// Entities that a document declares are not expanded.
const lines = Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i};`.repeat(10)}">`);
const bomb = xml(`<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol0 "lol">${lines.join("")}]><lolz>&lol9;</lolz>`);
ok(bomb.documentElement.textContent.length < 100, "billion laughs");
is(xml('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>').documentElement.textContent, "&x;");

is(html("a\0b<p title='\0'>\0</p>").body.innerHTML, "ab<p title=\"\ufffd\"></p>");
for (const text of ["<", "</", "<!", "<!-", "<!--", "<![CDATA[", "<?", "<a", "<a b", "<a b=", "<a b='", "&", "&#", "&#x", "&#xffffffffff;", "\ud800", "<script>", "<title>", "</br>", "</p>", "<svg><p><![CDATA["]) {
  ok(html(text) instanceof Document, text);
  ok(xml(text) instanceof Document, text);
}
is(html("<p __proto__=1 constructor=2 toString=3>").querySelector("p").getAttribute("__proto__"), "1");
is(html("<__proto__>x</__proto__><constructor>y").body.textContent, "<__proto__>xy");

for (const selector of [":not(".repeat(50_000) + "a" + ")".repeat(50_000), "a,".repeat(200_000) + "a"]) {
  try { deep.querySelector(selector); } catch (error) { ok(/^(RangeError|SyntaxError)$/.test(error.name), error.name); }
}
