// A report of nothing: the page says so, and has no control that does nothing.
import assert from "node:assert/strict";
import { Watched } from "../browser.mjs";

export const checks = {
  async "a report of nothing says so"(browser, file) {
    const map = await Watched.open(browser, file);
    assert.match(await map.text("#nothing"), /tell of no incident and name no place/);
    assert.match(await map.text(".text"), /Nothing happened/);
    assert.equal(await map.text("#tally"), "0 incidents · 0 places");
    assert.equal(await map.page.locator("#timeline").isVisible(), false);
    for (const tab of ["list", "table", "filters"]) {
      await map.page.locator(`#tab-${tab}`).click();
      await map.accessible(`empty ${tab}`);
    }
    await map.page.keyboard.press("n");
    await map.shot("empty");
    await map.close();
  },
};
