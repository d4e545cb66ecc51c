import assert from "node:assert/strict";
import test from "node:test";
import { Clusters } from "../src/map/clusters.ts";
import { incident } from "./fixture.ts";

test("incidents at one point are a cluster that does not open, others fall apart", () => {
  const all = [
    incident({ row: 0, at: [47, 39] }),
    incident({ row: 1, at: [47, 39], type: "Protests" }),
    incident({ row: 2, at: [47.2, 39] }),
    incident({ row: 3, at: null }),
  ];
  const clusters = new Clusters(all, ["Battles", "Protests"]);
  clusters.load([0, 1, 2, 3]);
  const far = clusters.within([-180, -85, 180, 85], 3);
  assert.deepEqual(
    far.map((mark) => [mark.count, mark.counts]),
    [[3, { 0: 2, 1: 1 }]],
  );
  const near = clusters.within([46, 38, 48, 40], 10);
  assert.deepEqual(near.map((mark) => mark.count).sort(), [1, 2]);
  const pair = near.find((mark) => mark.cluster !== null);
  assert.equal(clusters.opens(pair?.cluster ?? -1), null);
  assert.deepEqual(clusters.rows(pair?.cluster ?? -1).sort(), [0, 1]);
  assert.ok(far[0]?.cluster != null && clusters.opens(far[0].cluster) !== null);
});
