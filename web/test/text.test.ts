import assert from "node:assert/strict";
import test from "node:test";
import { clip, distance, inert, offsets, webAddress } from "../src/text.ts";

test("offsets count code points, JavaScript counts units", () => {
  const at = offsets("a😀b");
  assert.deepEqual([0, 1, 2, 3].map(at), [0, 1, 3, 4]);
  assert.equal(offsets("abc")(2), 2);
  assert.equal(offsets("abc")(9), 3);
});

test("a text that turns others round keeps its length and turns nothing", () => {
  const hostile = "abc\u202egpj.exe\u2066x\u2069\u0007";
  assert.equal(inert(hostile).length, hostile.length);
  assert.doesNotMatch(inert(hostile), /[\u202a-\u202e\u2066-\u2069]/);
  assert.ok(!inert(hostile).includes("\u0007"));
  assert.equal(inert("שלום\u200f!"), "שלום\u200f!", "marks of direction are harmless and needed");
});

test("a name of ten thousand characters is clipped between characters", () => {
  assert.equal(Array.from(clip("😀".repeat(10_000), 20)).length, 20);
  assert.equal(clip("a\n b"), "a b");
});

test("only addresses of the web become links", () => {
  assert.equal(webAddress("https://example.org/a"), "https://example.org/a");
  for (const bad of ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//example.org", "", null]) {
    assert.equal(webAddress(bad), null);
  }
});

test("distances are said as a person would", () => {
  assert.deepEqual([850, 1500, 12_400, 250_000].map(distance), ["850 m", "1.5 km", "12 km", "250 km"]);
});
