// The incidents as a table that is sorted by its heads.
import type { Context } from "../context.ts";
import type { Incident } from "../data.ts";
import { whenShort } from "../describe.ts";
import { fill, h } from "../dom.ts";
import { sorted } from "../rows.ts";
import { symbol } from "../symbols.ts";
import { clip, counted } from "../text.ts";

const PAGE = 100;

export class Table {
  private most = PAGE;
  private readonly body = h("div", {});

  constructor(
    private readonly root: HTMLElement,
    private readonly context: Context,
  ) {
    const { store, results } = context;
    this.root.append(this.body);
    results.on(() => this.renew());
    store.on(["sort", "tab"], () => this.renew());
    store.on(["selected"], () => this.mark());
  }

  private renew(): void {
    this.most = PAGE;
    if (this.context.store.state.tab === "table") this.show();
  }

  private show(): void {
    const { results, store } = this.context;
    const all = sorted(results.incidents(), store.state.sort);
    const left = all.length - this.most;
    const more = () => {
      this.most += PAGE;
      this.show();
    };
    const located = results.located;
    const caption = `${counted(all.length, "incident")}: ${located.toLocaleString("en")} on the map, ${(all.length - located).toLocaleString("en")} not located`;
    const table = h(
      "table",
      {},
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, ...this.heads())),
      h("tbody", {}, ...all.slice(0, this.most).map((incident) => this.line(incident))),
    );
    fill(
      this.body,
      h("div", { class: "table-box", tabindex: 0, role: "region", "aria-label": "Table of incidents" }, table),
      left > 0 &&
        h(
          "button",
          { type: "button", class: "quiet", onclick: more },
          `Show ${Math.min(left, PAGE)} more of ${left.toLocaleString("en")}`,
        ),
    );
    this.mark();
  }

  private heads(): HTMLElement[] {
    const { store } = this.context;
    const { column: by, down } = store.state.sort;
    const head = (column: string, label: string) => {
      const sort = () => {
        store.set({ sort: { column, down: by === column ? !down : false } });
        this.body.querySelector<HTMLElement>(`[data-sort="${column}"]`)?.focus();
      };
      const order = by === column ? (down ? "descending" : "ascending") : "none";
      const sign = by === column ? (down ? " ↓" : " ↑") : "";
      return h(
        "th",
        { scope: "col", "aria-sort": order },
        h("button", { type: "button", "data-sort": column, onclick: sort }, label + sign),
      );
    };
    const plain = (label: string) => h("th", { scope: "col" }, label);
    return [
      head("type", "Type"),
      head("date", "Date"),
      head("place", "Place"),
      head("status", "Status"),
      plain("Claimed by"),
      plain("Denied by"),
      plain("Deaths"),
      head("source", "Source"),
      head("confidence", "Confidence"),
    ];
  }

  private line(incident: Incident): HTMLElement {
    const { model, store, color } = this.context;
    const choose = () => store.set({ selected: { kind: "incident", row: incident.row } });
    const text = (column: string) => clip(model.layer.text(incident.row, column) ?? "", 80);
    const cell = (words: string, kind = "") => h("td", { dir: "auto", class: kind }, words);
    const deaths = model.layer.number(incident.row, "fatalities_best");
    const place = incident.at ? clip(incident.place ?? "", 60) : "not located";
    return h(
      "tr",
      { "data-row": incident.row },
      h(
        "th",
        { scope: "row" },
        h(
          "button",
          { type: "button", class: "cell", onclick: choose },
          symbol(incident.type, incident.status, color(incident.type), 18),
          clip(incident.subtype, 100),
        ),
      ),
      cell(whenShort(incident), "nowrap"),
      cell(place),
      cell(incident.status),
      cell(text("claimed_by")),
      cell(text("denied_by")),
      cell(deaths === null ? text("fatalities_stated") || "–" : deaths.toLocaleString("en"), "number"),
      cell(clip(incident.sources.join("; "), 60)),
      cell(`${Math.round(incident.confidence * 100)} %`, "number"),
    );
  }

  private mark(): void {
    const { selected } = this.context.store.state;
    const row = selected?.kind === "incident" ? String(selected.row) : "";
    for (const line of this.body.querySelectorAll<HTMLElement>("tr[data-row]")) {
      line.classList.toggle("is-selected", line.dataset.row === row);
    }
  }
}
