// Several reports: chosen from a list, told by their sources, and one map for all.
import assert from "node:assert/strict";
import { fragment, Watched } from "../browser.mjs";

export const checks = {
  async "reports are chosen from a list"(browser, file) {
    const map = await Watched.open(browser, file);
    assert.match(await map.text("#title"), /^\d+ reports$/);
    const count = await map.count(".reports .row");
    assert.ok(count >= 5);
    await map.shot("reports");
    await map.accessible("list of reports");
    await map.page.locator(".reports .row", { hasText: /earthquake/i }).first().click();
    assert.ok((await map.count(".report .text .told")) > 0);
    assert.match((await fragment(map.page)).get("report"), /earthquake/);
    await map.page.locator("text=All reports").click();
    assert.equal(await map.count(".reports .row"), count);
    await map.close();
  },

  async "a place opens the report that names it"(browser, file) {
    const map = await Watched.open(browser, file);
    await map.page.locator("#tab-list").click();
    const rows = map.page.locator("#side-list .row.incident");
    await rows.nth(1).click();
    await map.still();
    await map.page.locator("#tab-report").click();
    const first = await map.text(".report-title");
    await map.page.locator("#tab-list").click();
    for (let i = 2; i < (await rows.count()); i += 1) {
      await rows.nth(i).click();
      await map.still();
      await map.page.locator("#tab-report").click();
      const title = await map.text(".report-title");
      assert.ok((await map.count(".told.is-selected")) > 0, title);
      await map.page.locator("#tab-list").click();
      if (title !== first) break;
    }
    await map.page.locator("#zoom button[aria-label='Show all']").click();
    await map.page.keyboard.press("Escape");
    await map.shot("world");
    await map.close();
  },
};
