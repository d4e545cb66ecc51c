// What is selected or pointed at, drawn over everything: rings, outlines, how unsure it is, and what else a name could be.

import { createEmpty, type Extent, extend, isEmpty } from "ol/extent.js";
import Feature from "ol/Feature.js";
import type Geometry from "ol/geom/Geometry.js";
import LineString from "ol/geom/LineString.js";
import MultiLineString from "ol/geom/MultiLineString.js";
import MultiPolygon from "ol/geom/MultiPolygon.js";
import Point from "ol/geom/Point.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Circle as Dot, Fill, Icon, Stroke, Style, Text } from "ol/style.js";
import type { Model } from "../data.ts";
import type { Target } from "../state.ts";
import { draw } from "../symbols.ts";
import { clip } from "../text.ts";
import { SYMBOL } from "./incidents.ts";
import { circleOf, geometry, outline } from "./overlays.ts";
import type { Palette } from "./palette.ts";
import { project } from "./project.ts";

/** Web Mercator's half world, in metres, and what is near enough to its end to be cut there. */
const HALF = Math.PI * 6378137;
const CUT = HALF * 0.9995;

function parts(geometry: Geometry | undefined): Extent[] {
  if (geometry instanceof MultiPolygon) return geometry.getPolygons().map((part) => part.getExtent());
  if (geometry instanceof MultiLineString) return geometry.getLineStrings().map((part) => part.getExtent());
  return geometry ? [geometry.getExtent()] : [];
}

/** The extent around parts; what is cut at the antimeridian is put together again, east of it. */
export function together(all: Extent[]): Extent | null {
  const out = createEmpty();
  const cut = all.some(([west = 0]) => west < -CUT) && all.some(([, , east = 0]) => east > CUT);
  for (const [west = 0, south = 0, east = 0, north = 0] of all) {
    const by = cut && east <= 0 ? 2 * HALF : 0;
    extend(out, [west + by, south, east + by, north]);
  }
  return isEmpty(out) ? null : out;
}

export class Highlight {
  readonly layer: VectorLayer;
  private readonly source = new VectorSource();

  constructor(
    private readonly model: Model,
    private readonly colors: () => Palette,
    zIndex: number,
    private readonly strong: boolean,
  ) {
    this.layer = new VectorLayer({
      source: this.source,
      zIndex,
      updateWhileAnimating: true,
      updateWhileInteracting: true,
    });
  }

  show(target: Target | null): void {
    this.source.clear();
    if (target) this.source.addFeatures(this.features(target));
  }

  /** Where a target is, with all that is drawn for it; null when it is nowhere. */
  extent(target: Target): Extent | null {
    const here = this.features(target).filter((feature) => feature.get("aside") !== true);
    return together(here.flatMap((feature) => parts(feature.getGeometry())));
  }

  private features(target: Target): Feature[] {
    switch (target.kind) {
      case "incident":
        return this.incident(target.row);
      case "cluster":
        return this.middle(target.rows);
      case "place":
        return this.place(target.place);
      case "asset":
        return this.shape(geometry(this.model.assets[target.layer], target.row));
      case "footprint":
        return this.row(this.model.footprints[target.layer], target.row);
    }
  }

  /** One ring in the midst of several. */
  private middle(rows: number[]): Feature[] {
    const all = rows.flatMap((row) => {
      const at = this.model.incidents[row]?.at;
      return at ? [project(at)] : [];
    });
    if (all.length === 0) return [];
    const mean = (axis: 0 | 1) => all.reduce((sum, at) => sum + at[axis], 0) / all.length;
    const ring = new Style({ image: new Dot({ radius: 22, ...this.inks(3) }) });
    return [this.styled(new Point([mean(0), mean(1)]), ring)];
  }

  private incident(row: number): Feature[] {
    const { layer, incidents } = this.model;
    const ids = new Set([incidents[row]?.id ?? "", ...layer.list(row, "incident_ids")]);
    const out = this.footprints((of, at) => of.list(at, "incident_ids").some((id) => ids.has(id)));
    const circle = circleOf(this.model, row);
    if (circle && out.length === 0) out.push(this.styled(circle, this.outline([4, 4])));
    return [...out, ...this.ring(row)];
  }

  private ring(row: number): Feature[] {
    const incident = this.model.incidents[row];
    if (!incident?.at) return [];
    const at = new Point(project(incident.at));
    const halo = new Style({ image: new Dot({ radius: 17, ...this.inks(3) }), zIndex: 1 });
    if (!this.strong) return [this.styled(at, halo)];
    const color = new Map(this.model.content.event_colors).get(incident.type) ?? "#999999";
    const canvas = document.createElement("canvas");
    const ratio = Math.max(1, globalThis.devicePixelRatio || 1);
    const size = SYMBOL + 4;
    canvas.width = canvas.height = Math.ceil(size * ratio);
    const on = canvas.getContext("2d");
    on?.scale(ratio, ratio);
    on?.translate(size / 2, size / 2);
    if (on) draw(on, incident.type, incident.status, color, this.colors(), size);
    const paper = new Style({
      image: new Dot({ radius: 16, fill: new Fill({ color: this.colors().paper }) }),
      zIndex: 2,
    });
    const sign = new Style({ image: new Icon({ img: canvas, scale: size / canvas.width }), zIndex: 3 });
    return [this.styled(at, halo), this.styled(at, paper), this.styled(at, sign)];
  }

  private place(which: number): Feature[] {
    const { places, readings } = this.model.content;
    const place = places[which];
    if (!place) return [];
    const out = this.footprints((of, at) => of.text(at, "place_id") === place.id);
    const at = project([place.lon, place.lat]);
    out.push(this.styled(new Point(at), new Style({ image: new Dot({ radius: 11, ...this.inks(3) }) })));
    if (!this.strong) return out;
    const seen = new Set<string>();
    for (const reading of readings) {
      if (reading.place !== which || !reading.pin) continue;
      for (const [id, name, lon, lat] of reading.others ?? []) {
        if (seen.has(id)) continue;
        seen.add(id);
        out.push(...this.other(at, project([lon, lat]), `${clip(name, 40)} ?`));
      }
    }
    return out;
  }

  /** What a name could also be: an open dot, and a thin line from the place that was taken. */
  private other(from: [number, number], to: [number, number], name: string): Feature[] {
    const palette = this.colors();
    const stroke = new Stroke({ color: palette.faint, width: 1, lineDash: [2, 5] });
    const dot = new Style({
      image: new Dot({
        radius: 5,
        fill: new Fill({ color: palette.paper }),
        stroke: new Stroke({ color: palette.faint, width: 1.6, lineDash: [2, 2] }),
      }),
      text: new Text({
        text: name,
        font: "italic 600 12px system-ui, sans-serif",
        offsetY: -13,
        fill: new Fill({ color: palette.faint }),
        stroke: new Stroke({ color: palette.halo, width: 3.5 }),
      }),
    });
    const features = [this.styled(new LineString([from, to]), new Style({ stroke })), this.styled(new Point(to), dot)];
    for (const feature of features) feature.set("aside", true);
    return features;
  }

  private footprints(wanted: (of: Model["footprints"][number], row: number) => boolean): Feature[] {
    return this.model.footprints.flatMap((of) =>
      Array.from({ length: of.count }, (_, row) => row)
        .filter((row) => wanted(of, row))
        .flatMap((row) => this.row(of, row)),
    );
  }

  private row(of: Model["footprints"][number] | undefined, row: number): Feature[] {
    return this.shape(geometry(of, row), outline(of, row));
  }

  /** A geometry, with the outline to draw where it is not its own. */
  private shape(shape: Geometry | null, around: Geometry | null = null): Feature[] {
    if (!shape) return [];
    if (shape.getType() === "Point")
      return [this.styled(shape, new Style({ image: new Dot({ radius: 16, ...this.inks(3) }) }))];
    const wide = new Style({ stroke: new Stroke({ color: `${this.colors().accent}40`, width: this.strong ? 9 : 7 }) });
    if (!around) return [this.styled(shape, wide), this.styled(shape, this.outline([]))];
    const [inside, line] = [this.outline([]), this.outline([])];
    inside.setStroke(null);
    line.setFill(null);
    return [this.styled(shape, inside), this.styled(around, wide), this.styled(around, line)];
  }

  private outline(lineDash: number[]): Style {
    const { accent } = this.colors();
    return new Style({
      fill: new Fill({ color: `${accent}${this.strong ? "16" : "0c"}` }),
      stroke: new Stroke({ color: accent, width: this.strong ? 2 : 1.4, lineDash }),
    });
  }

  private inks(width: number) {
    const { accent } = this.colors();
    return {
      fill: new Fill({ color: `${accent}26` }),
      stroke: new Stroke({ color: accent, width: this.strong ? width : width - 1 }),
    };
  }

  private styled(geometry: Geometry, style: Style): Feature {
    const feature = new Feature({ geometry });
    feature.setStyle(style);
    return feature;
  }
}
