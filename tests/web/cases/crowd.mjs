// Ten thousand incidents: it opens, clusters open, time plays, and frames keep coming.
import assert from "node:assert/strict";
import { fragment, Watched } from "../browser.mjs";
import { frames } from "../frames.mjs";

export const checks = {
  async "ten thousand incidents"(browser, file) {
    const start = Date.now();
    const map = await Watched.open(browser, file);
    assert.ok(Date.now() - start < 20_000, "opens in time");
    assert.match(await map.text("#tally"), /^10,000 incidents · \d+ not located/);
    await map.shot("crowd");
    await map.page.locator("#tab-list").click();
    assert.match(await map.text("#side-list"), /Show 150 more of/);
    const zoom = async () => Number((await fragment(map.page)).get("map").split("/")[0]);
    const before = await zoom();
    // Wherever the pointer is over something it is clicked, until that was a cluster: a click on one goes nearer.
    const box = await map.page.locator("#map").boundingBox();
    let opened = false;
    for (let i = 0; i < 400 && !opened; i += 1) {
      const [x, y] = [0.3 + (i % 20) * 0.02, 0.35 + Math.floor(i / 20) * 0.02];
      await map.page.mouse.move(box.x + box.width * x, box.y + box.height * y);
      await map.page.waitForTimeout(40);
      if (!(await map.count("#map.is-pointing"))) continue;
      await map.page.mouse.down();
      await map.page.mouse.up();
      await map.still();
      opened = (await zoom()) > before;
      if (!opened) await map.page.keyboard.press("Escape");
    }
    assert.ok(opened, "a cluster opens");
    await map.shot("crowd-near");
    const panning = await frames(map.page, async () => {
      await map.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await map.page.mouse.down();
      for (let i = 0; i < 30; i += 1) await map.page.mouse.move(box.x + box.width / 2 + i * 8, box.y + box.height / 2 + i * 3);
      await map.page.mouse.up();
    });
    // Generous, as a machine that tests is busy; docs/web-map.md has the figures of a quiet one.
    assert.ok(panning.median < 70, `panning: ${JSON.stringify(panning)}`);
    await map.page.locator("button[aria-label='Play time']").click();
    await map.page.waitForTimeout(1500);
    await map.page.locator("button[aria-label=Stop]").click();
    await map.accessible("a crowd");
    await map.close();
  },
};
