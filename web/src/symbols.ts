// Symbols of incidents and assets: one drawing for the map's canvas and for the SVG of legend, list and cards. Type is colour
// and shape, status is fill and outline, so that both are told apart in grey and with any colour vision.
import { svg } from "./dom.ts";

/** Shapes by event type, around 0,0 in a box of 20. */
const SHAPES = table({
  Battles: "M0-9L9 0L0 9L-9 0Z",
  "Explosions/Remote violence": star(8, 9.2, 5),
  "Violence against civilians": "M0-8.8L8.6 6.6H-8.6Z",
  Protests: "M-7.6 0A7.6 7.6 0 1 0 7.6 0A7.6 7.6 0 1 0-7.6 0Z",
  Riots: polygon(5, 8.8),
  "Strategic developments": "M-7-7H7V7H-7Z",
  "Natural hazard": "M-8.6-6.6H8.6L0 8.6Z",
  "Technological hazard": polygon(6, 8.6),
  Health: "M-3-8.4H3V-3H8.4V3H3V8.4H-3V3H-8.4V-3H-3Z",
});
const OTHER = "M-6-6L6-6L6 6L-6 6Z";

/** A table that knows nothing but its own: a report may name a type `constructor`. */
function table<T = string>(all: Record<string, T>): Map<string, T> {
  return new Map(Object.entries(all));
}

function polygon(corners: number, radius: number): string {
  return path(Array.from({ length: corners }, (_, i) => [radius, (i * 2 * Math.PI) / corners]));
}

function star(points: number, outer: number, inner: number): string {
  return path(Array.from({ length: points * 2 }, (_, i) => [i % 2 === 0 ? outer : inner, (i * Math.PI) / points]));
}

function path(corners: (readonly [number, number])[] | number[][]): string {
  const spots = corners.map(([radius = 0, turn = 0]) => {
    const x = radius * Math.sin(turn);
    const y = -radius * Math.cos(turn);
    return `${x.toFixed(2)} ${y.toFixed(2)}`;
  });
  return `M${spots.join("L")}Z`;
}

export interface Ink {
  /** Of outlines. */
  line: string;
  /** Of what is left open, and of the casing around. */
  paper: string;
}

/** How a status is drawn: how much is filled, and how the outline runs. */
interface Manner {
  fill: "full" | "half" | "pale" | "none";
  dash: number[];
  ring: boolean;
  struck: boolean;
}

const MANNERS = table<Manner>({
  reported: { fill: "full", dash: [], ring: false, struck: false },
  confirmed: { fill: "full", dash: [], ring: true, struck: false },
  claimed: { fill: "pale", dash: [3, 1.9], ring: false, struck: false },
  disputed: { fill: "half", dash: [], ring: false, struck: false },
  denied: { fill: "none", dash: [1.5, 1.7], ring: false, struck: true },
});
const REPORTED: Manner = { fill: "full", dash: [], ring: false, struck: false };
const HALF = "M-12-12H0V12H-12Z";
const RING = "M-11.4 0A11.4 11.4 0 1 0 11.4 0A11.4 11.4 0 1 0-11.4 0Z";
const STRIKE = "M-9 9L9-9";

/** Draws a symbol on a canvas around its middle; `size` is the side of its box. */
export function draw(
  on: CanvasRenderingContext2D,
  type: string,
  status: string,
  color: string,
  ink: Ink,
  size: number,
): void {
  const shape = new Path2D(SHAPES.get(type) ?? OTHER);
  const manner = MANNERS.get(status) ?? REPORTED;
  on.save();
  on.scale(size / 24, size / 24);
  on.lineJoin = "round";
  on.strokeStyle = ink.paper;
  on.lineWidth = 5;
  on.stroke(shape);
  if (manner.ring) {
    on.fillStyle = ink.paper;
    on.fill(new Path2D(RING));
  }
  on.fillStyle = ink.paper;
  on.fill(shape);
  on.fillStyle = color;
  if (manner.fill === "half") {
    on.save();
    on.clip(shape);
    on.fill(new Path2D(HALF));
    on.restore();
  } else if (manner.fill !== "none") {
    on.globalAlpha = manner.fill === "pale" ? 0.38 : 1;
    on.fill(shape);
    on.globalAlpha = 1;
  }
  on.strokeStyle = ink.line;
  on.lineWidth = 1.7;
  on.setLineDash(manner.dash);
  on.stroke(shape);
  on.setLineDash([]);
  if (manner.fill === "half") line(on, "M0-9.5V9.5", 1.2);
  if (manner.struck) line(on, STRIKE, 1.7);
  if (manner.ring) line(on, RING, 1.5);
  on.restore();
}

function line(on: CanvasRenderingContext2D, d: string, width: number): void {
  on.lineWidth = width;
  on.stroke(new Path2D(d));
}

let clips = 0;

/** The same symbol as SVG; its colours of line and paper are the page's own. */
export function symbol(type: string, status: string, color: string, size = 20): SVGElement {
  const d = SHAPES.get(type) ?? OTHER;
  const manner = MANNERS.get(status) ?? REPORTED;
  const parts: Node[] = [];
  if (manner.ring) parts.push(svg("path", { d: RING, class: "symbol-paper" }));
  parts.push(svg("path", { d, class: "symbol-paper" }));
  if (manner.fill === "half") {
    clips += 1;
    const id = `half-${clips}`;
    parts.push(svg("clipPath", { id }, svg("path", { d: HALF })));
    parts.push(svg("path", { d, fill: color, "clip-path": `url(#${id})` }));
    parts.push(svg("path", { d: "M0-9V9", class: "symbol-line", "stroke-width": 1.2 }));
  } else if (manner.fill !== "none") {
    parts.push(svg("path", { d, fill: color, "fill-opacity": manner.fill === "pale" ? 0.38 : 1 }));
  }
  parts.push(svg("path", { d, class: "symbol-line", "stroke-width": 1.7, "stroke-dasharray": manner.dash.join(" ") }));
  if (manner.struck) parts.push(svg("path", { d: STRIKE, class: "symbol-line", "stroke-width": 1.7 }));
  if (manner.ring) parts.push(svg("path", { d: RING, class: "symbol-line", "stroke-width": 1.5 }));
  return svg(
    "svg",
    { viewBox: "-12.5 -12.5 25 25", width: size, height: size, class: "symbol", "aria-hidden": "true" },
    ...parts,
  );
}

/** The sign inside an asset's frame: harm, hindrance, worry, no harm, no word of either. */
const SIGNS = table({
  destroyed: "M-3.5-3.5L3.5 3.5M3.5-3.5L-3.5 3.5",
  damaged: "M-3.5-3.5L3.5 3.5M3.5-3.5L-3.5 3.5",
  attacked: "M-3.5-3.5L3.5 3.5M3.5-3.5L-3.5 3.5",
  seized: "M-3.5 0H3.5",
  closed: "M-3.5 0H3.5",
  disrupted: "M-3.5 0H3.5",
  at_risk: "M0-4V1M0 3.4V4",
  undamaged: "M-3.5 0L-1 3L3.8-3.2",
  restored: "M-3.5 0L-1 3L3.8-3.2",
});
const DOT = "M-.6 0A.6.6 0 1 0 .6 0A.6.6 0 1 0-.6 0Z";
const FRAME = "M-7.5-5.5a2 2 0 0 1 2-2h11a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2Z";

export function drawAsset(on: CanvasRenderingContext2D, status: string, color: string, ink: Ink, size: number): void {
  on.save();
  on.scale(size / 24, size / 24);
  const frame = new Path2D(FRAME);
  on.strokeStyle = ink.paper;
  on.lineWidth = 6;
  on.stroke(frame);
  on.fillStyle = ink.paper;
  on.fill(frame);
  on.strokeStyle = color;
  on.lineWidth = 3;
  on.stroke(frame);
  on.strokeStyle = ink.line;
  on.lineCap = "round";
  line(on, SIGNS.get(status) ?? DOT, 2.2);
  on.restore();
}

export function assetSymbol(status: string, color: string, size = 20): SVGElement {
  const frame = svg("path", { d: FRAME, class: "symbol-paper", stroke: color, "stroke-width": 3 });
  const sign = svg("path", {
    d: SIGNS.get(status) ?? DOT,
    class: "symbol-line",
    "stroke-width": 2.2,
    "stroke-linecap": "round",
  });
  return svg(
    "svg",
    { viewBox: "-12.5 -12.5 25 25", width: size, height: size, class: "symbol", "aria-hidden": "true" },
    frame,
    sign,
  );
}
