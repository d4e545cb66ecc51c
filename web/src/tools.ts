// The buttons of the head, and the keys of the whole page.
import { announce } from "./announce.ts";
import type { Card } from "./card/card.ts";
import type { Context } from "./context.ts";
import { button, byId, fill, h } from "./dom.ts";
import { csv, geojson, save } from "./download.ts";
import { help } from "./help.ts";
import type { MapView } from "./map/view.ts";
import { counted } from "./text.ts";
import { themeSwitch } from "./theme.ts";

export function tools(context: Context, map: MapView, card: Card): void {
  const ask = help(context.model.content.program);
  fill(
    byId("tools"),
    downloads(context),
    button("link", "Copy a link to this view", () => copy()),
    button("print", "Print", () => globalThis.print()),
    themeSwitch(context.store),
    button("help", "Help and keys (?)", ask),
  );
  fill(
    byId("zoom"),
    button("plus", "Zoom in", () => map.zoom(1)),
    button("minus", "Zoom out", () => map.zoom(-1)),
    button("whole", "Show all", () => map.whole()),
  );
  document.addEventListener("keydown", (event) => {
    const typing = (event.target as Element).closest("input:not([type=checkbox], [type=range]), select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      byId("query").focus();
    } else if (event.key === "n") card.go(1);
    else if (event.key === "p") card.go(-1);
    else if (event.key === "?") ask();
    else if (event.key === "0") map.whole();
  });
}

function downloads({ model, results }: Context): HTMLElement {
  const menu = h("div", { class: "menu", id: "downloads", hidden: true });
  const open = (yes: boolean) => {
    menu.hidden = !yes;
    toggle.setAttribute("aria-expanded", String(yes));
  };
  const toggle = button("download", "Download what is shown", () => open(menu.hidden === true), {
    "aria-expanded": "false",
    "aria-controls": "downloads",
  });
  const give = (name: string, type: string, make: typeof csv) => () => {
    save(name, type, make(model.layer, results.rows));
    open(false);
    announce(`${name}: ${counted(results.rows.length, "incident")}`);
  };
  const hint = h("p", { class: "hint" });
  const show = () => {
    hint.textContent = `${counted(results.rows.length, "incident")} that the filters leave, ${(results.rows.length - results.located).toLocaleString("en")} of them without a place`;
  };
  results.on(show);
  show();
  menu.append(
    hint,
    h("button", { type: "button", onclick: give("incidents.csv", "text/csv;charset=utf-8", csv) }, "CSV"),
    h("button", { type: "button", onclick: give("incidents.geojson", "application/geo+json", geojson) }, "GeoJSON"),
  );
  const box = h("div", { class: "menu-box" }, toggle, menu);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || menu.hidden) return;
    event.stopPropagation();
    open(false);
    toggle.focus();
  });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget as Node | null)) open(false);
  });
  return box;
}

async function copy(): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    announce("The link is copied");
    toast("The link is copied");
  } catch {
    // Without the right to the clipboard the link stands in the address bar.
    toast("The link stands in the address bar");
  }
}

function toast(words: string): void {
  const said = h("p", { class: "toast", "aria-hidden": "true" }, words);
  document.body.append(said);
  setTimeout(() => said.remove(), 2500);
}
