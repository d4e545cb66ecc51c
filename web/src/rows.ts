// The order of incidents in lists and tables.
import type { Incident } from "./data.ts";
import { title } from "./describe.ts";

/** What can be sorted by. */
export const SORTABLE = ["date", "type", "place", "status", "confidence", "source"] as const;

const KEYS: Record<string, (incident: Incident) => string | number | null> = {
  date: (incident) => incident.first,
  type: (incident) => `${incident.type} ${incident.subtype}`,
  title: title,
  place: (incident) => incident.place,
  status: (incident) => incident.status,
  confidence: (incident) => incident.confidence,
  source: (incident) => incident.sources[0] ?? null,
};

const COLLATOR = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** In order of a column; what has no value comes last either way, what is equal stays in the order of the layer. */
export function sorted(incidents: Incident[], { column, down }: { column: string; down: boolean }): Incident[] {
  const of = KEYS[column] ?? KEYS.date ?? (() => null);
  const keyed = incidents.map((incident) => [of(incident), incident] as const);
  const turn = down ? -1 : 1;
  keyed.sort(([a, one], [b, other]) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null) || one.row - other.row;
    const order = typeof a === "number" && typeof b === "number" ? a - b : COLLATOR.compare(String(a), String(b));
    return order * turn || one.row - other.row;
  });
  return keyed.map(([, incident]) => incident);
}
