import assert from "node:assert/strict";
import test from "node:test";
import { model, unpacked } from "../src/data.ts";
import { inContext } from "../src/describe.ts";
import { content } from "./fixture.ts";

test("corners are unpacked from their differences", () => {
  assert.deepEqual(unpacked([4650000, 3925000, -10000, 5000], 1e5), [
    [46.5, 39.25],
    [46.4, 39.3],
  ]);
});

test("a repeated column reads as a plain one", () => {
  const { layer, incidents } = model(content());
  assert.equal(layer.text(0, "status"), "disputed");
  assert.equal(incidents[1]?.status, "reported");
  assert.equal(incidents[1]?.at, null);
  assert.equal(layer.text(0, "__proto__"), null);
});

test("a quote stands in its paragraph", () => {
  const data = model(content());
  const said = data.content.incidents_said[0]?.[0];
  assert.ok(said?.evidence[0]);
  assert.deepEqual(inContext(data, said, said.evidence[0]), {
    before: "",
    quote: "The 😀 town of Martuni was shelled.",
    after: " Baku denied it.",
  });
});

test("long surroundings are cut at words", () => {
  const data = model(content());
  const report = data.content.reports[0];
  assert.ok(report);
  report.text = `${"before ".repeat(80)}QUOTE ${"after ".repeat(80)}`;
  const { before, quote, after } = inContext(data, { report: 0, evidence: [] }, [560, 565], 60);
  assert.equal(quote, "QUOTE");
  assert.ok(before.startsWith("… before") && before.length < 70, before);
  assert.ok(after.endsWith("after …") && after.length < 70, after);
});
