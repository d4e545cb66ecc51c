// A storm beside 180°: its area is one, and the map opens on it and not on the whole world.
import assert from "node:assert/strict";
import { fragment, Watched } from "../browser.mjs";

export const checks = {
  async "the storm is drawn whole over the antimeridian"(browser, file) {
    const map = await Watched.open(browser, file);
    await map.page.locator(".told").first().click();
    await map.still();
    const [zoom, lon, lat] = (await fragment(map.page)).get("map").split("/").map(Number);
    assert.ok(zoom > 7, `near: ${zoom}`);
    assert.ok(Math.abs(Math.abs(lon) - 180) < 3 && Math.abs(lat + 16.8) < 3, `${lon} ${lat}`);
    assert.match(await map.text("#card"), /Tropical Cyclone/);
    await map.shot("antimeridian");
    await map.close();
  },
};
