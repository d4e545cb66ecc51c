// Which incidents a filter leaves, and how many of each kind there would be.
import type { Incident } from "./data.ts";
import type { Filter } from "./state.ts";

/** Whether an incident is shown. */
export function shows(filter: Filter, incident: Incident): boolean {
  return byKind(filter, incident) && byTime(filter, incident);
}

/** Whether it is shown whatever its time. */
export function byKind(filter: Filter, incident: Incident): boolean {
  return (
    incident.confidence >= filter.confidence &&
    !filter.types.has(incident.type) &&
    !filter.statuses.has(incident.status) &&
    (filter.unlocated || incident.at !== null) &&
    incident.sources.some((source) => !filter.sources.has(source))
  );
}

/** Whether it is shown by its time: its days meet the days asked for; undated ones by the choice for these. */
export function byTime(filter: Filter, incident: Incident): boolean {
  if (incident.first === null || incident.last === null) return filter.undated;
  return (filter.from === null || incident.last >= filter.from) && (filter.to === null || incident.first <= filter.to);
}

/** How many parts of a filter leave something out. */
export function active(filter: Filter): number {
  return (
    Number(filter.types.size > 0) +
    Number(filter.statuses.size > 0) +
    Number(filter.sources.size > 0) +
    Number(filter.confidence > 0) +
    Number(filter.from !== null || filter.to !== null) +
    Number(!filter.undated) +
    Number(!filter.unlocated)
  );
}

export type Facet = "types" | "statuses" | "sources";

/** For each value of a facet how many incidents pass all other parts of the filter. */
export function counts(incidents: Incident[], filter: Filter, facet: Facet): Map<string, number> {
  const open: Filter = { ...filter, [facet]: new Set<string>() };
  const out = new Map<string, number>();
  for (const incident of incidents) {
    const shown = shows(open, incident);
    for (const value of values(incident, facet)) out.set(value, (out.get(value) ?? 0) + Number(shown));
  }
  return out;
}

function values(incident: Incident, facet: Facet): string[] {
  if (facet === "types") return [incident.type];
  return facet === "statuses" ? [incident.status] : incident.sources;
}

/** A set with a value put in or taken out. */
export function toggled(set: ReadonlySet<string>, value: string, on: boolean): ReadonlySet<string> {
  const out = new Set(set);
  if (on) out.add(value);
  else out.delete(value);
  return out;
}

/** First and last day of what is dated. */
export function extent(incidents: Incident[]): [number, number] | null {
  let first = Infinity;
  let last = -Infinity;
  for (const incident of incidents) {
    if (incident.first === null || incident.last === null) continue;
    first = Math.min(first, incident.first);
    last = Math.max(last, incident.last);
  }
  return first <= last ? [first, last] : null;
}
