// The page on paper: the map, the legend, the incidents as a table, the sources and what the map is not.
import type { Context } from "./context.ts";
import { whenShort } from "./describe.ts";
import { bdi, byId, fill, h } from "./dom.ts";
import type { MapView } from "./map/view.ts";
import { sorted } from "./rows.ts";
import { symbol } from "./symbols.ts";
import { clip, counted } from "./text.ts";

/** Pages of more rows nobody prints; the CSV has them all. */
const MOST = 400;

export function printing(context: Context, map: MapView): void {
  const root = byId("print");
  const before = () => {
    fill(root, table(context), sources(context), disclaimer(context));
    map.print(true);
  };
  const after = () => {
    fill(root);
    map.print(false);
  };
  globalThis.addEventListener("beforeprint", before);
  globalThis.addEventListener("afterprint", after);
  globalThis.matchMedia("print").addEventListener("change", (event) => (event.matches ? before() : after()));
}

function table({ results, store, model, color }: Context): HTMLElement {
  const all = sorted(results.incidents(), store.state.sort);
  const nowhere = all.length - results.located;
  const left = all.length - MOST;
  const head = ["", "What", "When", "Where", "Status", "Claimed by", "Denied by", "Source"];
  const text = (row: number, column: string) => clip(model.layer.text(row, column) ?? "", 60);
  const lines = all
    .slice(0, MOST)
    .map((incident) =>
      h(
        "tr",
        {},
        h("td", {}, symbol(incident.type, incident.status, color(incident.type), 16)),
        ...[
          clip(incident.subtype, 100),
          whenShort(incident),
          incident.at ? clip(incident.place ?? "", 50) : "not located",
          incident.status,
          text(incident.row, "claimed_by"),
          text(incident.row, "denied_by"),
          clip(incident.sources.join("; "), 50),
        ].map((words) => h("td", {}, bdi(words))),
      ),
    );
  return h(
    "section",
    {},
    h(
      "h2",
      {},
      `${counted(all.length, "incident")}${nowhere > 0 ? `, ${nowhere.toLocaleString("en")} of them not located` : ""}`,
    ),
    h("table", {}, h("thead", {}, h("tr", {}, ...head.map((words) => h("th", {}, words)))), h("tbody", {}, ...lines)),
    left > 0 && h("p", {}, `${counted(left, "further incident")} are not printed; the CSV download has them all.`),
  );
}

function sources({ model }: Context): HTMLElement {
  const items = model.content.reports.slice(0, MOST).map((report) => {
    const parts = [report.title ?? report.id, report.source, report.published, report.url].filter(
      (part) => part !== null,
    );
    return h("li", {}, bdi(clip(parts.join(", "), 300)));
  });
  return h("section", {}, h("h2", {}, "Sources"), h("ul", {}, ...items));
}

function disclaimer({ model }: Context): HTMLElement {
  return h(
    "p",
    { class: "fine" },
    "This map shows what reports say, not what happened. It takes no side: claims and denials stand beside each other, disputed borders are dashed, and names and borders imply no endorsement. Positions are as exact as the reports are; what is not located or dated is listed and not guessed. ",
    `Made by reportmap ${model.content.program}. Made with Natural Earth. Contains information from GeoNames (geonames.org), CC BY 4.0, selected, cut and merged.`,
  );
}
