// A small content of a page, for tests.
import type { Content, Incident } from "../src/data.ts";

const GROUND = { scale: 1000, land: [], borders: [], lakes: [], rivers: [], labels: [] };

export function content(): Content {
  const column = (name: string, kind: "text" | "integer" | "real" | "date", values: (string | number | null)[]) => ({
    name,
    alias: name,
    doc: name,
    kind,
    values,
  });
  return {
    format: 1,
    program: "0.0.0",
    title: "Shells and talks",
    bounds: null,
    event_colors: [["Battles", "#D55E00"]],
    asset_colors: [["mentioned", "#0072B2"]],
    reports: [
      {
        id: "one",
        title: "Shells and talks",
        published: "2026-03-04",
        source: "Test desk",
        url: null,
        language: "en",
        text: "# Shells\n\nThe 😀 town of Martuni was shelled. Baku denied it.\n\n- Zubrowka is quiet\n",
        mentions: [
          [24, 31, 0],
          [45, 49, 1],
        ],
        missing: [[64, 72, "Zubrowka"]],
        notes: [],
      },
    ],
    readings: [
      {
        words: "Martuni",
        role: "literal",
        outcome: "resolved",
        place: 0,
        pin: true,
        confidence: 0.9,
        precision_m: 1000,
      },
      { words: "Baku", role: "metonym", outcome: "resolved", place: 1, pin: false, confidence: 0.9, precision_m: 1000 },
    ],
    places: [
      {
        id: "g:1",
        name: "Khojavend (Martuni)",
        lon: 47.1,
        lat: 39.8,
        code: "PPL",
        country: "AZ",
        admin1: null,
        admin2: null,
      },
      { id: "g:2", name: "Baku", lon: 49.9, lat: 40.4, code: "PPLC", country: "AZ", admin1: null, admin2: null },
    ],
    incidents: {
      name: "incidents",
      title: "Incidents",
      doc: "",
      count: 2,
      columns: [
        column("id", "text", ["one-1", "one-2"]),
        column("event_type", "text", ["Battles", "Protests"]),
        column("sub_event_type", "text", ["Armed clash", "Peaceful protest"]),
        { name: "status", alias: "status", doc: "", kind: "text", words: ["disputed", "reported"], at: [1, 2] },
        column("confidence", "real", [0.9, 0.4]),
        column("date_start", "date", ["2026-03-03", null]),
        column("date_end", "date", ["2026-03-04", null]),
        column("place_name", "text", ["Khojavend (Martuni)", null]),
        column("place_id", "text", ["g:1", null]),
        column("actors", "text", ["=cmd|' /C calc'!A0", 'a "b", c']),
        column("fatalities_best", "integer", [-1, null]),
      ],
      labels: ["Armed clash", "Peaceful protest"],
      places: [[47.1, 39.8], null],
      scale: 100000,
    },
    incidents_said: [[{ report: 0, evidence: [[10, 44]], claims: [] }], [{ report: 0, evidence: [[45, 60]] }]],
    footprints: [],
    assets: [],
    assets_said: [],
    basemap: { world: GROUND, window: null },
  };
}

/** An incident of which little is known. */
export function incident(change: Partial<Incident> = {}): Incident {
  return {
    row: 0,
    id: "one-1",
    type: "Battles",
    subtype: "Armed clash",
    status: "reported",
    confidence: 0.8,
    first: 100,
    last: 100,
    at: [47, 39],
    place: "Martuni",
    placeId: "g:1",
    radius: 1000,
    sources: ["Test desk"],
    reports: [0],
    ...change,
  };
}
