// Search in places, incidents and texts; by words in any order, without regard to case or diacritics.
import type { Model } from "./data.ts";
import { inside, title, whenShort } from "./describe.ts";
import type { Target } from "./state.ts";
import { clip } from "./text.ts";

export interface Found {
  group: "Places" | "Incidents" | "In the text";
  title: string;
  note: string;
  target: Target | null;
  report: number | null;
}

const MOST = 6;

/** Small letters without diacritics. */
export function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** What fits all words of a query: at most six of each group, the first first. */
export function search(model: Model, query: string): Found[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const fits = (text: string) => {
    const all = folded(text);
    return words.every((word) => all.includes(word));
  };
  return [...places(model, fits), ...incidents(model, fits), ...texts(model, words)];
}

type Fits = (text: string) => boolean;

function places(model: Model, fits: Fits): Found[] {
  const { places: all, readings } = model.content;
  const names = new Map<number, Set<string>>();
  for (const reading of readings) {
    if (reading.place === null || !reading.pin) continue;
    const known = names.get(reading.place) ?? new Set<string>();
    names.set(reading.place, known.add(reading.words));
  }
  const seen = new Set<string>();
  const out: Found[] = [];
  for (const [which, spelt] of names) {
    const place = all[which];
    if (!place || seen.has(place.id) || !fits(`${place.name} ${[...spelt].join(" ")} ${place.admin1 ?? ""}`)) continue;
    seen.add(place.id);
    const title = clip(place.name, 70);
    out.push({ group: "Places", title, note: inside(place), target: { kind: "place", place: which }, report: null });
    if (out.length === MOST) break;
  }
  return out;
}

function incidents(model: Model, fits: Fits): Found[] {
  const out: Found[] = [];
  for (const incident of model.incidents) {
    const text = (column: string) => model.layer.text(incident.row, column) ?? "";
    const all = `${incident.type} ${title(incident)} ${incident.status} ${text("actors")} ${text("targets")} ${text("evidence")}`;
    if (!fits(all)) continue;
    const note = `${whenShort(incident)} · ${incident.status}`;
    out.push({
      group: "Incidents",
      title: title(incident),
      note,
      target: { kind: "incident", row: incident.row },
      report: null,
    });
    if (out.length === MOST) break;
  }
  return out;
}

function texts(model: Model, words: string[]): Found[] {
  const out: Found[] = [];
  for (const [report, { text, title, id }] of model.content.reports.entries()) {
    if (!text) continue;
    for (const raw of text.split("\n")) {
      const line = raw.replace(/^#+\s+/, "");
      const all = folded(line);
      const at = all.indexOf(words[0] ?? "");
      if (at < 0 || !words.every((word) => all.includes(word))) continue;
      const from = Math.max(0, at - 40);
      const excerpt = clip(`${from > 0 ? "…" : ""}${line.slice(from, from + 140)}`, 110);
      out.push({ group: "In the text", title: excerpt, note: clip(title ?? id, 60), target: null, report });
      break;
    }
    if (out.length === MOST) break;
  }
  return out;
}
