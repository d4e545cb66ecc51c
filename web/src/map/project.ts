// Degrees to the metres of Web Mercator (EPSG:3857), and geometries of the map library made of them.
import MultiLineString from "ol/geom/MultiLineString.js";
import MultiPolygon from "ol/geom/MultiPolygon.js";
import type { LonLat } from "../data.ts";

const RADIUS = 6378137;
/** Where the square of Web Mercator ends. */
const POLE = 85.0511;

export function project([lon, lat]: readonly [number, number]): [number, number] {
  const bounded = Math.max(-POLE, Math.min(POLE, lat));
  return [(lon * Math.PI * RADIUS) / 180, RADIUS * Math.log(Math.tan(Math.PI / 4 + (bounded * Math.PI) / 360))];
}

export function unproject([x = 0, y = 0]: readonly number[]): LonLat {
  return [(x * 180) / (Math.PI * RADIUS), (Math.atan(Math.exp(y / RADIUS)) * 360) / Math.PI - 90];
}

export function lines(all: LonLat[][]): MultiLineString {
  return new MultiLineString(all.map((line) => line.map(project)));
}

export function areas(all: LonLat[][][]): MultiPolygon {
  return new MultiPolygon(all.map((rings) => rings.map((ring) => ring.map(project))));
}

/** The sides on which an area was cut: meridians and parallels, in degrees. */
export interface Cuts {
  lons: number[];
  lats: number[];
}

/** Where the world ends. */
export const ENDS: Cuts = { lons: [-180, 180], lats: [-90, 90] };
/** Corners this near to a cut, in degrees, lie on it: more than rounding moves them. */
const NEAR = 0.0015;

/** The outlines of areas without the sides on which they were cut: no coast and no border runs there. */
export function rims(all: LonLat[][][], { lons, lats }: Cuts): LonLat[][] {
  const on = (cuts: number[], one = 0, other = 0) =>
    cuts.some((cut) => Math.abs(one - cut) < NEAR && Math.abs(other - cut) < NEAR);
  const out: LonLat[][] = [];
  for (const ring of all.flat()) {
    let line: LonLat[] = [];
    for (const [i, corner] of ring.entries()) {
      const before = ring[i - 1];
      if (before && (on(lons, before[0], corner[0]) || on(lats, before[1], corner[1]))) {
        if (line.length > 1) out.push(line);
        line = [];
      }
      line.push(corner);
    }
    if (line.length > 1) out.push(line);
  }
  return out;
}

/** How many units of the map a metre is at a latitude. */
export function stretch(lat: number): number {
  return 1 / Math.cos((Math.max(-POLE, Math.min(POLE, lat)) * Math.PI) / 180);
}
