// The layer of incidents: a symbol for each, a ring with a number for those that lie on one another.

import Feature from "ol/Feature.js";
import Point from "ol/geom/Point.js";
import VectorLayer from "ol/layer/Vector.js";
import type OlMap from "ol/Map.js";
import VectorSource from "ol/source/Vector.js";
import { Icon, Style } from "ol/style.js";
import type { Model } from "../data.ts";
import { draw } from "../symbols.ts";
import { Clusters, type Mark } from "./clusters.ts";
import { LABELS } from "./ground.ts";
import type { Palette } from "./palette.ts";
import { project, unproject } from "./project.ts";

export const SYMBOL = 26;
/** Of so many styles the drawings are kept. */
const MOST_STYLES = 2000;

export class IncidentLayer {
  readonly layer: VectorLayer;
  readonly clusters: Clusters;
  /** What stands on the map now. */
  marks: Mark[] = [];
  private readonly source = new VectorSource({ useSpatialIndex: true });
  private styles = new Map<string, Style>();
  private readonly colors: Map<string, string>;
  private readonly types: string[];
  private drawn = "";

  constructor(
    private readonly model: Model,
    private readonly palette: () => Palette,
  ) {
    this.types = model.content.event_colors.map(([type]) => type);
    this.colors = new Map(model.content.event_colors);
    this.clusters = new Clusters(model.incidents, this.types);
    this.layer = new VectorLayer({
      source: this.source,
      zIndex: 30,
      declutter: LABELS,
      updateWhileAnimating: true,
      updateWhileInteracting: true,
    });
  }

  load(rows: readonly number[]): void {
    this.clusters.load(rows);
    this.drawn = "";
  }

  restyle(): void {
    this.styles.clear();
    this.drawn = "";
  }

  /** Draws what stands in the view, with half a screen around it. */
  update(map: OlMap): void {
    const view = map.getView();
    const size = map.getSize();
    const center = view.getCenter();
    const resolution = view.getResolution();
    if (!size || !center || !resolution || !size[0] || !size[1]) return;
    const zoom = Math.floor(view.getZoom() ?? 0);
    const [width, height] = [size[0] * resolution, size[1] * resolution];
    // Steps of half a screen: while the map moves within one, nothing is done.
    const [column, line] = [Math.round((center[0] ?? 0) / (width / 2)), Math.round((center[1] ?? 0) / (height / 2))];
    const key = `${zoom} ${column} ${line} ${size.join()}`;
    if (key === this.drawn) return;
    this.drawn = key;
    const [x, y] = [(column * width) / 2, (line * height) / 2];
    const [west, south] = unproject([x - width, y - height]);
    const [east, north] = unproject([x + width, y + height]);
    const whole = east - west >= 360;
    this.marks = this.clusters.within(whole ? [-180, south, 180, north] : [west, south, east, north], zoom);
    this.source.clear(true);
    this.source.addFeatures(this.marks.map((mark) => this.feature(mark)));
  }

  private feature(mark: Mark): Feature {
    const feature = new Feature({ geometry: new Point(project(mark.at)), mark });
    feature.setStyle(mark.row === null ? this.cluster(mark) : this.single(mark.row));
    return feature;
  }

  private single(row: number): Style | undefined {
    const incident = this.model.incidents[row];
    if (!incident) return undefined;
    const { type, status } = incident;
    return this.style(`${type}|${status}`, SYMBOL, 10, (on) => {
      draw(on, type, status, this.colors.get(type) ?? "#999999", this.palette(), SYMBOL);
    });
  }

  private cluster(mark: Mark): Style | undefined {
    const parts = shares(mark.counts);
    const label = mark.count < 10_000 ? String(mark.count) : `${Math.round(mark.count / 1000)}k`;
    const radius = Math.round(13 + 3.4 * Math.log10(mark.count));
    const size = radius * 2 + 6;
    return this.style(`${label}|${parts.map((part) => part.join(":")).join()}`, size, 20, (on) => {
      this.ring(on, radius, label, parts);
    });
  }

  private ring(on: CanvasRenderingContext2D, radius: number, label: string, parts: [number, number][]): void {
    const palette = this.palette();
    const circle = (r: number, color: string) => {
      on.beginPath();
      on.arc(0, 0, r, 0, 2 * Math.PI);
      on.fillStyle = color;
      on.fill();
    };
    circle(radius + 2, palette.paper);
    circle(radius + 0.8, palette.line);
    let from = -Math.PI / 2;
    const all = parts.reduce((sum, [, share]) => sum + share, 0);
    for (const [type, share] of parts) {
      const to = from + (2 * Math.PI * share) / all;
      on.beginPath();
      on.moveTo(0, 0);
      on.arc(0, 0, radius, from, to);
      on.closePath();
      on.fillStyle = this.colors.get(this.types[type] ?? "") ?? "#999999";
      on.fill();
      if (parts.length > 1) {
        on.strokeStyle = palette.paper;
        on.lineWidth = 1;
        on.stroke();
      }
      from = to;
    }
    circle(radius - 4.2, palette.line);
    circle(radius - 5, palette.paper);
    on.fillStyle = palette.line;
    on.font = `700 ${label.length > 3 ? 10 : 12}px system-ui, sans-serif`;
    on.textAlign = "center";
    on.textBaseline = "middle";
    on.fillText(label, 0, 0.5);
  }

  private style(
    key: string,
    size: number,
    zIndex: number,
    paint: (on: CanvasRenderingContext2D) => void,
  ): Style | undefined {
    const known = this.styles.get(key);
    if (known) return known;
    const ratio = Math.max(1, globalThis.devicePixelRatio || 1);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.ceil(size * ratio);
    const on = canvas.getContext("2d");
    if (!on) return undefined;
    on.scale(canvas.width / size, canvas.width / size);
    on.translate(size / 2, size / 2);
    paint(on);
    const style = new Style({
      zIndex,
      image: new Icon({ img: canvas, scale: size / canvas.width, declutterMode: "obstacle" }),
    });
    if (this.styles.size > MOST_STYLES) this.styles.clear();
    this.styles.set(key, style);
    return style;
  }
}

/** The shares of the types in twenty-fourths, so that few drawings serve many clusters; what is there has at least one. */
function shares(counts: Record<string, number>): [number, number][] {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([type, count]): [number, number] => [Number(type), Math.max(1, Math.round((count / all) * 24))])
    .sort(([a], [b]) => a - b);
}
