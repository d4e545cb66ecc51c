import assert from "node:assert/strict";
import test from "node:test";
import { together } from "../src/map/highlight.ts";
import { ENDS, project, rims, unproject } from "../src/map/project.ts";

test("a position comes back from the map", () => {
  const [lon, lat] = unproject(project([47.1117, 39.79496]));
  assert.ok(Math.abs(lon - 47.1117) < 1e-9 && Math.abs(lat - 39.79496) < 1e-9);
});

test("no coast runs where an area was cut", () => {
  const half: [number, number][] = [
    [179, -1],
    [180, -1],
    [180, 1],
    [179, 1],
    [179, -1],
  ];
  assert.deepEqual(rims([[half]], ENDS), [
    [
      [179, -1],
      [180, -1],
    ],
    [
      [180, 1],
      [179, 1],
      [179, -1],
    ],
  ]);
});

test("what is cut at the antimeridian is together again", () => {
  const half = Math.PI * 6378137;
  const [west, , east] = together([
    [half - 100, 0, half, 10],
    [-half, 0, -half + 100, 10],
  ]) ?? [0, 0, 0, 0];
  assert.ok(Math.abs((east ?? 0) - (west ?? 0) - 200) < 1e-6);
  assert.equal(together([]), null);
});
