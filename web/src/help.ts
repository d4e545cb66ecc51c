// What the page can do and does not say, in a dialog.
import { button, h } from "./dom.ts";

const KEYS: [string, string][] = [
  ["/", "Search"],
  ["n, p", "Next and previous incident"],
  ["Esc", "Close the card"],
  ["Arrows, + and −", "Move and zoom the map, when it has the focus"],
  ["0", "Show all of the map"],
  ["?", "This help"],
];

/** Makes the dialog; what it gives back opens it. */
export function help(program: string): () => void {
  const dialog = h("dialog", { class: "help", "aria-labelledby": "help-title" });
  const close = () => dialog.close();
  dialog.append(
    h("header", {}, h("h2", { id: "help-title" }, "How to read this map"), button("close", "Close help", close)),
    h(
      "div",
      { class: "help-body", tabindex: 0, role: "region", "aria-label": "Help" },
      h(
        "p",
        {},
        "It shows what reports say has happened, and where. It is no record of what did happen: read the quotes, and who claims and who denies, before anybody acts on a pin.",
      ),
      h(
        "p",
        {},
        "Point at a sentence of the report to see its place; choose a symbol on the map to see its words. What no report dates or locates is counted and listed, never guessed.",
      ),
      h(
        "p",
        {},
        "Names of governments (“Moscow rejected …”), peoples and organisations get no pin. Pipelines are drawn through way-points, not along their true course. Disputed borders are dashed; the map takes no side.",
      ),
      h("h3", {}, "Keys"),
      h(
        "dl",
        { class: "facts-list" },
        ...KEYS.flatMap(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)]),
      ),
      h(
        "p",
        { class: "fine" },
        `Made by reportmap ${program}. This file fetches nothing. Ground: Natural Earth, public domain. Names: GeoNames, CC BY 4.0, selected, cut and merged. Drawn with OpenLayers and supercluster; their licences stand in the source of this page.`,
      ),
    ),
  );
  document.body.append(dialog);
  return () => dialog.showModal();
}
