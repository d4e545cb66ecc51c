import assert from "node:assert/strict";
import test from "node:test";
import { active, counts, extent, shows, toggled } from "../src/filters.ts";
import { sorted } from "../src/rows.ts";
import { ALL } from "../src/state.ts";
import { incident } from "./fixture.ts";

test("nothing is left out until somebody asks", () => {
  for (const one of [incident(), incident({ first: null, last: null }), incident({ at: null, confidence: 0 })]) {
    assert.equal(shows(ALL, one), true);
  }
  assert.equal(active(ALL), 0);
});

test("an undated incident stays whatever the days, until the choice for undated ones is off", () => {
  const undated = incident({ first: null, last: null });
  const march = { ...ALL, from: 10, to: 20 };
  assert.equal(shows(march, undated), true);
  assert.equal(shows({ ...march, undated: false }, undated), false);
  assert.equal(active({ ...march, undated: false }), 2);
});

test("days meet at their ends", () => {
  const long = incident({ first: 10, last: 20 });
  assert.equal(shows({ ...ALL, from: 20 }, long), true);
  assert.equal(shows({ ...ALL, to: 10 }, long), true);
  assert.equal(shows({ ...ALL, from: 21 }, long), false);
});

test("an incident of two sources stays while one of them is shown", () => {
  const two = incident({ sources: ["A", "B"] });
  assert.equal(shows({ ...ALL, sources: new Set(["A"]) }, two), true);
  assert.equal(shows({ ...ALL, sources: new Set(["A", "B"]) }, two), false);
});

test("a facet counts what the other facets leave", () => {
  const all = [incident(), incident({ type: "Protests", status: "claimed" }), incident({ status: "claimed" })];
  const filter = { ...ALL, types: new Set(["Protests"]) };
  assert.deepEqual(
    [...counts(all, filter, "types")],
    [
      ["Battles", 2],
      ["Protests", 1],
    ],
  );
  assert.deepEqual(
    [...counts(all, filter, "statuses")],
    [
      ["reported", 1],
      ["claimed", 1],
    ],
  );
  assert.deepEqual([...toggled(new Set(["a"]), "b", true)], ["a", "b"]);
});

test("the time is that of what is dated", () => {
  assert.deepEqual(extent([incident({ first: 5, last: 7 }), incident({ first: null, last: null })]), [5, 7]);
  assert.equal(extent([incident({ first: null, last: null })]), null);
});

test("what has no value comes last whichever way", () => {
  const all = [incident({ row: 0, first: null }), incident({ row: 1, first: 3 }), incident({ row: 2, first: 9 })];
  const rows = (down: boolean) => sorted(all, { column: "date", down }).map((one) => one.row);
  assert.deepEqual(rows(false), [1, 2, 0]);
  assert.deepEqual(rows(true), [2, 1, 0]);
});
