// No reports at all.
import assert from "node:assert/strict";
import { Watched } from "../browser.mjs";

export const checks = {
  async "a map of no reports says so"(browser, file) {
    const map = await Watched.open(browser, file);
    assert.match(await map.text("#side-report"), /There are no reports/);
    await map.accessible("no reports");
    await map.close();
  },
};
