// The panel beside the map, and on a phone the sheet over it: report, list, table, filters.
import type { Context } from "../context.ts";
import { h } from "../dom.ts";
import { active } from "../filters.ts";
import type { Tab } from "../state.ts";
import { Filters } from "./filters.ts";
import { List } from "./list.ts";
import { Reader } from "./reader.ts";
import { Table } from "./table.ts";

const TABS: [Tab, string][] = [
  ["report", "Report"],
  ["list", "List"],
  ["table", "Table"],
  ["filters", "Filters"],
];

/** Fills the panel (WAI-ARIA's pattern of tabs with automatic activation). */
export function panel(root: HTMLElement, context: Context): void {
  const { store, model, results } = context;
  const bar = h("div", { class: "tabs", role: "tablist", "aria-label": "Views" });
  const several = model.content.reports.length > 1;
  const sides = TABS.map(([tab, title]) => {
    const label = tab === "report" && several ? "Reports" : title;
    const button = h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${tab}`,
        "aria-controls": `side-${tab}`,
        onclick: () => store.set({ tab }),
      },
      label,
    );
    const badge = h("span", { class: "badge" });
    button.append(badge);
    const side = h("div", {
      role: "tabpanel",
      id: `side-${tab}`,
      class: `side side-${tab}`,
      "aria-labelledby": `tab-${tab}`,
      tabindex: 0,
    });
    bar.append(button);
    return { tab, button, side, badge };
  });
  bar.addEventListener("keydown", (event) => {
    const at = TABS.findIndex(([tab]) => tab === store.state.tab);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = TABS[(at + step + TABS.length) % TABS.length]?.[0] ?? "report";
    store.set({ tab: next });
    document.getElementById(`tab-${next}`)?.focus();
  });
  root.append(grip(root), bar, ...sides.map(({ side }) => side));
  const show = () => {
    const { tab: now, filter } = store.state;
    document.documentElement.dataset.tab = now;
    for (const { tab, button, side, badge } of sides) {
      button.setAttribute("aria-selected", String(tab === now));
      button.tabIndex = tab === now ? 0 : -1;
      side.hidden = tab !== now;
      const count = tab === "filters" ? active(filter) : tab === "list" ? results.rows.length : 0;
      badge.textContent = count > 0 ? count.toLocaleString("en") : "";
    }
  };
  store.on(["tab"], show);
  results.on(show);
  const side = (tab: Tab) => sides.find((one) => one.tab === tab)?.side ?? root;
  new Reader(side("report"), context);
  new List(side("list"), context);
  new Table(side("table"), context);
  new Filters(side("filters"), context);
  show();
}

const HEIGHTS = ["low", "half", "full"] as const;

/** The handle of the sheet on a phone: a click or a key goes through its heights, a drag sets them. */
function grip(root: HTMLElement): HTMLElement {
  const set = (height: (typeof HEIGHTS)[number]) => {
    root.dataset.height = height;
    handle.setAttribute("aria-label", `Size of the panel: ${height}. Change`);
  };
  const step = (by: number) => {
    const at = (HEIGHTS as readonly string[]).indexOf(root.dataset.height ?? "");
    return HEIGHTS[Math.max(0, Math.min(HEIGHTS.length - 1, at + by))] ?? "half";
  };
  const handle = h("button", { type: "button", class: "grip" });
  let from: number | null = null;
  let moved = false;
  handle.addEventListener("pointerdown", (event) => {
    from = event.clientY;
    moved = false;
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (from === null || Math.abs(event.clientY - from) < 40) return;
    set(step(event.clientY < from ? 1 : -1));
    from = event.clientY;
    moved = true;
  });
  handle.addEventListener("pointerup", () => {
    from = null;
  });
  handle.addEventListener("click", () => {
    if (!moved) set(root.dataset.height === "full" ? "low" : step(1));
    moved = false;
  });
  set("half");
  return handle;
}
