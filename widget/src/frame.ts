// Where the widget stands on the page: one element with a closed shadow, which the page's styles do not reach.
import { drawing, element, on } from "./dom";
import { each, keys } from "./pristine";
import type { Placement } from "./types";
import css from "./widget.css";

const attach = Element.prototype.attachShadow;

export interface Ground {
  host: HTMLElement;
  root: HTMLElement;
  shadow: ShadowRoot;
}

/** Make an element with styles of its own. Constructed sheets need no leave of the page's policy. */
export function ground(shape: string, { position, colours, theme }: Partial<Placement>, into: Element = document.body): Ground {
  const host = document.createElement("heedful-widget");
  if (shape === "inline") host.setAttribute("inline", "");
  const shadow = attach.call(host, { mode: "closed" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  const root = element("div", { class: "root " + shape + " " + position });
  if (theme && theme !== "auto") root.style.setProperty("color-scheme", theme);
  each(keys(colours || {}), (name) => root.style.setProperty("--" + name, (colours || {})[name] || ""));
  shadow.appendChild(root);
  into.appendChild(host);
  return { host, root, shadow };
}

export interface Box {
  node: HTMLElement;
  body: HTMLElement;
  say: (text: string) => void;
  close: () => void;
}

/** The box with its way out. A modal one is the browser's own dialog: it keeps the focus and gives it back. */
export function box({ host, root, shadow }: Ground, shape: string, words: Record<string, string>, closed: () => void): Box {
  const isModal = shape === "modal";
  const body = element("div");
  const status = element("p", { class: "unseen", role: "status" });
  const x = element("button", { type: "button", class: "x", "aria-label": words.close }, drawing({ d: "M4 4l16 16M20 4L4 20" }));
  const role = isModal ? null : shape === "side" ? "dialog" : "region";
  const node = element(isModal ? "dialog" : "div", { class: "box", role, "aria-labelledby": "q" }, body, shape !== "inline" && x, status) as HTMLDialogElement;
  const before = shadow.activeElement as HTMLElement | null;
  const close = (): void => {
    const hadFocus = shadow.activeElement;
    if (isModal) node.close();
    node.remove();
    if (!root.firstChild) host.remove();
    if (hadFocus && before) before.focus();
    closed();
  };
  on(x, "click", close);
  on(node, "cancel" as "close", (event) => { event.preventDefault(); close(); });
  on(node, "keydown", (event) => {
    event.stopPropagation(); // the page's short cuts are not meant
    if (event.key === "Escape" && !isModal && shape !== "inline") close();
  });
  root.appendChild(node);
  if (isModal) node.showModal();
  return { node, body, close, say: (text) => { setTimeout(() => { status.textContent = text; }, 99); } }; // a moment later: else it is not heard
}
