// What is said of incidents, places and reports, in words.
import type { Incident, Layer, Model, Place, Reading, Said, Words } from "./data.ts";
import { short, span } from "./days.ts";
import { capital, clip, offsets, words } from "./text.ts";

/** `Shelling/artillery/missile attack, Khojavend (Martuni)`. */
export function title(incident: Incident): string {
  const what = clip(incident.subtype, 100);
  return incident.place ? `${what}, ${clip(incident.place, 80)}` : what;
}

export function when(incident: Incident): string {
  return span(incident.first, incident.last);
}

/** For narrow columns. */
export function whenShort(incident: Incident): string {
  if (incident.first === null || incident.last === null) return "Undated";
  return incident.first === incident.last
    ? short(incident.first)
    : `${short(incident.first)} – ${short(incident.last)}`;
}

/** All of an incident in a sentence, for a screen reader. */
export function sentence(incident: Incident): string {
  const place = incident.at ? (incident.place ?? "at coordinates") : "not located";
  return `${clip(incident.subtype, 100)}, ${clip(place, 80)}, ${incident.status}, ${whenShort(incident)}`;
}

export function reportTitle(model: Model, report: number): string {
  const one = model.content.reports[report];
  return clip(one?.title ?? one?.id ?? "", 140);
}

const COUNTRIES = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

export function country(code: string | null): string | null {
  if (!code || !/^[A-Z]{2}$/.test(code)) return code;
  return COUNTRIES.of(code) ?? code;
}

/** `Xocavənd, Azerbaijan`. */
export function inside(place: Pick<Place, "admin1" | "admin2" | "country">): string {
  const names = [place.admin2, place.admin1, country(place.country)].filter((name) => name !== null);
  return clip([...new Set(names)].join(", "), 120);
}

const PRECISIONS: Record<number, string> = { 1: "the named town", 2: "near it", 3: "a region or a border" };

export function precision(layer: Layer, row: number): string | null {
  const number = layer.number(row, "geo_precision");
  return number === null ? null : (PRECISIONS[number] ?? null);
}

const TIMES: Record<number, string> = { 1: "to the day", 2: "within a week", 3: "within a month" };

export function timePrecision(layer: Layer, row: number): string | null {
  const number = layer.number(row, "time_precision");
  return number === null ? null : (TIMES[number] ?? null);
}

const ROLES: Record<Reading["role"], string> = {
  literal: "the place itself",
  metonym: "a government or body called by its seat: no pin",
  demonym: "a people or an adjective: no pin",
  organization: "part of an organisation's name: no pin",
  document: "part of a document's name: no pin",
  coordinate: "coordinates written out",
  relative: "a place told by another",
};

export function role(reading: Reading): string {
  return ROLES[reading.role] ?? words(reading.role);
}

/** The words of a stretch, as they stand in the report. */
export function quote(model: Model, report: number, [start, end, held]: Words): string {
  if (held !== undefined) return held;
  const text = model.content.reports[report]?.text ?? "";
  const at = offsets(text);
  return text.slice(at(start), at(end));
}

export interface Context {
  before: string;
  quote: string;
  after: string;
}

/** A quote with what stands around it in its paragraph, cut at words. */
export function inContext(model: Model, said: Said, words: Words, around = 170): Context {
  const text = model.content.reports[said.report]?.text;
  const own = quote(model, said.report, words);
  if (!text || words[2] !== undefined) return { before: "", quote: own, after: "" };
  const at = offsets(text);
  const [start, end] = [at(words[0]), at(words[1])];
  const opens = Math.max(text.lastIndexOf("\n", start - 1) + 1, 0);
  const line = text.indexOf("\n", end);
  const closes = line < 0 ? text.length : line;
  const from = start - opens > around ? text.indexOf(" ", start - around) + 1 : opens;
  const to = closes - end > around ? Math.max(end, text.lastIndexOf(" ", end + around)) : closes;
  const before = text.slice(Math.min(from, start), start).replace(/^#+\s*/, "");
  return {
    before: (from > opens ? "… " : "") + before,
    quote: own,
    after: text.slice(end, to) + (to < closes ? " …" : ""),
  };
}

/** `certain` needs no word; doubt does. */
export function certainty(word: string): string | null {
  return word === "certain" ? null : `${capital(words(word))}, not certain`;
}
