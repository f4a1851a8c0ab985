// `WebSocket`: the guest as the client of a server (runtime.md section 8). The host's client has the real connection.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { host } from "ext:isolate/host.js";
import {
  checkProtocols,
  CONSTRUCT,
  convertClose,
  convertMessage,
  convertProtocols,
  parseAddress,
  SEND,
} from "ext:isolate/websocket/arguments.js";
import { after } from "ext:isolate/timers/timers.js";
import { dispatch, equip } from "ext:isolate/websocket/listeners.js";
import { Outgoing } from "ext:isolate/websocket/outgoing.js";
import { ABNORMAL, add, MAX_SOCKETS, remove } from "ext:isolate/websocket/table.js";
const {
  ObjectDefineProperty,
  ObjectEntries,
  SafeArrayIterator,
  TypedArrayPrototypeGetBuffer,
  Uint8Array,
  uncurryThis,
} = primordials;

const webidl = core.loadExtScript("ext:deno_webidl/00_webidl.js");
const { DOMException } = core.loadExtScript("ext:deno_web/01_dom_exception.js");
const events = core.loadExtScript("ext:deno_web/02_event.js");
const { Blob, BlobPrototype } = core.loadExtScript("ext:deno_web/09_file.js");
const { CloseEvent, Event, EventTarget, MessageEvent } = events;

const readBlob = uncurryThis(BlobPrototype.bytes);

const CONNECTING = 0, OPEN = 1, CLOSING = 2, CLOSED = 3;

/** The longest message in bytes: what fits into a frame to the client, with its envelope. */
const MAX_MESSAGE = 10 * 1024 * 1024 - 4096;

export class WebSocket extends EventTarget {
  #url = "";
  #origin = "";
  #protocol = "";
  #extensions = "";
  #readyState = CONNECTING;
  #binaryType = "blob";
  /** @type {string | undefined} */
  #id = undefined;
  #outgoing = new Outgoing(() => this.#giveUp("The Blob could not be read"));
  /** @type {object | undefined} a close from before the socket was open, which clients may have ignored */
  #earlyClose = undefined;

  /** @param {unknown} url @param {unknown} protocols */
  constructor(url, protocols = undefined) {
    super();
    webidl.requiredArguments(arguments.length, 1, CONSTRUCT);
    const given = webidl.converters.USVString(url, CONSTRUCT, "Argument 1");
    const list = protocols === undefined ? [] : convertProtocols(protocols);
    const { href, origin } = parseAddress(given);
    checkProtocols(list);
    this.#url = href;
    this.#origin = origin;
    this.#connect(list);
  }

  /** @param {string[]} protocols */
  #connect(protocols) {
    const id = add({
      // @ts-ignore: no inherited names
      __proto__: null,
      opened: (protocol, extensions) => this.#opened(protocol, extensions),
      message: (data) => this.#message(data),
      failed: () => this.#failed(),
      closed: (code, reason, wasClean) => this.#closed(code, reason, wasClean),
      abandoned: () => this.#abandoned(),
    });
    if (id === undefined) return this.#giveUp(`Too many open WebSockets: the limit is ${MAX_SOCKETS}`);
    try {
      host.emitEvent("ws:client-connect", { __proto__: null, socketId: id, url: this.#url, protocols });
      this.#id = id;
    } catch {
      remove(id);
      this.#giveUp(`URL and protocols exceed the limit of ${MAX_MESSAGE} bytes`);
    }
  }

  /** @param {string} protocol @param {string} extensions */
  #opened(protocol, extensions) {
    if (this.#earlyClose !== undefined) return host.emitEvent("ws:client-close", this.#earlyClose);
    if (this.#readyState !== CONNECTING) return;
    this.#readyState = OPEN;
    this.#protocol = protocol;
    this.#extensions = extensions;
    this.#fire(new Event("open"));
  }

  /** @param {string | Uint8Array} received */
  #message(received) {
    if (this.#readyState !== OPEN) return;
    let data;
    if (typeof received === "string") data = received;
    else if (this.#binaryType === "arraybuffer") data = TypedArrayPrototypeGetBuffer(received);
    // An iterator, because a guest may have replaced that of arrays.
    else data = new Blob(new SafeArrayIterator([received]));
    this.#fire(new MessageEvent("message", { __proto__: null, data, origin: this.#origin }));
  }

  #failed() {
    if (this.#readyState === CLOSED) return;
    this.#readyState = CLOSED;
    this.#outgoing.stop();
    this.#fire(new Event("error"));
  }

  /** @param {number} code @param {string} reason @param {boolean} wasClean */
  #closed(code, reason, wasClean) {
    this.#readyState = CLOSED;
    this.#outgoing.stop();
    this.#fire(new CloseEvent("close", { __proto__: null, code, reason, wasClean }));
  }

  #abandoned() {
    this.#readyState = CLOSED;
    this.#outgoing.stop();
  }

  /**
   * Fails the connection for a reason on this side. The events come later, when the guest has had time to listen.
   * @param {string} reason
   */
  #giveUp(reason) {
    if (this.#id !== undefined) {
      this.#readyState = CLOSING;
      this.#outgoing.stop();
      remove(this.#id);
      host.emitEvent("ws:client-close", { __proto__: null, socketId: this.#id, code: 1000, reason });
    }
    const fail = () => {
      this.#failed();
      this.#closed(ABNORMAL, reason, false);
    };
    after(0, fail);
  }

  /** @param {any} event */
  #fire(event) {
    events.setIsTrusted(event, true);
    dispatch(this, event);
  }

  /** @param {unknown} data */
  send(data) {
    webidl.assertBranded(this, WebSocketPrototype);
    webidl.requiredArguments(arguments.length, 1, SEND);
    const message = convertMessage(data);
    if (this.#readyState === CONNECTING) {
      throw new DOMException(`${SEND}: Still in CONNECTING state.`, "InvalidStateError");
    }
    if (this.#readyState !== OPEN) return;
    const { size } = message;
    if (size > MAX_MESSAGE) {
      return this.#giveUp(`A message of ${size} bytes exceeds the limit of ${MAX_MESSAGE} bytes`);
    }
    /** @type {any} */
    const payload = { __proto__: null, socketId: this.#id, data: message.data };
    let prepare;
    if (message.kind === "blob") {
      prepare = async () => {
        payload.data = await readBlob(message.data);
      };
    } else if (message.kind === "bytes" && this.#outgoing.waits) {
      payload.data = new Uint8Array(message.data);
    }
    this.#outgoing.push("ws:client-send", payload, size, prepare);
  }

  /** @param {unknown} code @param {unknown} reason */
  close(code = undefined, reason = undefined) {
    webidl.assertBranded(this, WebSocketPrototype);
    const closing = convertClose(code, reason);
    const before = this.#readyState;
    if (before === CLOSING || before === CLOSED) return;
    this.#readyState = CLOSING;
    if (this.#id === undefined) return;
    const payload = { __proto__: null, socketId: this.#id, code: closing.code, reason: closing.reason };
    if (before === CONNECTING) this.#earlyClose = payload;
    this.#outgoing.push("ws:client-close", payload);
  }

  get url() {
    webidl.assertBranded(this, WebSocketPrototype);
    return this.#url;
  }

  get readyState() {
    webidl.assertBranded(this, WebSocketPrototype);
    return this.#readyState;
  }

  /** What waits for a Blob. What has left the runtime is not known about. */
  get bufferedAmount() {
    webidl.assertBranded(this, WebSocketPrototype);
    return this.#outgoing.size;
  }

  get extensions() {
    webidl.assertBranded(this, WebSocketPrototype);
    return this.#extensions;
  }

  get protocol() {
    webidl.assertBranded(this, WebSocketPrototype);
    return this.#protocol;
  }

  get binaryType() {
    webidl.assertBranded(this, WebSocketPrototype);
    return this.#binaryType;
  }

  set binaryType(value) {
    webidl.assertBranded(this, WebSocketPrototype);
    const type = webidl.converters.DOMString(value);
    // Other values are ignored, as Web IDL has it for enumerations.
    if (type === "blob" || type === "arraybuffer") this.#binaryType = type;
  }
}

const WebSocketPrototype = WebSocket.prototype;
equip(WebSocketPrototype, ["open", "message", "error", "close"]);
webidl.configureInterface(WebSocket);
// Nobody else gives it its name and makes its members visible.
webidl.configureInterface(CloseEvent);
for (const entry of new SafeArrayIterator(ObjectEntries({ CONNECTING, OPEN, CLOSING, CLOSED }))) {
  const descriptor = { __proto__: null, value: entry[1], writable: false, enumerable: true, configurable: false };
  ObjectDefineProperty(WebSocket, entry[0], descriptor);
  ObjectDefineProperty(WebSocketPrototype, entry[0], descriptor);
}
