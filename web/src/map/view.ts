// The map: its layers, what a pointer does on it, and where it looks.
import ScaleLine from "ol/control/ScaleLine.js";
import { easeOut } from "ol/easing.js";
import type { Extent } from "ol/extent.js";
import { containsExtent, getCenter, isEmpty } from "ol/extent.js";
import type Feature from "ol/Feature.js";
import { defaults } from "ol/interaction/defaults.js";
import type VectorLayer from "ol/layer/Vector.js";
import OlMap from "ol/Map.js";
import View from "ol/View.js";
import type { Model } from "../data.ts";
import { LAYERS, type LayerName } from "../layers.ts";
import type { Results } from "../results.ts";
import type { Store, Target } from "../state.ts";
import { isDark } from "../theme.ts";
import type { Mark } from "./clusters.ts";
import { ground } from "./ground.ts";
import { Highlight } from "./highlight.ts";
import { IncidentLayer } from "./incidents.ts";
import { circles, overlays } from "./overlays.ts";
import { DAY, NIGHT, type Palette } from "./palette.ts";
import { pick } from "./pick.ts";
import { project, unproject } from "./project.ts";

const CLOSEST = 15;
/** How long a pointer rests on a sentence before the map goes to its place. */
const REST = 350;
/** Of clusters of so many incidents the words are marked when they are pointed at. */
const MOST_MARKED = 40;

export class MapView {
  readonly map: OlMap;
  private readonly incidents: IncidentLayer;
  private readonly over: Record<Exclude<LayerName, "incidents">, VectorLayer>;
  private readonly chosen: Highlight;
  private readonly pointed: Highlight;
  private resting = 0;
  private fromMap = false;
  private printing = false;
  /** Where the map looked before it was printed. */
  private kept: [number[], number] = [[0, 0], 2];
  /** What was seen of it then. */
  private sheet: Extent | null = null;

  constructor(
    target: HTMLElement,
    private readonly model: Model,
    private readonly store: Store,
    private readonly results: Results,
  ) {
    const palette = () => this.palette();
    this.incidents = new IncidentLayer(model, palette);
    this.over = overlays(model, palette);
    this.chosen = new Highlight(model, palette, 50, true);
    this.pointed = new Highlight(model, palette, 49, false);
    this.map = new OlMap({
      target,
      controls: [new ScaleLine({ units: "metric", minWidth: 70 })],
      interactions: defaults({ altShiftDragRotate: false, pinchRotate: false }),
      layers: [
        ...ground(model.content, palette, () => !store.state.hidden.has("places")),
        ...Object.values(this.over),
        this.incidents.layer,
        this.pointed.layer,
        this.chosen.layer,
      ],
      view: new View({
        center: [0, 0],
        zoom: 2,
        minZoom: 1,
        maxZoom: CLOSEST,
        enableRotation: false,
        smoothExtentConstraint: true,
        extent: [-6e7, -2.1e7, 6e7, 2.1e7],
        constrainOnlyCenter: true,
        showFullExtent: true,
      }),
    });
    this.listen(target);
  }

  private palette(): Palette {
    return !this.printing && isDark(this.store.state.theme) ? NIGHT : DAY;
  }

  private listen(target: HTMLElement): void {
    const { store, map } = this;
    map.getView().on(["change:center", "change:resolution"], () => this.incidents.update(map));
    map.on("moveend", () => this.moved());
    // The first frame ends no movement, and yet the map looks somewhere then.
    map.once("postrender", () => this.moved());
    map.on("change:size", () => {
      this.incidents.update(map);
      const { selected } = store.state;
      if (selected && !this.printing) this.reveal(selected);
    });
    let waiting: MouseEvent | null = null;
    map.on("pointermove", (event) => {
      const pointer = event.originalEvent;
      if (event.dragging || !(pointer instanceof PointerEvent) || pointer.pointerType === "touch") return;
      if (!waiting) requestAnimationFrame(() => this.point(waiting, () => (waiting = null)));
      waiting = pointer;
    });
    target.addEventListener("pointerleave", () => store.hover(null));
    map.on("click", (event) => this.click(event.pixel));
    this.results.on(() => this.reload());
    store.on(["hidden"], () => this.layers());
    store.on(["theme"], () => this.recolor());
    store.on(["selected"], ({ selected }) => {
      this.chosen.show(selected);
      if (selected && !this.fromMap) this.go(selected);
    });
    store.on(["hovered"], ({ hovered }) => {
      this.pointed.show(hovered);
      clearTimeout(this.resting);
      if (hovered && !this.fromMap) this.resting = window.setTimeout(() => this.reveal(hovered), REST);
    });
    this.reload();
    this.layers();
    this.recolor();
    this.chosen.show(store.state.selected);
    const { view } = store.state;
    if (view) map.getView().setCenter(project([view[1], view[2]]));
    if (view) map.getView().setZoom(view[0]);
    else this.whole(0);
  }

  /** All that the map is about. */
  whole(duration = this.duration()): void {
    const { bounds } = this.model.content;
    if (!bounds) {
      this.map.getView().animate({ center: project([15, 25]), zoom: 2, duration });
      return;
    }
    const [west, south, east, north] = bounds;
    const box = [...project([west, south]), ...project([east < west ? east + 360 : east, north])];
    this.map.getView().fit(box, { padding: this.padding(), maxZoom: 9, duration });
  }

  zoom(by: number): void {
    const view = this.map.getView();
    view.cancelAnimations();
    view.animate({ zoom: (view.getZoom() ?? 2) + by, duration: this.duration(), easing: easeOut });
  }

  /** Sizes the map for paper and back. Told twice: before the page is laid out for paper, and after. */
  print(on: boolean): void {
    const view = this.map.getView();
    if (on && !this.printing) {
      view.cancelAnimations();
      this.kept = [view.getCenter() ?? [0, 0], view.getZoom() ?? 2];
      this.sheet = this.seen();
    }
    if (!on && !this.printing) return;
    this.printing = on;
    this.map.updateSize();
    if (!on) {
      view.setCenter(this.kept[0]);
      view.setZoom(this.kept[1]);
    } else if (this.sheet && !isEmpty(this.sheet)) view.fit(this.sheet);
    this.recolor();
    this.map.renderSync();
  }

  private reload(): void {
    this.incidents.load(this.results.rows);
    this.incidents.update(this.map);
    this.uncertain();
  }

  private recolor(): void {
    this.incidents.restyle();
    this.incidents.update(this.map);
    for (const layer of this.map.getAllLayers()) layer.changed();
    this.map.getTargetElement()?.style.setProperty("background", this.palette().sea);
    this.chosen.show(this.store.state.selected);
  }

  private layers(): void {
    const { hidden } = this.store.state;
    for (const name of LAYERS) {
      const layer = name === "incidents" ? this.incidents.layer : this.over[name];
      layer.setVisible(!hidden.has(name));
    }
    for (const layer of this.map.getAllLayers()) layer.changed();
  }

  private moved(): void {
    const view = this.map.getView();
    const [lon, lat] = unproject(view.getCenter() ?? [0, 0]);
    const around = ((((lon + 180) % 360) + 360) % 360) - 180;
    this.uncertain();
    this.store.set({ view: [view.getZoom() ?? 2, around, lat] });
  }

  private uncertain(): void {
    const source = this.over.uncertainty.getSource();
    source?.clear(true);
    source?.addFeatures(circles(this.model, this.incidents.marks, this.map.getView().getResolution() ?? 1));
  }

  private point(event: MouseEvent | null, done: () => void): void {
    done();
    if (!event) return;
    const hit = this.hit(this.map.getEventPixel(event), 0);
    this.map.getTargetElement()?.classList.toggle("is-pointing", hit !== null);
    this.fromMap = true;
    const mark = hit?.get("mark") as Mark | undefined;
    // Of a large cluster the words are too many to be marked.
    this.store.hover(hit && (mark?.count ?? 1) <= MOST_MARKED ? this.targetOf(hit) : null);
    this.fromMap = false;
  }

  private click(pixel: number[]): void {
    const hit = this.hit(pixel, 6);
    this.fromMap = true;
    const mark = hit?.get("mark") as Mark | undefined;
    if (mark?.cluster != null) this.open(mark);
    else this.store.set({ selected: hit ? this.targetOf(hit) : null });
    this.fromMap = false;
    const { selected } = this.store.state;
    if (selected) this.reveal(selected);
  }

  /** Opens a cluster: goes near until it falls apart; what lies at one point becomes a list. */
  private open(mark: Mark): void {
    const cluster = mark.cluster ?? 0;
    const zoom = this.incidents.clusters.opens(cluster);
    if (zoom !== null && zoom <= CLOSEST && mark.count > 1) {
      this.map.getView().animate({ center: project(mark.at), zoom, duration: this.duration() });
    } else {
      this.store.set({ selected: { kind: "cluster", rows: this.incidents.clusters.rows(cluster) } });
    }
  }

  private hit(pixel: number[], more: number): Feature | null {
    const at = this.map.getCoordinateFromPixel(pixel);
    const resolution = this.map.getView().getResolution();
    if (!at || !resolution) return null;
    return pick({ ...this.over, incidents: this.incidents.layer }, at, resolution, more);
  }

  private targetOf(feature: Feature): Target | null {
    const mark = feature.get("mark") as Mark | undefined;
    if (mark?.row != null) return { kind: "incident", row: mark.row };
    if (mark?.cluster != null) return { kind: "cluster", rows: this.incidents.clusters.rows(mark.cluster) };
    return (feature.get("target") as Target | undefined) ?? null;
  }

  /** Goes to what was chosen elsewhere: near enough to see it, no nearer than it is known. */
  private go(target: Target): void {
    const extent = this.chosen.extent(target);
    const view = this.map.getView();
    if (!extent) return;
    const alone = target.kind !== "incident" || this.incidents.marks.some((mark) => mark.row === target.row);
    const near = (view.getZoom() ?? 0) >= 7 && this.size(extent) < 24;
    if (alone && (near || this.fits(extent))) this.reveal(target);
    else
      view.fit(extent, {
        padding: this.padding(),
        maxZoom: Math.max(8.5, view.getZoom() ?? 0),
        duration: this.duration(),
      });
  }

  private size(extent: Extent): number {
    return ((extent[2] ?? 0) - (extent[0] ?? 0)) / (this.map.getView().getResolution() ?? 1);
  }

  /** Whether something is seen well already: in view, and neither a speck in the world nor larger than the screen. */
  private fits(extent: Extent): boolean {
    const seen = this.seen();
    return seen !== null && containsExtent(seen, extent) && (this.map.getView().getZoom() ?? 0) > 5.5;
  }

  /** Moves the map as little as is needed to see something. */
  private reveal(target: Target): void {
    const extent = this.chosen.extent(target);
    const seen = this.seen();
    const center = this.map.getView().getCenter();
    if (!extent || !seen || !center || containsExtent(seen, extent)) return;
    const middle = target.kind === "footprint" || target.kind === "asset" ? null : getCenter(extent);
    if (!middle) {
      this.map.getView().fit(extent, { padding: this.padding(), maxZoom: 8.5, duration: this.duration() });
      return;
    }
    const [x = 0, y = 0] = middle;
    const [west = 0, south = 0, east = 0, north = 0] = seen;
    const inside = x >= west && x <= east && y >= south && y <= north;
    if (inside) return;
    const to = [(center[0] ?? 0) + x - (west + east) / 2, (center[1] ?? 0) + y - (south + north) / 2];
    this.map.getView().animate({ center: to, duration: this.duration() });
  }

  /** The part of the map that nothing covers. */
  private seen(): Extent | null {
    const size = this.map.getSize();
    const view = this.map.getView();
    const center = view.getCenter();
    const resolution = view.getResolution();
    if (!size || !center || !resolution) return null;
    const [top = 0, right = 0, bottom = 0, left = 0] = this.padding();
    const [width = 0, height = 0] = size;
    return [
      (center[0] ?? 0) + (left - width / 2) * resolution,
      (center[1] ?? 0) + (bottom - height / 2) * resolution,
      (center[0] ?? 0) + (width / 2 - right) * resolution,
      (center[1] ?? 0) + (height / 2 - top) * resolution,
    ];
  }

  /** Pixels at the edges that card and legend cover, and some air. */
  private padding(): [number, number, number, number] {
    const stage = this.map.getTargetElement()?.getBoundingClientRect();
    if (!stage || stage.width < 700) return [36, 36, Math.max(36, (stage?.height ?? 0) * 0.1), 36];
    const cover = (id: string) => {
      const box = document.getElementById(id)?.getBoundingClientRect();
      return box && box.width > 0 && box.height > stage.height * 0.3 ? box.width : 0;
    };
    return [48, 52 + cover("legend"), 48, 40 + cover("card")];
  }

  private duration(): number {
    return globalThis.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 380;
  }
}
