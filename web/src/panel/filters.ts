// What is shown: by type, status, source, confidence, and whether it has a date and a place.
import type { Context } from "../context.ts";
import { STATUSES } from "../data.ts";
import { bdi, fill, h } from "../dom.ts";
import { active, counts, type Facet, toggled } from "../filters.ts";
import { ALL } from "../state.ts";
import { symbol } from "../symbols.ts";
import { capital, clip } from "../text.ts";

const MOST_SOURCES = 60;

export class Filters {
  private readonly facets: [Facet, HTMLElement][] = [];
  private readonly confidence = h("input", { type: "range", id: "confidence", min: 0, max: 100, step: 5 });
  private readonly sure = h("output", { for: "confidence" });

  constructor(
    root: HTMLElement,
    private readonly context: Context,
  ) {
    const { store, results } = context;
    const reset = h(
      "button",
      { type: "button", class: "quiet", onclick: () => store.set({ filter: ALL }) },
      "Show everything",
    );
    this.confidence.addEventListener("input", () => store.filter({ confidence: Number(this.confidence.value) / 100 }));
    root.append(
      h("div", { class: "panel-head" }, reset),
      this.facet("types", "Event type"),
      this.facet("statuses", "Status"),
      h(
        "fieldset",
        {},
        h("legend", {}, "Confidence"),
        h(
          "p",
          { class: "hint", id: "confidence-hint" },
          "How sure the program is that the report reports this; not whether it is true.",
        ),
        h("label", { for: "confidence", class: "slider" }, "At least ", this.sure),
        this.confidence,
      ),
      h(
        "fieldset",
        {},
        h("legend", {}, "What the reports leave open"),
        this.open("undated", "Without a date"),
        this.open("unlocated", "Without a place"),
      ),
      this.facet("sources", "Source"),
    );
    this.confidence.setAttribute("aria-describedby", "confidence-hint");
    results.on(() => this.renew(reset));
    store.on(["tab"], () => this.renew(reset));
    this.renew(reset);
  }

  private facet(facet: Facet, title: string): HTMLElement {
    const list = h("div", { class: "choices" });
    this.facets.push([facet, list]);
    return h("fieldset", { "data-facet": facet }, h("legend", {}, title), list);
  }

  private open(part: "undated" | "unlocated", label: string): HTMLElement {
    const { store, model } = this.context;
    const count = model.incidents.filter((one) => (part === "undated" ? one.first === null : one.at === null)).length;
    const box = h("input", { type: "checkbox", onchange: () => store.filter({ [part]: box.checked }) });
    const show = () => {
      box.checked = store.state.filter[part];
    };
    store.on(["filter"], show);
    show();
    return h(
      "label",
      { class: "choice" },
      box,
      h("span", { class: "choice-name" }, label),
      h("span", { class: "count" }, count.toLocaleString("en")),
    );
  }

  private renew(reset: HTMLButtonElement): void {
    const { store, model } = this.context;
    const { filter, tab } = store.state;
    reset.disabled = active(filter) === 0;
    this.confidence.value = String(Math.round(filter.confidence * 100));
    this.sure.value = `${Math.round(filter.confidence * 100)} %`;
    if (tab !== "filters") return;
    const at = (document.activeElement as HTMLElement | null)?.dataset.choice;
    for (const [facet, list] of this.facets) {
      const found = counts(model.incidents, filter, facet);
      const order = this.order(facet, found);
      const shown = order.slice(0, MOST_SOURCES);
      fill(list, ...shown.map((value) => this.choice(facet, value, found.get(value) ?? 0)));
      if (order.length > shown.length)
        list.append(h("p", { class: "hint" }, `and ${order.length - shown.length} more sources`));
    }
    if (at) document.querySelector<HTMLElement>(`[data-choice="${CSS.escape(at)}"]`)?.focus();
  }

  private order(facet: Facet, found: Map<string, number>): string[] {
    if (facet === "types") {
      const known = this.context.model.content.event_colors.map(([type]) => type);
      return [...known.filter((type) => found.has(type)), ...[...found.keys()].filter((type) => !known.includes(type))];
    }
    if (facet === "statuses") return STATUSES.filter((status) => found.has(status));
    return [...found.keys()].sort((a, b) => (found.get(b) ?? 0) - (found.get(a) ?? 0) || a.localeCompare(b, "en"));
  }

  private choice(facet: Facet, value: string, count: number): HTMLElement {
    const { store, color } = this.context;
    const flip = () => {
      store.filter({ [facet]: toggled(store.state.filter[facet], value, !box.checked) });
    };
    const box = h("input", { type: "checkbox", onchange: flip, "data-choice": `${facet} ${value}` });
    box.checked = !store.state.filter[facet].has(value);
    const sign =
      facet === "types"
        ? symbol(value, "reported", color(value), 20)
        : facet === "statuses"
          ? symbol("Protests", value, "#8b9097", 20)
          : null;
    return h(
      "label",
      { class: "choice" },
      box,
      sign,
      h("span", { class: "choice-name" }, bdi(clip(facet === "statuses" ? capital(value) : value, 90))),
      h("span", { class: "count" }, count.toLocaleString("en")),
    );
  }
}
