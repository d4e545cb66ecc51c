// The report beside the map: its text with what was read from it, linked both ways; where there are several, a list of them.
import type { Context } from "../context.ts";
import type { Report } from "../data.ts";
import { reportTitle, role, sentence } from "../describe.ts";
import { bdi, type Child, fill, h, icon } from "../dom.ts";
import { type Block, blocks, type Run, type Told } from "../segments.ts";
import { same } from "../state.ts";
import { assetSymbol, symbol } from "../symbols.ts";
import { key, reportsOf, targetOf } from "../targets.ts";
import { clip, counted, inert, webAddress, words } from "../text.ts";
import { ReportList } from "./report_list.ts";

export class Reader {
  private readonly told: Map<number, Told>;
  private fromText = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly context: Context,
  ) {
    this.told = told(context);
    const { store } = context;
    root.addEventListener("click", (event) => this.choose(event));
    root.addEventListener("keydown", (event) => {
      const on = (event.target as Element).getAttribute("role") === "button";
      if (on && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        this.choose(event);
      }
    });
    for (const type of ["pointerover", "focusin"]) root.addEventListener(type, (event) => this.point(event));
    for (const type of ["pointerleave", "focusout"]) root.addEventListener(type, () => store.hover(null));
    store.on(["report"], () => this.show());
    store.on(["selected", "hovered"], (state, before) => {
      if (!same(state.selected, before.selected)) this.follow();
      else this.mark();
    });
    this.show();
    this.follow();
  }

  private show(): void {
    const { store, model } = this.context;
    const { report } = store.state;
    const one = report === null ? undefined : model.content.reports[report];
    if (report === null || !one) fill(this.root, new ReportList(this.context).root);
    else fill(this.root, this.article(one, report));
    this.root.scrollTop = 0;
    this.mark();
  }

  private article(report: Report, which: number): HTMLElement {
    const several = this.context.model.content.reports.length > 1;
    const back = () => this.context.store.set({ report: null });
    const all = h("button", { type: "button", class: "quiet", onclick: back }, icon("back"), "All reports");
    const facts: Child[] = [
      report.published ?? "No date of its own",
      report.source ? bdi(clip(report.source, 120)) : null,
    ];
    const link = webAddress(report.url);
    return h(
      "article",
      { class: "report", lang: report.language && /^[a-z]{2,3}$/.test(report.language) ? report.language : false },
      several && all,
      h("h2", { dir: "auto", class: "report-title" }, reportTitle(this.context.model, which)),
      h("p", { class: "facts" }, ...facts.flatMap((fact, i) => (fact ? [i > 0 ? " · " : null, fact] : []))),
      link &&
        h(
          "p",
          { class: "facts" },
          h("a", { href: link, rel: "noopener noreferrer", target: "_blank" }, "Read it at its source"),
        ),
      this.key(report, (this.told.get(which) ?? []).length),
      report.text === null ? this.quotes(which) : this.text(report, which),
    );
  }

  private key(report: Report, told: number): HTMLElement {
    const { readings } = this.context.model.content;
    const roles = report.mentions.map(([, , reading]) => readings[reading]);
    const pins = roles.filter((reading) => reading?.pin).length;
    return h(
      "p",
      { class: "reader-key" },
      h("span", { class: "mention pin" }, counted(pins, "place name")),
      roles.length > pins && h("span", { class: "mention nopin" }, `${roles.length - pins} without a pin`),
      report.missing.length > 0 && h("span", { class: "mention missing" }, `${report.missing.length} not found`),
      told > 0 && h("span", { class: "told-key" }, "told as incident"),
    );
  }

  private text(report: Report, which: number): HTMLElement {
    const text = report.text ?? "";
    const seen = new Set<string>();
    const all = blocks(report, this.context.model.content.readings, which, this.told.get(which) ?? []);
    const root = h("div", { class: "text", dir: "auto" });
    for (const block of all) root.append(this.block(block, report, text, seen));
    return root;
  }

  private block(block: Block, report: Report, text: string, seen: Set<string>): HTMLElement {
    const tag = block.kind === "heading" ? "h3" : "p";
    const out = h(tag, { dir: "auto", class: block.kind });
    let within = "";
    let into: HTMLElement = out;
    for (const run of block.runs) {
      const tells = run.tells.join(" ");
      if (tells !== within) {
        into = tells ? h("span", { class: "told", "data-target": run.tells[0] ?? "", "data-tells": tells }) : out;
        if (into !== out) out.append(into);
        within = tells;
      }
      for (const one of run.tells) {
        if (!seen.has(one)) into.append(this.marker(one));
        seen.add(one);
      }
      into.append(this.run(run, report, inert(text.slice(run.start, run.end))));
    }
    return out;
  }

  /** The symbol before the first words that tell of something. */
  private marker(tells: string): HTMLElement {
    const { model, color, assetColor } = this.context;
    const target = targetOf(tells);
    if (target?.kind === "asset") {
      const layer = model.assets[target.layer];
      const status = layer?.text(target.row, "status") ?? "mentioned";
      const label = `${clip(layer?.text(target.row, "name") ?? "", 80)}, ${words(status)}. Show`;
      return h(
        "button",
        { type: "button", class: "marker", "data-target": tells, "aria-label": label, title: label },
        assetSymbol(status, assetColor(status), 16),
      );
    }
    const incident = target?.kind === "incident" ? model.incidents[target.row] : undefined;
    const label = incident ? `Incident: ${sentence(incident)}. Show` : "Incident";
    const sign = symbol(incident?.type ?? "", incident?.status ?? "", color(incident?.type ?? ""), 18);
    return h(
      "button",
      { type: "button", class: "marker", "data-target": tells, "aria-label": label, title: label },
      sign,
    );
  }

  private run(run: Run, report: Report, text: string): Node {
    const { readings, places } = this.context.model.content;
    if (run.missing !== null) {
      return h("span", { class: "mention missing", title: "Looks like a place, and is in no gazetteer" }, text);
    }
    const reading = run.mention === null ? undefined : readings[report.mentions[run.mention]?.[2] ?? -1];
    if (!reading) return document.createTextNode(text);
    const place = reading.place === null ? undefined : places[reading.place];
    const name = place ? clip(place.name, 80) : "";
    if (!reading.pin || reading.place === null) {
      const said = place ? `${name}: ${role(reading)}` : role(reading);
      return h("span", { class: "mention nopin", title: said, "data-role": reading.role }, text);
    }
    const doubt = reading.outcome === "ambiguous";
    const title = `${name}${doubt ? ", ambiguous" : ""}: ${role(reading)}. Confidence ${Math.round(reading.confidence * 100)} %`;
    const target = key({ kind: "place", place: reading.place });
    return h(
      "span",
      { class: doubt ? "mention pin doubt" : "mention pin", role: "button", tabindex: 0, title, "data-target": target },
      text,
    );
  }

  /** Where the run did not keep the text: its quotes. */
  private quotes(which: number): HTMLElement {
    const { model } = this.context;
    const items = (this.told.get(which) ?? []).map(([tells, said]) => {
      const quotes = said.flatMap((one) => one.evidence).map((evidence) => evidence[2] ?? "");
      return h(
        "p",
        { class: "told", dir: "auto", "data-target": tells, "data-tells": tells },
        this.marker(tells),
        clip(quotes.join(" … "), 600),
      );
    });
    const why =
      model.content.reports[which]?.text === null && "The report's text is not in this file; these are its quotes.";
    return h("div", { class: "text" }, why && h("p", { class: "hint" }, why), ...items);
  }

  private choose(event: Event): void {
    const { store } = this.context;
    const at = (event.target as Element).closest<HTMLElement>("[data-target]");
    if (!at || !this.root.contains(at)) return;
    if (event.type === "click" && !globalThis.getSelection()?.isCollapsed && !at.matches("button")) return;
    // A sentence that tells of several: each click goes on to the next.
    const tells = at.dataset.tells?.split(" ") ?? [];
    const now = store.state.selected ? tells.indexOf(key(store.state.selected)) : -1;
    const next = tells.length > 0 ? tells[(now + 1) % tells.length] : at.dataset.target;
    this.fromText = true;
    store.set({ selected: targetOf(next ?? "") });
    this.fromText = false;
  }

  private point(event: Event): void {
    const at = (event.target as Element).closest<HTMLElement>("[data-target]");
    this.fromText = true;
    this.context.store.hover(at ? targetOf(at.dataset.target ?? "") : null);
    this.fromText = false;
  }

  /** Opens the report that tells of what was selected elsewhere, and goes to its words. */
  private follow(): void {
    const { store, model } = this.context;
    const { selected, report } = store.state;
    if (selected && !this.fromText) {
      const reports = reportsOf(model, selected);
      const first = reports[0];
      if (first !== undefined && (report === null || !reports.includes(report))) store.set({ report: first });
    }
    this.mark();
    if (!selected || this.fromText) return;
    const words = this.root.querySelector<HTMLElement>(".is-selected");
    const calm = globalThis.matchMedia("(prefers-reduced-motion: reduce)").matches;
    words?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }

  private mark(): void {
    const { selected, hovered } = this.context.store.state;
    this.paint("is-selected", selected ? keys(this.context, selected) : []);
    this.paint("is-pointed", hovered && !this.fromText ? keys(this.context, hovered) : []);
  }

  private paint(name: string, targets: string[]): void {
    for (const old of this.root.querySelectorAll(`.${name}`)) old.classList.remove(name);
    if (targets.length === 0) return;
    for (const element of this.root.querySelectorAll<HTMLElement>("[data-target]")) {
      const here = element.dataset.tells?.split(" ") ?? [element.dataset.target ?? ""];
      if (here.some((one) => targets.includes(one))) element.classList.add(name);
    }
  }
}

/** All that is marked for a target: a place by all its spellings, an area by its place, a cluster by its incidents. */
function keys(context: Context, target: NonNullable<Context["store"]["state"]["selected"]>): string[] {
  const { content, footprints } = context.model;
  const placesOf = (id: string | null | undefined) =>
    [...content.places.entries()].filter(([, place]) => place.id === id).map(([place]) => `p${place}`);
  if (target.kind === "cluster") return target.rows.slice(0, 200).map((row) => `i${row}`);
  if (target.kind === "place") return placesOf(content.places[target.place]?.id);
  if (target.kind !== "footprint") return [key(target)];
  const incidents = footprints[target.layer]?.list(target.row, "incident_ids") ?? [];
  const rows = incidents.flatMap((id) => context.model.byId.get(id) ?? []);
  return [...placesOf(footprints[target.layer]?.text(target.row, "place_id")), ...rows.map((row) => `i${row}`)];
}

/** What each report tells of which features. */
function told({ model }: Context): Map<number, Told> {
  const out = new Map<number, Told>();
  const add = (tells: string, all: Told[number][1]) => {
    for (const report of new Set(all.map((said) => said.report))) {
      const here = out.get(report) ?? [];
      here.push([tells, all]);
      out.set(report, here);
    }
  };
  for (const [row, said] of model.content.incidents_said.entries()) add(`i${row}`, said);
  for (const [layer, rows] of model.content.assets_said.entries()) {
    for (const [row, said] of rows.entries()) add(`a${layer}-${row}`, said);
  }
  return out;
}
