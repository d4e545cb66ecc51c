import assert from "node:assert/strict";
import test from "node:test";
import { blocks, paragraphs } from "../src/segments.ts";
import { content } from "./fixture.ts";

test("headings and items stand without their marks, and keep their offsets", () => {
  const text = "# One\n\ntwo\nlines\n\n- item\n  more\n";
  const found = paragraphs(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);
  assert.deepEqual(found, [
    ["heading", "One"],
    ["paragraph", "two\nlines"],
    ["item", "item\n  more"],
  ]);
});

test("runs join to the text, with mentions and what is told at their places", () => {
  const { reports, readings } = content();
  const report = reports[0];
  assert.ok(report?.text);
  const text = report.text;
  const all = blocks(report, readings, 0, [
    ["i0", [{ report: 0, evidence: [[10, 44]] }]],
    ["i1", [{ report: 0, evidence: [[45, 60]] }]],
  ]);
  const paragraph = all[1];
  assert.ok(paragraph);
  const runs = paragraph.runs.map((run) => [text.slice(run.start, run.end), run.mention, run.tells.join()]);
  assert.deepEqual(runs, [
    ["The 😀 town of ", null, "i0"],
    ["Martuni", 0, "i0"],
    [" was shelled.", null, "i0"],
    [" ", null, ""],
    ["Baku", 1, "i1"],
    [" denied it.", null, "i1"],
  ]);
  assert.equal(all[2]?.runs[0]?.missing, 0);
});

test("of mentions in each other the one with a pin is taken, then the longest", () => {
  const { reports, readings } = content();
  const report = reports[0];
  assert.ok(report);
  const nested = {
    ...report,
    text: "the border with Iran",
    mentions: [
      [0, 20, 0],
      [16, 20, 1],
    ] as [number, number, number][],
    missing: [],
  };
  const [one] = blocks(nested, readings, 0, []);
  assert.deepEqual(
    one?.runs.map((run) => run.mention),
    [0],
  );
});

test("overlapping evidence gives each stretch all that it tells", () => {
  const { reports, readings } = content();
  const report = reports[0];
  assert.ok(report);
  const plain = { ...report, text: "one two three", mentions: [], missing: [] };
  const [one] = blocks(plain, readings, 0, [
    ["i0", [{ report: 0, evidence: [[0, 7]] }]],
    ["a0-0", [{ report: 0, evidence: [[4, 13]] }]],
  ]);
  assert.deepEqual(
    one?.runs.map((run) => run.tells.join("+")),
    ["i0", "i0+a0-0", "a0-0"],
  );
});
