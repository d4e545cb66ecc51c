import assert from "node:assert/strict";
import test from "node:test";
import { model } from "../src/data.ts";
import { ALL, type State } from "../src/state.ts";
import { fragment, read } from "../src/url.ts";
import { content } from "./fixture.ts";

const data = model(content());
const opening: State = {
  tab: "report",
  report: 0,
  selected: null,
  hovered: null,
  filter: ALL,
  hidden: new Set(),
  sort: { column: "date", down: true },
  theme: "auto",
  view: null,
};

test("the state the page opens with needs no words", () => {
  assert.equal(fragment(opening, opening, data), "");
  assert.deepEqual(read("", opening, data), opening);
});

test("any state comes back from its fragment", () => {
  const state: State = {
    ...opening,
    tab: "table",
    report: null,
    selected: { kind: "incident", row: 1 },
    hidden: new Set(["areas"]),
    sort: { column: "place", down: false },
    theme: "dark",
    view: [6.5, 47.25, 39.5],
    filter: {
      types: new Set(["Battles", "a&b=c"]),
      statuses: new Set(["denied"]),
      sources: new Set(["Ünï #1"]),
      confidence: 0.35,
      from: 20_000,
      to: 20_010,
      undated: false,
      unlocated: false,
    },
  };
  assert.deepEqual(read(`#${fragment(state, opening, data)}`, opening, data), state);
  const place: State = { ...opening, selected: { kind: "place", place: 1 } };
  assert.deepEqual(read(fragment(place, opening, data), opening, data), place);
});

test("nonsense is as when the page opens", () => {
  const hostile =
    "map=a/b/c&tab=__proto__&selected=incident:constructor&from=x&confidence=9&theme=%00&no-layer=toString&sort=";
  assert.deepEqual(read(hostile, opening, data), opening);
});
