// The cards of places, and of areas and lines.
import type { Context } from "../context.ts";
import type { Incident, Reading } from "../data.ts";
import { country, inside, role } from "../describe.ts";
import { bdi, type Child, h } from "../dom.ts";
import { item } from "../panel/list.ts";
import { reportsOf } from "../targets.ts";
import { capital, clip, counted, distance, words } from "../text.ts";
import type { Content } from "./card.ts";
import { facts, section, sources } from "./parts.ts";

export function placeCard(context: Context, which: number): Content {
  const { content, incidents } = context.model;
  const place = content.places[which];
  if (!place) return { sign: null, title: "Place", kicker: null, body: [] };
  const ids = new Set([...content.places.entries()].filter(([, one]) => one.id === place.id).map(([at]) => at));
  const readings = content.readings.filter((reading) => reading.place !== null && ids.has(reading.place));
  const pins = readings.filter((reading) => reading.pin);
  const best = pins.reduce<Reading | null>((top, one) => (top && top.confidence >= one.confidence ? top : one), null);
  const doubt = pins.some((reading) => reading.outcome === "ambiguous");
  const spelt = [...new Set(readings.map((reading) => reading.words))];
  const evidence = [...new Set(pins.flatMap((reading) => reading.evidence ?? []))];
  return {
    sign: null,
    title: clip(place.name, 160),
    kicker: h("span", {}, doubt && h("strong", {}, "Ambiguous · "), bdi(inside(place) || "No country")),
    body: [
      facts([
        ["In the reports", clip(spelt.join(", "), 240)],
        ["Taken as", best && capital(role(best))],
        ["Exact to", best && `about ${distance(best.precision_m)}`],
        ["Confidence", best && `${Math.round(best.confidence * 100)} %${pins.length > 1 ? " where it is surest" : ""}`],
        ["Because", clip(evidence.join("; "), 300)],
        ["Position", `${place.lat.toFixed(4)}, ${place.lon.toFixed(4)}`],
      ]),
      others(pins, doubt),
      here(
        context,
        incidents.filter((incident) => incident.placeId === place.id),
      ),
      sources(context, reportsOf(context.model, { kind: "place", place: which })),
      h("p", { class: "fine" }, "Id ", h("code", {}, clip(place.id, 60))),
    ],
  };
}

/** What a name could also be, likeliest first. */
export function others(readings: Reading[], open: boolean): Child {
  const all = new Map<string, { name: string; at: string; belief: number }>();
  for (const reading of readings) {
    for (const [id, name, lon, lat, belief] of reading.others ?? []) {
      const known = all.get(id);
      if (!known || known.belief < belief) all.set(id, { name, at: `${lat.toFixed(2)}, ${lon.toFixed(2)}`, belief });
    }
  }
  if (all.size === 0) return null;
  const sorted = [...all].sort(([, a], [, b]) => b.belief - a.belief).slice(0, 6);
  const items = sorted.map(([id, { name, at, belief }]) =>
    h(
      "li",
      {},
      bdi(clip(name, 80)),
      h("span", { class: "hint" }, ` at ${at}, ${Math.round(belief * 100)} % (`, h("code", {}, clip(id, 40)), ")"),
    ),
  );
  return section(
    open ? "Ambiguous: it could also be" : "Less likely, it could be",
    h("ul", { class: "others" }, ...items),
  );
}

function here(context: Context, incidents: Incident[]): Child {
  if (incidents.length === 0) return null;
  const shown = incidents.slice(0, 20);
  const more = incidents.length - shown.length;
  return section(
    `${counted(incidents.length, "incident")} located by it`,
    h("ul", { class: "cards" }, ...shown.map((one) => item(context, one))),
    more > 0 && h("p", { class: "hint" }, `and ${more} more in the list`),
  );
}

export function footprintCard(context: Context, layer: number, row: number): Content {
  const { model } = context;
  const of = model.footprints[layer];
  const text = (column: string) => of?.text(row, column) ?? null;
  const ids = of?.list(row, "incident_ids") ?? [];
  const rows = [...new Set(ids.flatMap((id) => model.byId.get(id) ?? []))];
  const radius = of?.number(row, "precision_m") ?? null;
  const kind = text("kind") ?? "area";
  return {
    sign: null,
    title: clip(text("name") ?? "Area", 160),
    kicker: kind === "uncertainty" ? "Where it may lie: an area of uncertainty" : capital(words(kind)),
    body: [
      facts([
        ["Country", country(text("country"))],
        ["Exact to", radius === null ? null : `about ${distance(radius)}`],
        ["Drawing", text("simplified") === "true" ? "With fewer corners than it has, to keep the map small" : null],
      ]),
      here(
        context,
        rows.flatMap((one) => model.incidents[one] ?? []),
      ),
      sources(context, reportsOf(model, { kind: "footprint", layer, row })),
    ],
  };
}
