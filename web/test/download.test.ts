import assert from "node:assert/strict";
import test from "node:test";
import { model } from "../src/data.ts";
import { csv, geojson, guarded } from "../src/download.ts";
import { content } from "./fixture.ts";

const { layer } = model(content());

test("a text that a spreadsheet would run is guarded, a number is not", () => {
  const lines = csv(layer, [0, 1]).split("\n");
  assert.match(lines[1] ?? "", /,'=cmd\|' \/C calc'!A0,-1$/);
  assert.match(lines[2] ?? "", /,"a ""b"", c",$/);
  assert.deepEqual(["=1", "'=1", "-x", "＝1", "a=1", "'a"].map(guarded), ["'=1", "''=1", "'-x", "'＝1", "a=1", "'a"]);
});

test("what is not located is a feature without geometry", () => {
  const file = JSON.parse(geojson(layer, [0, 1]));
  assert.deepEqual(
    file.features.map((feature: { geometry: unknown }) => feature.geometry),
    [{ type: "Point", coordinates: [47.1, 39.8] }, null],
  );
  assert.equal(file.features[0].properties.status, "disputed");
  assert.equal(file.features[1].properties.place_name, null);
});
