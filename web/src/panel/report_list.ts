// The list of reports to choose from.
import type { Context } from "../context.ts";
import { reportTitle } from "../describe.ts";
import { bdi, fill, h } from "../dom.ts";
import { clip, counted } from "../text.ts";

/** So many are shown at once. */
const PAGE = 100;

export class ReportList {
  readonly root = h("div", { class: "reports" });
  private most = PAGE;
  private wanted = "";
  private readonly incidents: number[];

  constructor(private readonly context: Context) {
    const { reports } = context.model.content;
    this.incidents = reports.map(() => 0);
    for (const incident of context.model.incidents) {
      for (const report of incident.reports) this.incidents[report] = (this.incidents[report] ?? 0) + 1;
    }
    const list = h("ul", { class: "cards" });
    const more = h("div", {});
    const find = (event: Event) => {
      this.wanted = (event.target as HTMLInputElement).value.toLocaleLowerCase();
      this.most = PAGE;
      this.show(list, more);
    };
    const field = h("input", {
      type: "search",
      id: "find-report",
      placeholder: "Title or source",
      autocomplete: "off",
      oninput: find,
    });
    const label = h("label", { for: "find-report", class: "unseen" }, "Find a report");
    this.root.append(h("h2", {}, counted(reports.length, "report")));
    if (reports.length > 8) this.root.append(label, field);
    this.root.append(list, more);
    this.show(list, more);
  }

  private show(list: HTMLElement, more: HTMLElement): void {
    const { reports } = this.context.model.content;
    const fits = (report: number) =>
      this.wanted === "" ||
      `${reports[report]?.title ?? ""} ${reports[report]?.source ?? ""}`.toLocaleLowerCase().includes(this.wanted);
    const found = [...reports.keys()].filter(fits);
    fill(list, ...found.slice(0, this.most).map((report) => this.item(report)));
    const next = () => {
      this.most += PAGE;
      this.show(list, more);
    };
    const left = found.length - this.most;
    fill(more, left > 0 && h("button", { type: "button", class: "quiet", onclick: next }, `${left} more`));
    if (reports.length === 0) fill(more, h("p", { class: "hint" }, "There are no reports in this map."));
  }

  private item(report: number): HTMLElement {
    const one = this.context.model.content.reports[report];
    const open = () => this.context.store.set({ report });
    const facts = [
      one?.published ?? "undated",
      one?.source ? clip(one.source, 60) : null,
      counted(this.incidents[report] ?? 0, "incident"),
    ];
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "row", onclick: open },
        h("span", { class: "row-title", dir: "auto" }, reportTitle(this.context.model, report)),
        h("span", { class: "row-facts" }, bdi(facts.filter((fact) => fact !== null).join(" · "))),
      ),
    );
  }
}
