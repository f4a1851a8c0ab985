// runtime.md 17.5: XML, its texts, and what is not well-formed.
const parse = (text, type = "text/xml") => new DOMParser().parseFromString(text, type);

for (const type of ["text/xml", "application/xml", "application/xhtml+xml", "image/svg+xml"]) {
  const doc = parse('<?xml version="1.0"?><Root Id="r"><a/><b x="1">t</b></Root>', type);
  ok(doc instanceof Document, type);
  ok(doc.documentElement instanceof Element, type);
  is(doc.documentElement.nodeName, "Root", type);
  is(doc.documentElement.getAttribute("Id"), "r", type);
  is(doc.querySelector("b").getAttribute("x"), "1", type);
  is(doc.documentElement.innerHTML, '<a /><b x="1">t</b>', type);
}

const text = parse("<a>x &amp; y &lt;z&gt; &#65;&#x42; &quot;&apos;</a>").documentElement;
is(text.childNodes.length, 1, "text around entities is one node");
is(text.firstChild.data, `x & y <z> AB "'`);
is(text.firstChild.nodeType, Node.TEXT_NODE);
is(text.textContent, `x & y <z> AB "'`);
const mixed = parse("<a>1&amp;2<b>3&lt;4</b>5&gt;6<!-- c -->7&amp;8</a>").documentElement;
same([...mixed.childNodes].map((node) => node.textContent), ["1&2", "3<4", "5>6", " c ", "7&8"]);
const section = parse("<a>x<![CDATA[<b>&amp;]]>y</a>").documentElement;
is(section.textContent, "x<b>&amp;y");
same([...section.childNodes].map((node) => node.nodeType), [3, 4, 3]);
is(parse('<a b="1 &amp; 2 &lt; 3"/>').documentElement.getAttribute("b"), "1 & 2 < 3");
is(parse("<a>\r\n</a>").documentElement.textContent, "\n");
is(parse("<A><a/></A>").getElementsByTagName("a").length, 1, "case counts");

const feed = parse(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE feed SYSTEM "feed.dtd">
<feed xmlns="urn:atom" xmlns:m="urn:media"><entry><m:thumb url="u"/><title>t</title></entry><none xmlns=""/></feed>
<!-- end -->`);
is(feed.doctype.name, "feed");
is(feed.doctype.systemId, "feed.dtd");
is(feed.getElementsByTagName("m:thumb")[0].getAttribute("url"), "u");
is(feed.getElementsByTagNameNS("urn:media", "thumb").length, 1);
is(feed.getElementsByTagNameNS("*", "thumb").length, 1);
is(feed.getElementsByTagNameNS("urn:atom", "thumb").length, 0);
is(feed.getElementsByTagNameNS("urn:atom", "*").length, 3);
is(feed.querySelector("title").namespaceURI, "urn:atom");
is(feed.querySelector("none").namespaceURI, null);
is(feed.getElementsByTagName("m:thumb")[0].prefix, "m");
is(feed.lastChild.data, " end ");

const isError = (text) => parse(text).documentElement.nodeName === "parsererror";
for (const bad of ["", " ", "text", "<a>", "<a><b></a>", "<a></b>", "</a>", "<a/><b/>", "<a b=1/>", "<a b/>", "<a>\0</a>"]) {
  ok(isError(bad), `${JSON.stringify(bad)} is not well-formed`);
}
for (const good of ["<a/>", " <a></a> ", "<!-- x --><a/>", "<a b='1' c=\"2\"/>", "<?p x?><a/>", "\ufeff<a/>"]) {
  ok(!isError(good), `${JSON.stringify(good)} is well-formed`);
}
is(parse("<a>").querySelector("parsererror").namespaceURI, "http://www.mozilla.org/newlayout/xml/parsererror.xml");
