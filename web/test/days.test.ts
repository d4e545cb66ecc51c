import assert from "node:assert/strict";
import test from "node:test";
import { day, histogram, iso, span } from "../src/days.ts";

test("a day comes back, before 1970 and in a leap year too", () => {
  for (const text of ["1911-12-31", "1970-01-01", "2024-02-29", "2026-03-04"]) assert.equal(iso(day(text) ?? 0), text);
  for (const bad of ["2026-3-4", "yesterday", "2026-13-01", null]) assert.equal(day(bad), null);
});

test("what has no day is undated", () => {
  assert.equal(span(null, null), "Undated");
  assert.match(span(day("2020-10-23"), day("2020-10-24")), /^23\s?–\s?24 October 2020$/);
});

test("a span counts in each bar that it touches", () => {
  assert.deepEqual(
    histogram(
      [
        [0, 0],
        [0, 9],
        [9, 9],
      ],
      0,
      9,
      5,
    ),
    [2, 1, 1, 1, 2],
  );
});
