// What the runtime's scripts take from the library: the bundle starts here.
export { Parser } from "htmlparser2";

export { HTMLDocument } from "linkedom/html/document.js";
export { SVGDocument } from "linkedom/svg/document.js";
export { XMLDocument } from "linkedom/xml/document.js";

export { Attr } from "linkedom/interface/attr.js";
export { Comment } from "linkedom/interface/comment.js";
export { Document } from "linkedom/interface/document.js";
export { DocumentFragment } from "linkedom/interface/document-fragment.js";
export { DocumentType } from "linkedom/interface/document-type.js";
export { Element } from "linkedom/interface/element.js";
export { Node } from "linkedom/interface/node.js";
export { NodeList } from "linkedom/interface/node-list.js";
export { ParentNode } from "linkedom/mixin/parent-node.js";
export { SVGElement } from "linkedom/svg/element.js";
export { Text } from "linkedom/interface/text.js";

export { ELEMENT_NODE, SVG_NAMESPACE, TEXT_NODE } from "linkedom/shared/constants.js";
export { DOCTYPE, END, NEXT, PREV, VALUE } from "linkedom/shared/symbols.js";
export { knownBoundaries, knownSiblings } from "linkedom/shared/utils.js";
