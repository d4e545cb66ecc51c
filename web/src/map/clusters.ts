// Incidents that lie on one another, brought together by zoom.
import type { PointFeature } from "supercluster";
import Supercluster from "supercluster";
import type { Incident } from "../data.ts";

/** How many incidents of each type are in a cluster, by the type's number. */
export type Counts = Record<string, number>;

/** What stands at a point of the map: one incident, or several. */
export interface Mark {
  at: [number, number];
  /** The incident; null for a cluster. */
  row: number | null;
  count: number;
  counts: Counts;
  cluster: number | null;
}

/** The deepest zoom at which incidents are brought together: a street apart they are told apart. */
const DEEPEST = 15;
/** Pixels within which symbols would cover each other. */
const RADIUS = 38;

export class Clusters {
  private index = new Supercluster<{ row: number; type: number }, Counts>();

  constructor(
    private readonly incidents: Incident[],
    private readonly types: string[],
  ) {}

  /** Takes the incidents that are shown. */
  load(rows: readonly number[]): void {
    this.index = new Supercluster<{ row: number; type: number }, Counts>({
      radius: RADIUS,
      extent: 256,
      maxZoom: DEEPEST,
      map: ({ type }) => ({ [type]: 1 }),
      reduce: (all, one) => {
        for (const type in one) all[type] = (all[type] ?? 0) + (one[type] ?? 0);
      },
    });
    const points: PointFeature<{ row: number; type: number }>[] = [];
    for (const row of rows) {
      const incident = this.incidents[row];
      if (!incident?.at) continue;
      const properties = { row, type: this.types.indexOf(incident.type) };
      points.push({ type: "Feature", geometry: { type: "Point", coordinates: incident.at }, properties });
    }
    this.index.load(points);
  }

  /** What stands within some bounds (west, south, east, north) at a zoom. */
  within(bounds: [number, number, number, number], zoom: number): Mark[] {
    const at = Math.max(0, Math.min(DEEPEST + 1, Math.floor(zoom)));
    return this.index.getClusters(bounds, at).map((one) => {
      const [lon = 0, lat = 0] = one.geometry.coordinates;
      const of = one.properties as Record<string, unknown>;
      if (of.cluster !== true) {
        const { row, type } = one.properties as { row: number; type: number };
        return { at: [lon, lat], row, count: 1, counts: { [type]: 1 }, cluster: null };
      }
      const counts: Counts = {};
      for (const [key, value] of Object.entries(of)) if (/^-?\d+$/.test(key)) counts[key] = Number(value);
      return { at: [lon, lat], row: null, count: Number(of.point_count), counts, cluster: Number(of.cluster_id) };
    });
  }

  /** The incidents of a cluster. */
  rows(cluster: number): number[] {
    return this.index.getLeaves(cluster, Infinity).map((leaf) => leaf.properties.row);
  }

  /** The zoom at which a cluster falls apart; null when its incidents lie at one point. */
  opens(cluster: number): number | null {
    const zoom = this.index.getClusterExpansionZoom(cluster);
    return zoom <= DEEPEST ? zoom : null;
  }
}
