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

/** How many units of the map a metre is at a latitude. */
export function stretch(lat: number): number {
  return 1 / Math.cos((Math.max(-POLE, Math.min(POLE, lat)) * Math.PI) / 180);
}
