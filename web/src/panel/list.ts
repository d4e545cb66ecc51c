// The incidents as a list: what the map shows, for who does not see it, and what has no place on it.
import type { Context } from "../context.ts";
import type { Incident } from "../data.ts";
import { whenShort } from "../describe.ts";
import { bdi, type Child, fill, h } from "../dom.ts";
import { SORTABLE, sorted } from "../rows.ts";
import { symbol } from "../symbols.ts";
import { capital, clip, counted } from "../text.ts";

/** So many are shown at once: more would make the page slow, and nobody reads on. */
const PAGE = 150;

export class List {
  private most = PAGE;
  private readonly body = h("div", {});

  constructor(
    root: HTMLElement,
    private readonly context: Context,
  ) {
    const { store, results } = context;
    root.append(this.head(), this.body);
    results.on(() => this.renew());
    store.on(["sort", "tab"], () => this.renew());
    store.on(["selected"], () => this.mark());
    store.on(["hovered"], () => this.mark());
    this.renew();
  }

  private head(): HTMLElement {
    const { store } = this.context;
    const pick = (event: Event) => {
      const [column = "date", down] = (event.target as HTMLSelectElement).value.split(" ");
      store.set({ sort: { column, down: down === "down" } });
    };
    const options = SORTABLE.flatMap((column) => [
      h("option", { value: `${column} up` }, `${capital(column)}, ascending`),
      h("option", { value: `${column} down` }, `${capital(column)}, descending`),
    ]);
    const select = h("select", { id: "sort", onchange: pick }, ...options);
    const show = () => {
      select.value = `${store.state.sort.column} ${store.state.sort.down ? "down" : "up"}`;
    };
    store.on(["sort"], show);
    show();
    return h("div", { class: "panel-head" }, h("label", { for: "sort" }, "Sorted by"), select);
  }

  private renew(): void {
    this.most = PAGE;
    if (this.context.store.state.tab === "list") this.show();
  }

  private show(): void {
    const { results, store } = this.context;
    const all = sorted(results.incidents(), store.state.sort);
    const located = all.filter((incident) => incident.at);
    const nowhere = all.filter((incident) => !incident.at);
    fill(
      this.body,
      this.group(`${counted(located.length, "incident")} on the map`, located, null),
      this.group(
        `${counted(nowhere.length, "incident")} not located`,
        nowhere,
        nowhere.length > 0 ? "The reports do not say where, or no gazetteer knows the place." : null,
      ),
      all.length === 0 && h("p", { class: "hint" }, "No incident passes the filters."),
    );
    this.mark();
  }

  private group(title: string, incidents: Incident[], hint: Child): HTMLElement {
    const shown = incidents.slice(0, this.most);
    const left = incidents.length - shown.length;
    const more = () => {
      this.most += PAGE;
      this.show();
    };
    return h(
      "section",
      { class: "group" },
      h("h2", {}, title),
      hint && h("p", { class: "hint" }, hint),
      h("ul", { class: "cards" }, ...shown.map((incident) => item(this.context, incident))),
      left > 0 &&
        h(
          "button",
          { type: "button", class: "quiet", onclick: more },
          `Show ${Math.min(left, PAGE)} more of ${left.toLocaleString("en")}`,
        ),
    );
  }

  private mark(): void {
    const { selected, hovered } = this.context.store.state;
    const row = (target: typeof selected) => (target?.kind === "incident" ? String(target.row) : "");
    for (const element of this.body.querySelectorAll<HTMLElement>("[data-row]")) {
      const here = element.dataset.row === row(selected);
      element.toggleAttribute("aria-current", here);
      if (here) element.setAttribute("aria-current", "true");
      element.classList.toggle("is-pointed", element.dataset.row === row(hovered));
      if (here && this.context.store.state.tab === "list") element.scrollIntoView({ block: "nearest" });
    }
  }
}

/** An incident as a button that selects it. */
export function item(context: Context, incident: Incident): HTMLElement {
  const { store, color } = context;
  const target = { kind: "incident", row: incident.row } as const;
  const place = incident.at
    ? clip(incident.place ?? "at coordinates", 60)
    : incident.place
      ? `${clip(incident.place, 60)} (not located)`
      : "not located";
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: "row incident",
        "data-row": incident.row,
        onclick: () => store.set({ selected: target }),
        onpointerenter: () => store.hover(target),
        onpointerleave: () => store.hover(null),
        onfocus: () => store.hover(target),
        onblur: () => store.hover(null),
      },
      symbol(incident.type, incident.status, color(incident.type), 22),
      h(
        "span",
        { class: "row-words" },
        h("span", { class: "row-title" }, clip(incident.subtype, 100)),
        h("span", { class: "row-facts" }, bdi(place), ` · ${whenShort(incident)} · ${incident.status}`),
      ),
    ),
  );
}
