// The card of incidents that lie at one point.
import type { Context } from "../context.ts";
import { type Child, h } from "../dom.ts";
import { item } from "../panel/list.ts";
import { clip, counted } from "../text.ts";
import type { Content } from "./card.ts";

const MOST = 200;

export function clusterCard(context: Context, rows: number[]): Content {
  const incidents = rows.flatMap((row) => context.model.incidents[row] ?? []);
  incidents.sort((a, b) => (b.first ?? -Infinity) - (a.first ?? -Infinity) || a.row - b.row);
  const places = [...new Set(incidents.flatMap((incident) => incident.place ?? []))];
  const more: Child =
    incidents.length > MOST && h("p", { class: "hint" }, `and ${incidents.length - MOST} more in the list`);
  return {
    sign: null,
    title: `${counted(incidents.length, "incident")} at one place`,
    kicker: clip(places.join(", "), 120),
    body: [h("ul", { class: "cards" }, ...incidents.slice(0, MOST).map((incident) => item(context, incident))), more],
  };
}
