// The basemap: the world from afar, the window in detail over it, and the names on both.

import type { FeatureLike } from "ol/Feature.js";
import Feature from "ol/Feature.js";
import MultiPolygon from "ol/geom/MultiPolygon.js";
import Point from "ol/geom/Point.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorImageLayer from "ol/layer/VectorImage.js";
import VectorSource from "ol/source/Vector.js";
import { Circle, Fill, Stroke, Style, Text } from "ol/style.js";
import { type Content, type Ground, type LonLat, type Packed, unpacked } from "../data.ts";
import { clip } from "../text.ts";
import type { Palette } from "./palette.ts";
import { areas, type Cuts, ENDS, lines, project, rims } from "./project.ts";

export const LABELS = "labels";

/** The layers of the ground, the lowest first, and how to draw them in other colours. */
export function ground(
  { basemap, places, readings }: Content,
  colors: () => Palette,
  placesShown: () => boolean,
): (VectorLayer | VectorImageLayer)[] {
  const { world, window } = basemap;
  const pinned = new Set(readings.flatMap((reading) => (reading.pin && reading.place !== null ? [reading.place] : [])));
  const told = new Set([...pinned].flatMap((which) => (places[which] ? [spot(places[which])] : [])));
  const layers: (VectorLayer | VectorImageLayer)[] = [surface(features(world, ENDS), colors, 1)];
  if (window && (window.land.length > 0 || window.borders.length > 0)) {
    const detail = surface([sea(window.bounds), ...features(window, sides(window.bounds))], colors, 2);
    // From afar the detail is no larger than a stamp, and would only show its seam.
    detail.setMinZoom(Math.max(2, zoomOf(window.bounds) - 1.2));
    layers.push(detail);
  }
  layers.push(names(world, window, told, colors, placesShown));
  return layers;
}

/** A name and where it is, to a fifth of a degree: two layers have a town at slightly other points. */
function spot({ name, lon, lat }: { name: string; lon: number; lat: number }): string {
  return `${name} ${Math.round(lon * 5)} ${Math.round(lat * 5)}`;
}

/** The zoom at which a window is about as wide as a screen. */
function zoomOf([west, , east]: [number, number, number, number]): number {
  const width = east >= west ? east - west : east + 360 - west;
  return Math.log2((360 / Math.max(width, 0.1)) * (1024 / 256));
}

function surface(all: Feature[], colors: () => Palette, zIndex: number): VectorImageLayer {
  const source = new VectorSource({ features: all, useSpatialIndex: all.length > 500 });
  const styles = new Map<string, Style>();
  let drawn: Palette | null = null;
  return new VectorImageLayer({
    source,
    zIndex,
    imageRatio: 1.5,
    style: (feature, resolution) => {
      if (drawn !== colors()) {
        styles.clear();
        drawn = colors();
      }
      return style(feature, resolution, drawn, styles);
    },
  });
}

function style(
  feature: FeatureLike,
  resolution: number,
  palette: Palette,
  styles: Map<string, Style>,
): Style | undefined {
  const kind = String(feature.get("kind"));
  const zoom = Math.log2(156543.034 / resolution);
  const rank = Number(feature.get("rank") ?? 0);
  if ((kind === "lake" || kind === "river") && rank > zoom) return undefined;
  const thick = zoom < 4 ? 0 : zoom < 7 ? 1 : 2;
  const key = `${kind}${thick}`;
  const known = styles.get(key);
  if (known) return known;
  const made = paint(kind, thick, palette);
  styles.set(key, made);
  return made;
}

function paint(kind: string, thick: number, palette: Palette): Style {
  switch (kind) {
    case "sea":
      return new Style({ fill: new Fill({ color: palette.sea }), zIndex: 0 });
    case "land":
      return new Style({
        fill: new Fill({ color: palette.land }),
        // Closes the hair between neighbours.
        stroke: new Stroke({ color: palette.land, width: 0.6 }),
        zIndex: 1,
      });
    case "coast":
      return new Style({ stroke: new Stroke({ color: palette.coast, width: [0.5, 0.7, 0.9][thick] ?? 1 }), zIndex: 2 });
    case "lake":
      return new Style({
        fill: new Fill({ color: palette.sea }),
        stroke: new Stroke({ color: palette.coast, width: 0.6 }),
        zIndex: 2,
      });
    case "river":
      return new Style({ stroke: new Stroke({ color: palette.river, width: [0.6, 0.9, 1.4][thick] ?? 1 }), zIndex: 3 });
    case "disputed":
      return new Style({
        stroke: new Stroke({ color: palette.disputed, width: [1, 1.3, 1.7][thick] ?? 1, lineDash: [6, 4] }),
        zIndex: 5,
      });
    default:
      return new Style({ stroke: new Stroke({ color: palette.border, width: [0.7, 1, 1.4][thick] ?? 1 }), zIndex: 4 });
  }
}

function sides([west, south, east, north]: [number, number, number, number]): Cuts {
  return { lons: [west, east, ...ENDS.lons], lats: [south, north, ...ENDS.lats] };
}

function features(ground: Ground, cuts: Cuts): Feature[] {
  const unpack = (packed: Packed[]): LonLat[][] => packed.map((line) => unpacked(line, ground.scale));
  const out: Feature[] = [];
  for (const [, area] of ground.land) {
    const land = area.map(unpack);
    out.push(new Feature({ geometry: areas(land), kind: "land" }));
    out.push(new Feature({ geometry: lines(rims(land, cuts)), kind: "coast" }));
  }
  for (const [, rank, area] of ground.lakes) {
    out.push(new Feature({ geometry: areas(area.map(unpack)), kind: "lake", rank }));
  }
  for (const [, rank, line] of ground.rivers) {
    out.push(new Feature({ geometry: lines(unpack(line)), kind: "river", rank }));
  }
  for (const [, disputed, line] of ground.borders) {
    out.push(new Feature({ geometry: lines(unpack(line)), kind: disputed ? "disputed" : "border" }));
  }
  return out;
}

/** The window's rectangle as water, over which its land is drawn; two of them over the antimeridian. */
function sea([west, south, east, north]: [number, number, number, number]): Feature {
  const box = (w: number, e: number) => [
    [w, south],
    [e, south],
    [e, north],
    [w, north],
    [w, south],
  ];
  const boxes = east >= west ? [box(west, east)] : [box(west, 180), box(-180, east)];
  const rings = boxes.map((ring) => [ring.map(([lon = 0, lat = 0]) => project([lon, lat]))]);
  return new Feature({ geometry: new MultiPolygon(rings), kind: "sea" });
}

function names(
  world: Ground,
  window: Content["basemap"]["window"],
  told: Set<string>,
  colors: () => Palette,
  placesShown: () => boolean,
): VectorLayer {
  const known = new Set<string>();
  const out: Feature[] = [];
  for (const [name, kind, lon, lat, rank] of [...(window?.labels ?? []), ...world.labels]) {
    const key = `${kind} ${name}`;
    if (known.has(key)) continue;
    known.add(key);
    out.push(
      new Feature({
        geometry: new Point(project([lon, lat])),
        name: clip(name, 60),
        kind,
        rank,
        told: told.has(spot({ name, lon, lat })),
      }),
    );
  }
  return new VectorLayer({
    source: new VectorSource({ features: out }),
    zIndex: 20,
    declutter: LABELS,
    // What reports name has its name there already.
    style: (feature, resolution) =>
      feature.get("told") === true && placesShown() ? undefined : label(feature, resolution, colors()),
  });
}

function label(feature: FeatureLike, resolution: number, palette: Palette): Style | undefined {
  const kind = String(feature.get("kind"));
  const rank = Number(feature.get("rank"));
  const zoom = Math.log2(156543.034 / resolution);
  const name = String(feature.get("name"));
  const halo = new Stroke({ color: palette.halo, width: 3 });
  if (kind === "country") {
    if (zoom > 8 || rank > zoom + 0.5) return undefined;
    return new Style({
      zIndex: 90 - rank,
      text: new Text({
        text: spaced(name),
        font: `600 ${zoom < 4 ? 10.5 : 12}px system-ui, sans-serif`,
        fill: new Fill({ color: palette.country }),
        stroke: halo,
        overflow: true,
      }),
    });
  }
  if (kind === "sea") {
    if (rank > zoom) return undefined;
    return new Style({
      zIndex: 60 - rank,
      text: new Text({
        text: name,
        font: "italic 500 12px Georgia, 'Noto Serif', serif",
        fill: new Fill({ color: palette.seaName }),
        stroke: new Stroke({ color: palette.sea, width: 3 }),
      }),
    });
  }
  const capital = kind === "capital";
  if (rank > zoom - (capital ? 1 : 1.5)) return undefined;
  return new Style({
    zIndex: (capital ? 80 : 70) - rank,
    image: new Circle({
      radius: capital ? 3 : 2,
      fill: new Fill({ color: capital ? palette.halo : palette.town }),
      stroke: new Stroke({ color: capital ? palette.town : palette.halo, width: capital ? 1.5 : 0.8 }),
    }),
    text: new Text({
      text: name,
      font: `${capital ? 600 : 400} ${rank <= 3 || capital ? 12 : 11}px system-ui, sans-serif`,
      fill: new Fill({ color: palette.town }),
      stroke: halo,
      offsetX: 7,
      textAlign: "left",
    }),
  });
}

/** Names of countries stand wide apart, in capitals. */
function spaced(name: string): string {
  return name.toLocaleUpperCase("en").split("").join("\u200a");
}
