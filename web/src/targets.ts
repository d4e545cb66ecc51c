// Targets as short names in the document: `i3` an incident, `p12` a place, `a0-2` an asset, `f1-0` an area or a line.
import type { Model } from "./data.ts";
import { sentence } from "./describe.ts";
import type { Target } from "./state.ts";
import { clip } from "./text.ts";

export function key(target: Target): string {
  switch (target.kind) {
    case "incident":
      return `i${target.row}`;
    case "place":
      return `p${target.place}`;
    case "asset":
      return `a${target.layer}-${target.row}`;
    case "footprint":
      return `f${target.layer}-${target.row}`;
    case "cluster":
      return "";
  }
}

export function targetOf(key: string): Target | null {
  const found = /^([ipaf])(\d+)(?:-(\d+))?$/.exec(key);
  if (!found) return null;
  const [first, second] = [Number(found[2]), Number(found[3])];
  switch (found[1]) {
    case "i":
      return { kind: "incident", row: first };
    case "p":
      return { kind: "place", place: first };
    case "a":
      return { kind: "asset", layer: first, row: second };
    default:
      return { kind: "footprint", layer: first, row: second };
  }
}

/** What a target is called. */
export function called(model: Model, target: Target): string {
  switch (target.kind) {
    case "incident": {
      const incident = model.incidents[target.row];
      return incident ? sentence(incident) : "";
    }
    case "place":
      return clip(model.content.places[target.place]?.name ?? "", 80);
    case "asset":
      return clip(model.assets[target.layer]?.label(target.row) ?? "", 100);
    case "footprint":
      return clip(model.footprints[target.layer]?.text(target.row, "name") ?? "", 100);
    case "cluster":
      return `${target.rows.length} incidents`;
  }
}

/** The reports that tell of a target, the first first. */
export function reportsOf(model: Model, target: Target): number[] {
  const { content } = model;
  switch (target.kind) {
    case "incident":
      return model.incidents[target.row]?.reports ?? [];
    case "asset":
      return [...new Set((content.assets_said[target.layer]?.[target.row] ?? []).map((said) => said.report))];
    case "place":
      return mentioning(model, content.places[target.place]?.id ?? null);
    case "footprint":
      return mentioning(model, model.footprints[target.layer]?.text(target.row, "place_id") ?? null);
    case "cluster":
      return [];
  }
}

function mentioning(model: Model, id: string | null): number[] {
  const { reports, readings, places } = model.content;
  return [...reports.keys()].filter((report) =>
    reports[report]?.mentions.some(([, , which]) => {
      const place = readings[which]?.place;
      return place !== null && place !== undefined && places[place]?.id === id;
    }),
  );
}
