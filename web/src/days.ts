// Days as whole numbers since 1970-01-01, in the proleptic Gregorian calendar and without a time zone: a day of a report is a
// day wherever it is read.

const DAY = 86_400_000;

/** The day of `YYYY-MM-DD`; nothing when it is none. */
export function day(text: string | null): number | null {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? null : Math.round(time / DAY);
}

/** `YYYY-MM-DD`. */
export function iso(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

const LONG = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const SHORT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** `24 October 2020`. */
export function long(day: number): string {
  return LONG.format(day * DAY);
}

/** `24 Oct 2020`. */
export function short(day: number): string {
  return SHORT.format(day * DAY);
}

/** `23–24 October 2020`; `Undated` where neither day is known. */
export function span(first: number | null, last: number | null): string {
  if (first === null && last === null) return "Undated";
  const from = first ?? last ?? 0;
  const to = last ?? from;
  return from === to ? long(from) : LONG.formatRange(from * DAY, to * DAY);
}

/** How many of some spans of days lie in each of `count` equal parts of a time. A span counts in each part it touches. */
export function histogram(
  spans: Iterable<readonly [number, number]>,
  from: number,
  to: number,
  count: number,
): number[] {
  const bars = new Array<number>(count).fill(0);
  const width = (to - from + 1) / count;
  const bar = (day: number) => Math.min(count - 1, Math.max(0, Math.floor((day - from) / width)));
  for (const [first, last] of spans) {
    for (let at = bar(first); at <= bar(last); at += 1) bars[at] = (bars[at] ?? 0) + 1;
  }
  return bars;
}
