// The data of the page as src/write/web/ writes it, and the views on it that the rest of the page uses.
import { day } from "./days.ts";

export type Cell = string | number | boolean | null;
export type LonLat = [number, number];
/** Longitude and latitude of the first corner, then differences, all times the scale. */
export type Packed = number[];

interface RawColumn {
  name: string;
  alias: string;
  doc: string;
  kind: "text" | "integer" | "real" | "date" | "datetime" | "bool";
  values?: Cell[];
  words?: Cell[];
  at?: number[];
}

interface RawLayer {
  name: string;
  title: string;
  doc: string;
  count: number;
  columns: RawColumn[];
  labels: string[];
  places: (LonLat | Packed[] | Packed[][] | null)[];
  scale: number;
}

/** First and last code point (exclusive); the words where the text does not hold them there. */
export type Words = [number, number] | [number, number, string];

export interface Claim {
  speaker: string;
  role: string;
  stance: "asserts" | "denies" | "confirms" | "cannot_confirm" | "concern";
  certainty: string;
  cue: string;
  words: Words;
}

export interface Said {
  report: number;
  evidence: Words[];
  claims?: Claim[];
}

export interface Report {
  id: string;
  title: string | null;
  published: string | null;
  source: string | null;
  url: string | null;
  language: string | null;
  text: string | null;
  mentions: [number, number, number][];
  missing: [number, number, string][];
  notes: string[];
}

export interface Reading {
  words: string;
  role: "literal" | "metonym" | "demonym" | "organization" | "document" | "coordinate" | "relative";
  outcome: "resolved" | "ambiguous" | "not_a_place" | "not_in_gazetteer";
  place: number | null;
  pin: boolean;
  confidence: number;
  precision_m: number;
  relation?: string;
  /** Id, name, longitude, latitude, belief. */
  others?: [string, string, number, number, number][];
  evidence?: string[];
}

export interface Place {
  id: string;
  name: string;
  lon: number;
  lat: number;
  code: string;
  country: string | null;
  admin1: string | null;
  admin2: string | null;
}

export interface Ground {
  scale: number;
  land: [string | null, Packed[][]][];
  borders: [string, boolean, Packed[]][];
  lakes: [string | null, number, Packed[][]][];
  rivers: [string | null, number, Packed[]][];
  labels: [string, "country" | "capital" | "town" | "sea", number, number, number, number | null][];
}

export interface Content {
  format: number;
  program: string;
  title: string;
  bounds: [number, number, number, number] | null;
  event_colors: [string, string][];
  asset_colors: [string, string][];
  reports: Report[];
  readings: Reading[];
  places: Place[];
  incidents: RawLayer | null;
  incidents_said: Said[][];
  footprints: RawLayer[];
  assets: RawLayer[];
  assets_said: Said[][][];
  basemap: { world: Ground; window: (Ground & { bounds: [number, number, number, number] }) | null };
}

/** A column that is read by row. */
export class Column {
  readonly name: string;
  readonly alias: string;
  readonly doc: string;
  readonly kind: RawColumn["kind"];
  constructor(private readonly raw: RawColumn) {
    this.name = raw.name;
    this.alias = raw.alias;
    this.doc = raw.doc;
    this.kind = raw.kind;
  }

  cell(row: number): Cell {
    const { at, words, values } = this.raw;
    if (!at || !words) return values?.[row] ?? null;
    const which = at[row] ?? 0;
    return which === 0 ? null : (words[which - 1] ?? null);
  }
}

/** A layer that is read by row and column. */
export class Layer {
  readonly name: string;
  readonly title: string;
  readonly doc: string;
  readonly count: number;
  readonly columns: Column[];
  private readonly byName: Map<string, Column>;
  constructor(readonly raw: RawLayer) {
    this.name = raw.name;
    this.title = raw.title;
    this.doc = raw.doc;
    this.count = raw.count;
    this.columns = raw.columns.map((column) => new Column(column));
    this.byName = new Map(this.columns.map((column) => [column.name, column]));
  }

  cell(row: number, column: string): Cell {
    return this.byName.get(column)?.cell(row) ?? null;
  }

  text(row: number, column: string): string | null {
    const cell = this.cell(row, column);
    return cell === null ? null : String(cell);
  }

  number(row: number, column: string): number | null {
    const cell = this.cell(row, column);
    return typeof cell === "number" ? cell : null;
  }

  label(row: number): string {
    return this.raw.labels[row] ?? "";
  }

  /** A list that the layer holds as text. */
  list(row: number, column: string): string[] {
    return this.text(row, column)?.split("; ") ?? [];
  }

  point(row: number): LonLat | null {
    const place = this.raw.places[row];
    return place && typeof place[0] === "number" && typeof place[1] === "number" ? [place[0], place[1]] : null;
  }

  /** Lines of a layer of lines, areas of a layer of areas; nothing for points. */
  shape(row: number): { lines: LonLat[][] } | { areas: LonLat[][][] } | null {
    const place = this.raw.places[row];
    const first = place?.[0];
    if (!place || !Array.isArray(first)) return null;
    if (typeof first[0] === "number")
      return { lines: (place as Packed[]).map((line) => unpacked(line, this.raw.scale)) };
    const areas = place as Packed[][];
    return { areas: areas.map((rings) => rings.map((ring) => unpacked(ring, this.raw.scale))) };
  }
}

/** Corners in degrees. */
export function unpacked(line: Packed, scale: number): LonLat[] {
  const out: LonLat[] = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i + 1 < line.length; i += 2) {
    x += line[i] ?? 0;
    y += line[i + 1] ?? 0;
    out.push([x / scale, y / scale]);
  }
  return out;
}

export const STATUSES = ["reported", "confirmed", "claimed", "disputed", "denied"] as const;
export type Status = (typeof STATUSES)[number];

/** An incident as lists, filters and symbols need it; the rest is in the layer. */
export interface Incident {
  row: number;
  id: string;
  type: string;
  subtype: string;
  status: Status;
  confidence: number;
  /** First and last day; null where the reports give none. */
  first: number | null;
  last: number | null;
  at: LonLat | null;
  place: string | null;
  placeId: string | null;
  radius: number | null;
  sources: string[];
  reports: number[];
}

/** What a filter by source calls reports of which nobody is named. */
export const NO_SOURCE = "No source named";

function incidents(layer: Layer, said: Said[][], reports: Report[]): Incident[] {
  const out: Incident[] = [];
  for (let row = 0; row < layer.count; row += 1) {
    const told = [...new Set((said[row] ?? []).map((one) => one.report))];
    const sources = [...new Set(told.map((report) => reports[report]?.source || NO_SOURCE))];
    const first = day(layer.text(row, "date_start"));
    const last = day(layer.text(row, "date_end"));
    out.push({
      row,
      id: layer.text(row, "id") ?? String(row),
      type: layer.text(row, "event_type") ?? "Unknown",
      subtype: layer.text(row, "sub_event_type") ?? layer.text(row, "event_type") ?? "Unknown",
      status: (layer.text(row, "status") ?? "reported") as Status,
      confidence: layer.number(row, "confidence") ?? 0,
      first: first ?? last,
      last: last ?? first,
      at: layer.point(row),
      place: layer.text(row, "place_name"),
      placeId: layer.text(row, "place_id"),
      radius: layer.number(row, "precision_m"),
      sources: sources.length > 0 ? sources : [layer.text(row, "source") ?? NO_SOURCE],
      reports: told,
    });
  }
  return out;
}

/** Everything the page shows. */
export interface Model {
  content: Content;
  layer: Layer;
  incidents: Incident[];
  byId: Map<string, number>;
  footprints: Layer[];
  assets: Layer[];
}

const NONE: RawLayer = {
  name: "incidents",
  title: "Incidents",
  doc: "",
  count: 0,
  columns: [],
  labels: [],
  places: [],
  scale: 1,
};

export function model(content: Content): Model {
  const layer = new Layer(content.incidents ?? NONE);
  const all = incidents(layer, content.incidents_said, content.reports);
  return {
    content,
    layer,
    incidents: all,
    byId: new Map(all.map((incident) => [incident.id, incident.row])),
    footprints: content.footprints.map((raw) => new Layer(raw)),
    assets: content.assets.map((raw) => new Layer(raw)),
  };
}
