// runtime.md 17.5: HTML, its queries and its classes.
const parse = (text) => new DOMParser().parseFromString(text, "text/html");
const html = (text) => parse(text).documentElement.outerHTML;

const doc = parse(`<!DOCTYPE html><html lang="en"><head><title>A &amp; B</title></head>
<body class="x  y"><ul id="list"><li class="item first" data-n="1">one</li><li class="item">two &lt;b&gt; &copy;</li></ul>
<!-- note --><a HREF="/x?a=1&amp;b=2">link</a><script>globalThis.ran = 1</script><img src="x" onerror="globalThis.ran = 2"></body></html>`);
ok(doc instanceof Document && doc instanceof Node && doc instanceof EventTarget);
ok(!(doc instanceof Element));
const list = doc.getElementById("list");
ok(list instanceof Element && list instanceof Node);
ok(list.firstChild.firstChild instanceof Text);
ok(list.attributes[0] instanceof Attr);
ok(doc.doctype instanceof DocumentType && doc.firstChild === doc.doctype);
ok(doc.createDocumentFragment() instanceof DocumentFragment);
same([...doc.body.childNodes].filter((node) => node instanceof Comment).map((node) => node.data), [" note "]);
is(doc.nodeType, Node.DOCUMENT_NODE);
is(list.nodeType, Node.ELEMENT_NODE);

same([...doc.querySelectorAll("#list > .item")].map((item) => item.textContent), ["one", "two <b> ©"]);
is(doc.querySelector("li:nth-child(2)").textContent, "two <b> ©");
is(doc.querySelector("li[data-n='1']").getAttribute("data-n"), "1");
is(doc.querySelector("em"), null);
is(doc.querySelectorAll("em").length, 0);
is(doc.getElementsByTagName("li").length, 2);
is(doc.getElementsByTagName("*").length, 10);
is(doc.getElementById("none"), null);
is(doc.querySelector("a").getAttribute("href"), "/x?a=1&b=2");
is(doc.querySelector("a").getAttribute("HREF"), "/x?a=1&b=2");
is(doc.querySelector("a").getAttribute("title"), null);
is(doc.querySelector("a").getAttribute("class"), null);
is(doc.body.getAttribute("class"), "x  y");
is(doc.querySelector("li").closest("ul"), list);
ok(doc.querySelector("li").matches(".first"));
is(doc.title, "A & B");
is(doc.head.parentNode, doc.documentElement);
is(globalThis.ran, undefined, "scripts are not executed");

const [first, second] = list.children;
is(list.firstElementChild, first);
is(list.lastElementChild, second);
is(first.nextSibling, second);
is(second.previousElementSibling, first);
is(first.parentNode, list);
is(first.parentElement, list);
ok(list.contains(second));
is(list.innerHTML, '<li class="item first" data-n="1">one</li><li class="item">two &lt;b&gt; ©</li>');
is(list.childNodes.length, 2);
is(first.tagName, "LI");

first.innerHTML = "a &amp; <b>c</b>";
is(first.childNodes.length, 2, "text around an entity is one node");
is(first.textContent, "a & c");
first.setAttribute("title", 'x "y"');
is(first.outerHTML, '<li title="x &quot;y&quot;" class="item first" data-n="1">a &amp; <b>c</b></li>');
first.remove();
is(list.children.length, 1);
const item = doc.createElement("li");
item.append("new", doc.createElement("br"));
list.appendChild(item);
is(list.lastChild.outerHTML, "<li>new<br></li>");

// Every document has its three elements, and text has its place.
is(html(""), "<html><head></head><body></body></html>");
is(html("<p>a"), "<html><head></head><body><p>a</p></body></html>");
is(html("a <b>b"), "<html><head></head><body>a <b>b</b></body></html>");
is(html("<title>t</title><p>a</p>"), "<html><head><title>t</title></head><body><p>a</p></body></html>");
is(html("<head><meta charset=utf-8><div>a</div>"), '<html><head><meta charset="utf-8"></head><body><div>a</div></body></html>');
is(html("<body a=1><body a=2 b=3>x"), '<html><head></head><body a="1" b="3">x</body></html>');
is(html("<html>\n <head> </head> <body>x</body>\n</html>\n"), "<html><head> </head> <body>x\n\n</body></html>");
is(String(parse("<!-- a --><html><body><p>b</p></body><!-- c --></html><!-- d -->")),
  "<!-- a --><html><head></head><body><p>b</p></body><!-- c --></html><!-- d -->");
is(html("<ul><li>a<li>b</ul><p>c<p>d"), "<html><head></head><body><ul><li>a</li><li>b</li></ul><p>c</p><p>d</p></body></html>");
is(parse("a\r\nb\rc").body.textContent, "a\nb\nc");
is(parse("<p>a&nbsp;&hellip;&#x41;&notanentity;b").body.firstChild.childNodes.length, 1);
is(parse("<svg viewBox='0 0 1 1'><path d=M></svg>").querySelector("path").namespaceURI, "http://www.w3.org/2000/svg");
is(parse("<svg><linearGradient/></svg>").querySelector("linearGradient").localName, "linearGradient");
is(parse("<svg viewBox='0 0 1 1'/>").querySelector("svg").getAttribute("viewBox"), "0 0 1 1");
is(parse("<textarea><p>&amp;</textarea>").querySelector("textarea").textContent, "<p>&");
is(parse(undefined).body.textContent, "undefined");
is(doc.defaultView, null);

// Events are the platform's.
const seen = [];
doc.body.addEventListener("x", (event) => seen.push(`body ${event.target === item} ${event.eventPhase}`));
doc.addEventListener("x", () => seen.push("capture"), { capture: true });
is(item.dispatchEvent(new CustomEvent("x", { bubbles: true })), true);
same(seen, ["capture", "body true 3"]);
item.dispatchEvent(new Event("x"));
is(seen.length, 3, "only the capturing listener");
