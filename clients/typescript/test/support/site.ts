/** The pages that the Playwright tests visit. */

import type { IncomingMessage, ServerResponse } from "node:http";

const FORM = `<!doctype html><title>Form</title>
<h1 id="head" class="big  red" title="Headline">Hello <b>world</b></h1>
<button id="add" aria-describedby="what" onclick="count.textContent = Number(count.textContent) + 1">Add one</button>
<span id="count" data-testid="counter">0</span><p id="what">Counts  up</p>
<label for="name">Your name</label><input id="name" placeholder="Ada" value="first">
<label><input type="checkbox" id="agree"> Agree</label>
<select id="color"><option value="r">Red</option><option value="g">Green</option></select>
<input id="file" type="file" multiple><pre id="files"></pre>
<ul><li class="item">apple</li><li class="item">pear <i>green</i></li><li class="item">plum</li></ul>
<img alt="A dot" id="dot" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">
<button id="off" disabled>Off</button><p id="hidden" style="display:none">secret</p>
<div id="hover" style="width:50px;height:20px;color:rgb(255, 0, 0)" onmouseover="this.textContent='over'"></div>
<div id="from" draggable="true" style="width:40px;height:40px">drag</div>
<div id="to" style="width:40px;height:40px" ondragover="event.preventDefault()" ondrop="this.textContent='dropped'"></div>
<p id="empty"></p><input id="readonly" readonly value="fixed">
<button id="twice" ondblclick="this.textContent='twice!'">twice</button>
<button id="later" onclick="setTimeout(() => { const p = document.createElement('p'); p.id = 'late'; p.textContent = 'late'; document.body.append(p); document.title = 'Late' }, 300)">later</button>
<button id="dialog" onclick="this.textContent = String(confirm('sure?'))">ask</button>
<button id="fetch" onclick="fetch('/api', { method: 'POST', body: 'q=1' })">fetch</button>
<button id="fail" onclick="fetch('/broken').catch(() => {})">fail</button>
<button id="noise" onclick="console.warn('careful', 7); setTimeout(() => { throw new TypeError('bang') })">noise</button>
<div style="height:3000px"></div><p id="far">far away</p>
<script>
document.getElementById("file").onchange = async (event) => {
  const files = [...event.target.files];
  document.getElementById("files").textContent =
    (await Promise.all(files.map(async (file) => file.name + ":" + file.type + ":" + await file.text()))).join(",");
};
</script>`;

const FRAMES = `<!doctype html><title>Frames</title>
<iframe name="inner" srcdoc="<p id=p>inside</p><button onclick=&quot;p.textContent='pressed'&quot;>Press</button>"></iframe>`;

const KEYS = `<!doctype html><title>Keys</title><textarea id="text" autofocus></textarea><pre id="log"></pre>
<style>body { margin: 0; height: 4000px }</style>
<script>
const log = (text) => document.getElementById("log").textContent += text + " ";
for (const type of ["mousedown", "mouseup", "dblclick", "wheel"]) addEventListener(type, (event) => log(type + event.clientX));
</script>`;

export const SITE: Record<string, string | ((request: IncomingMessage, response: ServerResponse) => void)> = {
  "/form": FORM,
  "/frames": FRAMES,
  "/keys": KEYS,
  "/second": "<!doctype html><title>Second</title><p>two",
  "/media": "<!doctype html><title>Media</title><style>p { color: rgb(0, 0, 1) } @media print { p { color: rgb(0, 0, 2) } }</style><p>m",
  // What came, as JSON.
  "/api": (request, response) => {
    let body = "";
    request.on("data", (chunk: unknown) => (body += String(chunk)));
    request.on("end", () => {
      response.writeHead(201, { "content-type": "application/json", "x-made": "here" });
      response.end(JSON.stringify({ method: request.method, body, header: request.headers["x-mine"] ?? null }));
    });
  },
  "/broken": (request) => void request.socket.destroy(),
  "/to-file": (_, response) => void response.writeHead(302, { location: "file:///etc/hosts" }).end(),
  "/never": () => {},
};
