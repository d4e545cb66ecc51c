import assert from "node:assert/strict";
import test from "node:test";
import { model } from "../src/data.ts";
import { folded, search } from "../src/search.ts";
import { content } from "./fixture.ts";

const data = model(content());

test("a place is found by either name, an incident by its place, a text by its words", () => {
  const groups = search(data, "martuni").map((found) => found.group);
  assert.deepEqual(groups, ["Places", "Incidents", "In the text"]);
  assert.equal(search(data, "khojavend")[0]?.group, "Places");
  assert.equal(search(data, "shelled TOWN")[0]?.report, 0);
  assert.deepEqual(search(data, "  "), []);
});

test("diacritics and case make no difference", () => {
  assert.equal(folded("Xocavənd ŞUŞA"), "xocavənd susa");
});
