// A report's text cut where something begins or ends: paragraphs of runs, each with the mention and the features it belongs to.
import type { Reading, Report, Said } from "./data.ts";
import { type Offsets, offsets } from "./text.ts";

/** A feature that a stretch of text tells of: `i3` the incident of row 3, `a0-2` the asset of layer 0 and row 2. */
export type Tells = string;

export interface Run {
  /** UTF-16 units of the text. */
  start: number;
  end: number;
  /** Which of the report's mentions; null for none. */
  mention: number | null;
  /** Which name that was not found; null for none. */
  missing: number | null;
  tells: Tells[];
}

export interface Block {
  kind: "paragraph" | "heading" | "item";
  runs: Run[];
}

interface Stretch {
  start: number;
  end: number;
}

/** What a report tells of features: stretches in code points. */
export type Told = [Tells, Said[]][];

/** The blocks of a report. Where mentions lie in each other the run has the one with a pin, then the longest. */
export function blocks(report: Report, readings: Reading[], which: number, told: Told): Block[] {
  const text = report.text ?? "";
  const at = offsets(text);
  const mentions = stretches(report.mentions, at);
  const missing = stretches(report.missing, at);
  const evidence: (Stretch & { tells: Tells })[] = [];
  for (const [tells, said] of told) {
    for (const one of said) {
      if (one.report !== which) continue;
      for (const [start, end] of words(one)) evidence.push({ start: at(start), end: at(end), tells });
    }
  }
  const pins = report.mentions.map(([, , reading]) => readings[reading]?.pin ?? false);
  return paragraphs(text).map(({ kind, start, end }) => ({
    kind,
    runs: runs(start, end, mentions, pins, missing, evidence),
  }));
}

function words(said: Said): readonly (readonly [number, number])[] {
  const claims = (said.claims ?? []).map((claim) => claim.words);
  return [...said.evidence, ...claims].map(([start, end]) => [start, end] as const);
}

function stretches(all: readonly (readonly [number, number, unknown])[], at: Offsets): Stretch[] {
  return all.map(([start, end]) => ({ start: at(start), end: at(end) }));
}

/** Stretches of text between empty lines; headings and items of lists as Markdown marks them, without the mark. */
export function paragraphs(text: string): (Stretch & { kind: Block["kind"] })[] {
  const out: (Stretch & { kind: Block["kind"] })[] = [];
  let open: (Stretch & { kind: Block["kind"] }) | null = null;
  let start = 0;
  const close = () => {
    if (open) out.push(open);
    open = null;
  };
  for (const line of text.split("\n")) {
    const end = start + line.length;
    const heading = /^#{1,6}\s+/.exec(line);
    const item = /^\s*[-*•]\s+/.exec(line);
    if (line.trim() === "") close();
    else if (heading) {
      close();
      out.push({ kind: "heading", start: start + heading[0].length, end });
    } else if (item) {
      close();
      open = { kind: "item", start: start + item[0].length, end };
    } else if (open) (open as Stretch).end = end;
    else open = { kind: "paragraph", start, end };
    start = end + 1;
  }
  close();
  return out;
}

function runs(
  start: number,
  end: number,
  mentions: Stretch[],
  pins: boolean[],
  missing: Stretch[],
  evidence: (Stretch & { tells: Tells })[],
): Run[] {
  const here = <T extends Stretch>(all: T[]) =>
    [...all.entries()].filter(([, one]) => one.start < end && one.end > start && one.end > one.start);
  const named = here(mentions);
  const unknown = here(missing);
  const said = here(evidence);
  const cuts = new Set([start, end]);
  for (const [, one] of [...named, ...unknown, ...said]) {
    cuts.add(Math.max(start, one.start));
    cuts.add(Math.min(end, one.end));
  }
  const edges = [...cuts].sort((a, b) => a - b);
  const out: Run[] = [];
  for (const [i, from] of edges.entries()) {
    const to = edges[i + 1];
    if (to === undefined) break;
    const covers = (one: Stretch) => one.start <= from && one.end >= to;
    const over = named.filter(([, one]) => covers(one));
    over.sort(
      ([a, one], [b, other]) => Number(pins[b]) - Number(pins[a]) || other.end - other.start - (one.end - one.start),
    );
    out.push({
      start: from,
      end: to,
      mention: over[0]?.[0] ?? null,
      missing: over.length > 0 ? null : (unknown.find(([, one]) => covers(one))?.[0] ?? null),
      tells: [...new Set(said.filter(([, one]) => covers(one)).map(([, one]) => one.tells))],
    });
  }
  return joined(out);
}

/** Neighbours that belong to the same are one. */
function joined(all: Run[]): Run[] {
  const out: Run[] = [];
  for (const run of all) {
    const last = out.at(-1);
    const alike =
      last && last.mention === run.mention && last.missing === run.missing && last.tells.join() === run.tells.join();
    if (last && alike) last.end = run.end;
    else out.push({ ...run });
  }
  return out;
}
