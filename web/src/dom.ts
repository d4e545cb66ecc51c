// Elements without HTML strings: whatever a report says becomes text and never markup, and turns no direction round.
import { inert } from "./text.ts";

export type Child = Node | string | number | null | undefined | false;
/** Attributes that are shown or spoken. */
const SAID = new Set(["title", "aria-label", "placeholder"]);

type Handler = (event: Event) => void;
export type Attributes = Record<string, string | number | boolean | null | undefined | Handler>;

/** An element with attributes, listeners (`onclick`) and children; texts become text nodes. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value);
    else element.setAttribute(name, value === true ? "" : SAID.has(name) ? inert(String(value)) : String(value));
  }
  element.append(...nodes(children));
  return element;
}

/** An SVG element. */
export function svg(tag: string, attributes: Record<string, string | number> = {}, ...children: Node[]): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

function nodes(children: Child[]): (Node | string)[] {
  const there = (child: Child): child is Node | string | number =>
    child !== null && child !== undefined && child !== false;
  return children.filter(there).map((child) => (child instanceof Node ? child : inert(String(child))));
}

/** The element of the shell with an id. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

/** Puts children in place of those that are there. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...nodes(children));
}

/** Names beneath whatever they are said in: text whose direction is its own. */
export function bdi(text: string): HTMLElement {
  return h("bdi", {}, text);
}

const ICONS: Record<string, string> = {
  close: "M6 6l12 12M18 6L6 18",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M15.5 15.5L21 21",
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M8 5v14M16 5v14",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2",
  download: "M12 4v11M7.5 11l4.5 4.5L16.5 11M5 20h14",
  theme: "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M12 4v16",
  print: "M7 9V4h10v5M7 17H4v-8h16v8h-3M7 14h10v6H7z",
  help: "M9 9.2a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1-1.3 2.1M12 17.6v.1M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  whole: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  up: "M5 15l7-7 7 7",
  layers: "M12 4l9 5-9 5-9-5zM3.5 13.5L12 18.2l8.5-4.7",
  undo: "M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-3",
};

/** A drawn sign, hidden from screen readers: the words stand beside it or in the label. */
export function icon(name: string): SVGElement {
  const path = svg("path", { d: ICONS[name] ?? "" });
  return svg("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" }, path);
}

/** A button with a sign, and words that a screen reader says and a pointer shows. */
export function button(sign: string, label: string, onclick: Handler, attributes: Attributes = {}): HTMLButtonElement {
  return h(
    "button",
    { type: "button", class: "sign", "aria-label": label, title: label, onclick, ...attributes },
    icon(sign),
  );
}
