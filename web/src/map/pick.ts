// What stands at a point of the map, by geometry: nothing is read back from the canvas, which would be slow.
import type { Coordinate } from "ol/coordinate.js";
import { boundingExtent, buffer, getArea } from "ol/extent.js";
import type Feature from "ol/Feature.js";
import type VectorLayer from "ol/layer/Vector.js";
import type { LayerName } from "../layers.ts";

/** Pixels within which a layer's features are hit, in the order in which they are asked. */
const REACH: [LayerName, number][] = [
  ["incidents", 15],
  ["infrastructure", 8],
  ["places", 8],
  ["borders", 6],
];
/** Web Mercator's world, in metres. */
const WORLD = 2 * Math.PI * 6378137;

/** The feature at a coordinate: of what has no extent the nearest, then lines, then the smallest area. */
export function pick(
  layers: Record<LayerName, VectorLayer>,
  [x = 0, y = 0]: Coordinate,
  resolution: number,
  more: number,
): Feature | null {
  const at = [x - Math.round(x / WORLD) * WORLD, y];
  for (const [name, reach] of REACH) {
    const found = nearest(layers[name], at, (reach + more) * resolution);
    if (found) return found;
  }
  const areas = layers.areas.getVisible() ? (layers.areas.getSource()?.getFeaturesAtCoordinate(at) ?? []) : [];
  const size = (feature: Feature) => getArea(feature.getGeometry()?.getExtent() ?? [0, 0, 0, 0]);
  return areas.sort((one, other) => size(one) - size(other))[0] ?? null;
}

function nearest(layer: VectorLayer, at: Coordinate, reach: number): Feature | null {
  if (!layer.getVisible()) return null;
  let best: Feature | null = null;
  let least = reach;
  layer.getSource()?.forEachFeatureInExtent(buffer(boundingExtent([at]), reach), (feature) => {
    const spot = feature.getGeometry()?.getClosestPoint(at);
    const far = spot ? Math.hypot((spot[0] ?? 0) - (at[0] ?? 0), (spot[1] ?? 0) - (at[1] ?? 0)) : Infinity;
    if (far > least) return;
    least = far;
    best = feature;
  });
  return best;
}
