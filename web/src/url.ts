// The state in the address: what is sent to somebody shows them the same.
import type { Model } from "./data.ts";
import { day, iso } from "./days.ts";
import { LAYERS, type LayerName } from "./layers.ts";
import { ALL, type State, type Tab, type Target, type Theme } from "./state.ts";

const TABS: readonly Tab[] = ["report", "list", "table", "filters"];
const THEMES: readonly Theme[] = ["auto", "light", "dark"];
type Ids = Pick<Model, "byId" | "incidents" | "content" | "assets" | "footprints">;

/** The fragment without `#`; empty for the state the page opens with. */
export function fragment(state: State, opening: State, ids: Ids): string {
  const out = new URLSearchParams();
  const { filter } = state;
  if (state.view) out.set("map", state.view.map((number, i) => number.toFixed(i === 0 ? 2 : 4)).join("/"));
  if (state.tab !== opening.tab) out.set("tab", state.tab);
  if (state.report !== opening.report)
    out.set("report", state.report === null ? "" : (ids.content.reports[state.report]?.id ?? ""));
  const selected = state.selected && name(state.selected, ids);
  if (selected) out.set("selected", selected);
  for (const [key, set] of sets(state)) for (const value of [...set].sort()) out.append(key, value);
  if (filter.confidence > 0) out.set("confidence", String(filter.confidence));
  if (filter.from !== null) out.set("from", iso(filter.from));
  if (filter.to !== null) out.set("to", iso(filter.to));
  if (!filter.undated) out.set("undated", "no");
  if (!filter.unlocated) out.set("unlocated", "no");
  if (state.sort.column !== opening.sort.column || state.sort.down !== opening.sort.down) {
    out.set("sort", `${state.sort.down ? "-" : ""}${state.sort.column}`);
  }
  if (state.theme !== "auto") out.set("theme", state.theme);
  return out.toString();
}

function sets(state: State): [string, ReadonlySet<string>][] {
  const { types, statuses, sources } = state.filter;
  return [
    ["no-type", types],
    ["no-status", statuses],
    ["no-source", sources],
    ["no-layer", state.hidden],
  ];
}

/** The state that a fragment asks for. What it does not understand is as when the page opens. */
export function read(text: string, opening: State, ids: Ids): State {
  const from = new URLSearchParams(text.replace(/^#/, ""));
  const tab = TABS.find((one) => one === from.get("tab")) ?? opening.tab;
  const theme = THEMES.find((one) => one === from.get("theme")) ?? opening.theme;
  const confidence = Number(from.get("confidence") ?? 0);
  const sort = from.get("sort");
  return {
    ...opening,
    tab,
    theme,
    report: report(from.get("report"), opening, ids),
    selected: target(from.get("selected"), ids),
    hovered: null,
    hidden: new Set(from.getAll("no-layer").filter((one): one is LayerName => LAYERS.some((layer) => layer === one))),
    sort: sort ? { column: sort.replace(/^-/, ""), down: sort.startsWith("-") } : opening.sort,
    view: view(from.get("map")),
    filter: {
      ...ALL,
      types: new Set(from.getAll("no-type")),
      statuses: new Set(from.getAll("no-status")),
      sources: new Set(from.getAll("no-source")),
      confidence: confidence > 0 && confidence <= 1 ? confidence : 0,
      from: day(from.get("from")),
      to: day(from.get("to")),
      undated: from.get("undated") !== "no",
      unlocated: from.get("unlocated") !== "no",
    },
  };
}

function report(id: string | null, opening: State, ids: Ids): number | null {
  if (id === null) return opening.report;
  const found = ids.content.reports.findIndex((one) => one.id === id);
  return found < 0 ? null : found;
}

function view(text: string | null): State["view"] {
  const [zoom, lon, lat] = (text ?? "").split("/").map(Number);
  const known = [zoom, lon, lat].every((number) => number !== undefined && Number.isFinite(number));
  return known && text ? [zoom ?? 0, lon ?? 0, Math.max(-85, Math.min(85, lat ?? 0))] : null;
}

function name(target: Target, ids: Ids): string | null {
  switch (target.kind) {
    case "incident":
      return `incident:${ids.incidents[target.row]?.id ?? ""}`;
    case "place":
      return `place:${ids.content.places[target.place]?.id ?? ""}`;
    case "asset":
      return `asset:${ids.assets[target.layer]?.text(target.row, "id") ?? ""}`;
    case "footprint":
      return `area:${target.layer}:${ids.footprints[target.layer]?.text(target.row, "id") ?? ""}`;
    case "cluster":
      return null;
  }
}

function target(text: string | null, ids: Ids): Target | null {
  const [kind, ...rest] = (text ?? "").split(":");
  const id = rest.join(":");
  if (kind === "incident") {
    const row = ids.byId.get(id);
    return row === undefined ? null : { kind, row };
  }
  if (kind === "place") {
    const place = ids.content.places.findIndex((one) => one.id === id);
    return place < 0 ? null : { kind, place };
  }
  if (kind === "asset") {
    for (const [layer, one] of ids.assets.entries()) {
      for (let row = 0; row < one.count; row += 1) if (one.text(row, "id") === id) return { kind, layer, row };
    }
  }
  if (kind === "area") {
    const layer = Number(rest[0]);
    const one = ids.footprints[layer];
    for (let row = 0; row < (one?.count ?? 0); row += 1) {
      if (one?.text(row, "id") === rest.slice(1).join(":")) return { kind: "footprint", layer, row };
    }
  }
  return null;
}
