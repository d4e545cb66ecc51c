// What lies between the ground and the incidents: areas, lines, infrastructure, the places named, and how unsure a place is.

import type { FeatureLike } from "ol/Feature.js";
import Feature from "ol/Feature.js";
import Circle from "ol/geom/Circle.js";
import type Geometry from "ol/geom/Geometry.js";
import Point from "ol/geom/Point.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Circle as Dot, Fill, Icon, Stroke, Style, Text } from "ol/style.js";
import type { Layer, Model } from "../data.ts";
import type { LayerName } from "../layers.ts";
import type { Target } from "../state.ts";
import { drawAsset } from "../symbols.ts";
import { clip, words } from "../text.ts";
import type { Mark } from "./clusters.ts";
import { LABELS } from "./ground.ts";
import type { Palette } from "./palette.ts";
import { areas, ENDS, lines, project, rims, stretch } from "./project.ts";

type Colors = () => Palette;

/** The switchable layers, without the incidents. */
export function overlays(model: Model, colors: Colors): Record<Exclude<LayerName, "incidents">, VectorLayer> {
  const [regions, borders] = model.footprints;
  return {
    areas: layer(footprints(regions, 0), 5, (feature, resolution) => area(feature, resolution, colors())),
    borders: layer(footprints(borders, 1), 6, () => border(colors())),
    infrastructure: layer(assets(model), 8, assetStyle(model, colors), LABELS),
    places: layer(places(model), 10, (feature) => place(feature, colors()), LABELS),
    uncertainty: layer([], 7, () => unsure(colors())),
  };
}

type StyleOf = (feature: FeatureLike, resolution: number) => Style | Style[] | undefined;

function layer(features: Feature[], zIndex: number, style: StyleOf, declutter?: string): VectorLayer {
  return new VectorLayer({
    source: new VectorSource({ features }),
    zIndex,
    style: (feature, resolution) => style(feature, resolution) ?? [],
    ...(declutter ? { declutter } : {}),
  });
}

/** The outline of a row where it was cut at the antimeridian: without the cut. Nothing where it was not. */
export function outline(layer: Layer | undefined, row: number) {
  const shape = layer?.shape(row);
  if (!shape || !("areas" in shape)) return null;
  const cut = shape.areas.some((rings) => rings.some((ring) => ring.some(([lon]) => Math.abs(lon) > 179.9999)));
  return cut ? lines(rims(shape.areas, ENDS)) : null;
}

/** The geometry of a row on the map. */
export function geometry(layer: Layer | undefined, row: number) {
  const shape = layer?.shape(row);
  if (shape) return "lines" in shape ? lines(shape.lines) : areas(shape.areas);
  const point = layer?.point(row);
  return point ? new Point(project(point)) : null;
}

function footprints(from: Layer | undefined, layer: number): Feature[] {
  const out: Feature[] = [];
  for (let row = 0; row < (from?.count ?? 0); row += 1) {
    const shape = geometry(from, row);
    const target: Target = { kind: "footprint", layer, row };
    // A corridor around a line is drawn as the line; a country or a continent would colour all that is on it.
    const kind = from?.text(row, "kind") ?? "";
    if (!shape || (layer === 0 && ["border", "line", "country", "continent"].includes(kind))) continue;
    const told = from?.text(row, "incident_ids") !== null;
    out.push(new Feature({ geometry: shape, target, kind, told, outline: outline(from, row) }));
  }
  return out;
}

function area(feature: FeatureLike, resolution: number, palette: Palette): Style[] | undefined {
  const told = feature.get("told") === true;
  const unsure = feature.get("kind") === "uncertainty";
  const box = feature.getGeometry()?.getExtent() ?? [0, 0, 0, 0];
  const wide = ((box[2] ?? 0) - (box[0] ?? 0)) / resolution;
  if (wide < 8) return undefined;
  const color = told ? palette.areaTold : palette.area;
  const fill = new Style({ zIndex: told ? 2 : 1, fill: new Fill({ color: `${color}${told ? "22" : "10"}` }) });
  const line = new Style({
    zIndex: told ? 2 : 1,
    stroke: new Stroke({
      color: `${color}${told ? "dd" : "88"}`,
      width: told ? 1.4 : 1,
      ...(unsure ? { lineDash: [3, 4] } : {}),
    }),
  });
  const around = feature.get("outline") as Geometry | null;
  if (around) line.setGeometry(around);
  return [fill, line];
}

function border(palette: Palette): Style[] {
  return [
    new Style({ stroke: new Stroke({ color: `${palette.areaTold}33`, width: 9 }) }),
    new Style({ stroke: new Stroke({ color: palette.areaTold, width: 1.8 }) }),
  ];
}

function assets(model: Model): Feature[] {
  return model.assets.flatMap((from, layer) =>
    Array.from({ length: from.count }, (_, row) => row).flatMap((row) => {
      const shape = geometry(from, row);
      const target: Target = { kind: "asset", layer, row };
      const name = clip(from.text(row, "name") ?? "", 60);
      return shape
        ? [new Feature({ geometry: shape, target, name, status: from.text(row, "status") ?? "mentioned" })]
        : [];
    }),
  );
}

function assetStyle(model: Model, colors: Colors): StyleOf {
  const known = new Map<string, Icon>();
  const color = new Map(model.content.asset_colors);
  return (feature, resolution) => {
    const palette = colors();
    const status = String(feature.get("status"));
    const name = String(feature.get("name"));
    const own = color.get(status) ?? "#0072B2";
    if (feature.getGeometry()?.getType() === "Point") {
      const key = `${status} ${palette.paper}`;
      const image = known.get(key) ?? assetIcon(status, own, palette);
      known.set(key, image);
      return new Style({ zIndex: 40, image, text: pointLabel(name, palette, resolution < 1500) });
    }
    const zoom = Math.log2(156543.034 / resolution);
    return [
      new Style({ zIndex: 1, stroke: new Stroke({ color: palette.paper, width: 5 }) }),
      new Style({
        zIndex: 2,
        // Schematic: drawn through way-points, so never a whole line.
        stroke: new Stroke({ color: own, width: zoom < 6 ? 2 : 2.6, lineDash: [9, 5], lineCap: "butt" }),
        text: new Text({
          text: `${name} · ${words(status)}`,
          placement: "line",
          font: "600 11px system-ui, sans-serif",
          fill: new Fill({ color: palette.town }),
          stroke: new Stroke({ color: palette.halo, width: 3.5 }),
          textBaseline: "bottom",
          maxAngle: 0.6,
          repeat: 700,
        }),
      }),
    ];
  };
}

function assetIcon(status: string, color: string, palette: Palette): Icon {
  const size = 22;
  const ratio = Math.max(1, globalThis.devicePixelRatio || 1);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil(size * ratio);
  const on = canvas.getContext("2d");
  on?.scale(canvas.width / size, canvas.width / size);
  on?.translate(size / 2, size / 2);
  if (on) drawAsset(on, status, color, palette, size);
  return new Icon({ img: canvas, scale: size / canvas.width, declutterMode: "obstacle" });
}

function pointLabel(name: string, palette: Palette, near: boolean): Text {
  return new Text({
    text: near ? name : "",
    font: "600 11px system-ui, sans-serif",
    fill: new Fill({ color: palette.town }),
    stroke: new Stroke({ color: palette.halo, width: 3.5 }),
    offsetX: 14,
    textAlign: "left",
  });
}

/** One dot a place, however often it is named. */
function places(model: Model): Feature[] {
  const { readings, places: all, reports } = model.content;
  const seen = new Map<number, { doubt: boolean; mentions: number }>();
  for (const report of reports) {
    for (const [, , which] of report.mentions) {
      const reading = readings[which];
      if (!reading?.pin || reading.place === null) continue;
      const known = seen.get(reading.place) ?? { doubt: false, mentions: 0 };
      seen.set(reading.place, { doubt: known.doubt || reading.outcome === "ambiguous", mentions: known.mentions + 1 });
    }
  }
  const located = new Set(model.incidents.map((incident) => incident.placeId));
  return [...seen].flatMap(([which, { doubt, mentions }]) => {
    const place = all[which];
    if (!place) return [];
    const target: Target = { kind: "place", place: which };
    const geometry = new Point(project([place.lon, place.lat]));
    // What is an area or a line has its name there, not at a dot that would look like a town.
    const extended = !["P", "S"].some((letter) => place.code.startsWith(letter) && !place.code.startsWith("PCL"));
    // Countries have their names on the ground.
    const name = place.code.startsWith("PCL") ? "" : clip(place.name, 60);
    return [new Feature({ geometry, target, name, doubt, mentions, extended, under: located.has(place.id) })];
  });
}

function place(feature: FeatureLike, palette: Palette): Style {
  const doubt = feature.get("doubt") === true;
  const extended = feature.get("extended") === true;
  const name = String(feature.get("name"));
  return new Style({
    zIndex: 50 + Math.min(40, Number(feature.get("mentions"))),
    image: new Dot({
      radius: extended ? 2.6 : 4,
      fill: new Fill({ color: doubt || extended ? palette.paper : palette.place }),
      stroke: new Stroke({ color: doubt ? "#b8620a" : palette.place, width: doubt ? 2 : 1.5 }),
      declutterMode: "none",
    }),
    text: new Text({
      text: doubt ? `${name} ?` : name,
      font: `${extended ? "italic " : ""}600 12px system-ui, sans-serif`,
      fill: new Fill({ color: palette.place }),
      stroke: new Stroke({ color: palette.halo, width: 3.5 }),
      // Above the symbol of an incident, where one stands on it.
      offsetY: feature.get("under") === true ? -26 : -13,
    }),
  });
}

function unsure(palette: Palette): Style {
  return new Style({
    fill: new Fill({ color: `${palette.faint}12` }),
    stroke: new Stroke({ color: `${palette.faint}aa`, width: 1, lineDash: [2, 4] }),
  });
}

/** Circles within which the incidents that stand alone may lie, where they are neither specks nor the whole view. */
export function circles(model: Model, marks: Mark[], resolution: number): Feature[] {
  const out: Feature[] = [];
  for (const { row } of marks) {
    if (row === null) continue;
    const circle = circleOf(model, row);
    const pixels = (circle?.getRadius() ?? 0) / resolution;
    if (circle && pixels > 14 && pixels < 420)
      out.push(new Feature({ geometry: circle, target: { kind: "incident", row } }));
  }
  return out;
}

/** The circle within which an incident may lie. */
export function circleOf(model: Model, row: number): Circle | null {
  const incident = model.incidents[row];
  if (!incident?.at || !incident.radius) return null;
  return new Circle(project(incident.at), incident.radius * stretch(incident.at[1]));
}
