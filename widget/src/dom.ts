// Elements without innerHTML: a page may demand trusted types, and texts are texts.
import { each, keys, mapped } from "./pristine";

type Attributes = Record<string, string | number | boolean | undefined | null>;
type Child = Node | string | null | undefined | false;

const SVG = "http://www.w3.org/2000/svg";

export function element<K extends keyof HTMLElementTagNameMap>(
  name: K, attributes?: Attributes, ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(name), attributes || {}, children);
}

export function drawing(...paths: Attributes[]): SVGElement {
  const path = (attributes: Attributes): Node => fill(document.createElementNS(SVG, "path"), attributes, []);
  return fill(document.createElementNS(SVG, "svg"), { viewBox: "0 0 24 24" }, mapped(paths, path));
}

function fill<E extends Element>(made: E, attributes: Attributes, children: Child[]): E {
  each(keys(attributes), (name) => {
    const value = attributes[name];
    if (value || value === 0 || value === "") made.setAttribute(name, value === true ? "" : "" + value);
  });
  each(children, (child) => {
    if (child) made.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  });
  return made;
}

export function on<K extends keyof HTMLElementEventMap>(
  target: EventTarget, name: K, heard: (event: HTMLElementEventMap[K]) => void
): void {
  target.addEventListener(name, (event) => {
    try {
      heard(event as HTMLElementEventMap[K]);
    } catch {
      // a fault of ours is none of the page's
    }
  });
}
