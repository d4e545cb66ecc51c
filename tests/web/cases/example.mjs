// The first example: every control is used, and what it does is looked at.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fragment, served, Watched } from "../browser.mjs";

const shelling = "Shelling/artillery/missile attack";

async function incidents(map) {
  const badge = await map.text("#tab-list .badge");
  return Number(badge || 0);
}

export const checks = {
  async "opens from disk with all that the report tells"(browser, file) {
    const map = await Watched.open(browser, file);
    assert.match(await map.text("#title"), /Martuni/);
    assert.match(await map.text("#tally"), /^\d+ incidents · \d+ not located · \d+ places$/);
    assert.ok((await map.colours()) > 12, "the map is drawn");
    assert.ok((await map.count(".text .told .marker")) >= 6, "what is told is marked");
    assert.ok((await map.count(".mention.nopin[data-role=metonym]")) > 0, "governments have no pin");
    assert.ok((await map.count(".mention.nopin[data-role=demonym]")) > 0, "peoples have no pin");
    assert.ok((await map.count(".mention.nopin[data-role=organization]")) > 0, "organisations have no pin");
    assert.match(await map.text(".ol-scale-line-inner"), /^\d+ k?m$/);
    await map.shot("desktop-light");
    await map.accessible("as it opens");
    await map.close();
  },

  async "opens from a web server with one request"(browser, file) {
    const server = await served(file);
    const map = await Watched.open(browser, file, { url: server.url });
    assert.deepEqual(map.requests, [server.url]);
    assert.ok((await map.count(".text .told")) > 0);
    await map.close();
    server.close();
  },

  async "by night"(browser, file) {
    const map = await Watched.open(browser, file, { colorScheme: "dark" });
    assert.equal(await map.page.getAttribute("html", "data-theme"), "dark");
    await map.page.locator(".marker").first().click();
    await map.still();
    await map.shot("desktop-dark");
    await map.accessible("by night");
    await map.page.locator("#tools button[aria-label^=Colours]").click();
    assert.equal(await map.page.getAttribute("html", "data-theme"), "light");
    await map.page.locator("#tools button[aria-label^=Colours]").click();
    assert.equal(await map.page.getAttribute("html", "data-theme"), "dark");
    await map.close();
  },

  async "a sentence shows its place, and its card both claims"(browser, file) {
    const map = await Watched.open(browser, file);
    const told = map.page.locator(".told", { hasText: "had been shelled once more" }).last();
    await told.hover();
    await map.still();
    await told.click();
    await map.still();
    assert.equal(await map.text("#card-title"), shelling);
    const card = await map.text("#card");
    assert.match(card, /Disputed: one asserts it, another denies it/);
    assert.match(card, /Asserted by\s+Armenian Ministry of Defense/);
    assert.match(card, /Denied by\s+Azerbaijan/);
    assert.match(card, /Khojavend \(Martuni\)/, "both names");
    assert.match(card, /Martouni/, "the report's spelling");
    assert.match(card, /23\s?–\s?24 October 2020/);
    assert.match(card, /reportmap example/);
    const place = await map.page.evaluate(() => location.hash);
    assert.match(place, /selected=incident/);
    const [zoom] = (await fragment(map.page)).get("map").split("/").map(Number);
    assert.ok(zoom > 5, "the map went to the place");
    await map.shot("card-disputed");
    await map.accessible("with a card");
    await map.page.keyboard.press("Escape");
    assert.equal(await map.page.locator("#card").isVisible(), false);
    await map.close();
  },

  async "a place on the map shows its sentences"(browser, file) {
    const map = await Watched.open(browser, file);
    await map.page.locator(".mention.pin", { hasText: "Karmir Shuka" }).first().click();
    await map.still();
    assert.match(await map.text("#card-title"), /Karmir Shuka/);
    // The place is now under the middle of what is free: its symbol is found by clicking where the card's incident is.
    await map.page.locator("#card .row.incident").first().click();
    await map.still();
    const marked = await map.page.locator(".told.is-selected").first().innerText();
    assert.match(marked, /unexploded missile/);
    const box = await map.page.locator(".told.is-selected").first().boundingBox();
    assert.ok(box.y > 50 && box.y < 880, "the words were scrolled to");
    await map.close();
  },

  async "a click on a symbol selects it, a hover marks its words"(browser, file) {
    const map = await Watched.open(browser, file);
    await map.page.locator(".marker[aria-label*=Karmir]").first().click();
    await map.still();
    const [zoom, lon, lat] = (await fragment(map.page)).get("map").split("/").map(Number);
    await map.page.keyboard.press("Escape");
    await map.page.mouse.move(5, 5);
    const at = await pixel(map.page, zoom, [lon, lat], [46.96, 39.68]);
    await map.page.mouse.move(at.x, at.y, { steps: 3 });
    await map.page.waitForTimeout(300);
    assert.ok((await map.count(".is-pointed")) > 0, "the words are marked while the symbol is pointed at");
    await map.page.mouse.click(at.x, at.y);
    await map.still();
    assert.match(await map.text("#card"), /Karmir Shuka/);
    assert.match(await map.page.locator(".told.is-selected").first().innerText(), /deminers/);
    await map.close();
  },

  async "filters by type, status, confidence, source"(browser, file) {
    const map = await Watched.open(browser, file);
    const all = await incidents(map);
    await map.page.locator("#tab-filters").click();
    for (const [facet, label] of [
      ["types", "Battles"],
      ["statuses", "disputed"],
    ]) {
      const box = map.page.locator(`[data-facet=${facet}] label`, { hasText: label }).locator("input");
      const count = Number(await map.page.locator(`[data-facet=${facet}] label`, { hasText: label }).locator(".count").innerText());
      assert.ok(count > 0);
      await box.uncheck();
      assert.equal(await incidents(map), all - count, label);
      assert.equal(await map.text("#tab-filters .badge"), "1");
      await box.check();
      assert.equal(await incidents(map), all);
    }
    await map.page.locator("#confidence").fill("100");
    assert.ok((await incidents(map)) < all, "less sure ones are left out");
    await map.page.locator("text=Show everything").click();
    await map.page.locator("[data-facet=sources] input").first().uncheck();
    assert.equal(await incidents(map), 0);
    assert.match(await map.text("#nothing"), /No incident passes the filters/);
    assert.match((await fragment(map.page)).get("no-source"), /reportmap example/);
    await map.shot("filters");
    await map.accessible("filters");
    await map.page.locator("label", { hasText: "Without a place" }).locator("input").uncheck();
    assert.equal(await map.text("#tab-filters .badge"), "2");
    await map.close();
  },

  async "time: sliders, undated ones by choice, play"(browser, file) {
    const map = await Watched.open(browser, file);
    const all = await incidents(map);
    const undated = Number((await map.text(".undated")).match(/\d+/)[0]);
    await map.page.locator("#undated").uncheck();
    assert.equal(await incidents(map), all - undated);
    assert.equal((await fragment(map.page)).get("undated"), "no");
    await map.page.locator("input.from").focus();
    for (let i = 0; i < 4; i += 1) await map.page.keyboard.press("ArrowRight");
    const later = await fragment(map.page);
    assert.equal(later.get("from"), "2020-10-21");
    assert.ok((await incidents(map)) < all - undated, "what is before is left out");
    await map.page.locator(".quiet", { hasText: "All time" }).click();
    await map.page.locator("#undated").check();
    assert.equal(await incidents(map), all);
    await map.page.locator("button[aria-label='Play time']").click();
    await map.page.waitForTimeout(900);
    const first = (await fragment(map.page)).toString();
    await map.page.waitForTimeout(900);
    assert.notEqual((await fragment(map.page)).toString(), first, "time goes on");
    await map.shot("time-plays");
    await map.page.waitForFunction(() => document.querySelector("button[aria-label='Play time']"), null, { timeout: 20_000 });
    await map.close();
  },

  async "search finds places, incidents and words"(browser, file) {
    const map = await Watched.open(browser, file);
    await map.page.keyboard.press("/");
    await map.page.keyboard.type("martuni");
    await map.page.waitForSelector("#found .option");
    assert.deepEqual(await map.page.locator(".found-group").allInnerTexts(), ["Places", "Incidents", "In the text"]);
    await map.shot("search");
    await map.accessible("search");
    await map.page.keyboard.press("ArrowDown");
    await map.page.keyboard.press("Enter");
    await map.still();
    assert.match(await map.text("#card-title"), /Khojavend \(Martuni\)/);
    await map.page.locator("#query").fill("deminers");
    await map.page.locator(".option", { hasText: "deminers found" }).last().click();
    assert.match(await map.text(".is-found"), /deminers/);
    await map.page.locator("#query").fill("qqqq");
    await map.page.waitForTimeout(300);
    assert.match(await map.text("#found"), /Nothing found/);
    await map.close();
  },

  async "layers switch, and the legend has what the map has"(browser, file) {
    const map = await Watched.open(browser, file);
    const before = await map.colours();
    for (const layer of ["incidents", "infrastructure", "places", "uncertainty", "areas", "borders"]) {
      await map.page.locator(`#layer-${layer}`).uncheck();
    }
    await map.still();
    assert.ok((await map.colours()) < before, "less is drawn");
    assert.deepEqual((await fragment(map.page)).getAll("no-layer").sort(), ["areas", "borders", "incidents", "infrastructure", "places", "uncertainty"]);
    await map.page.locator("#layer-incidents").check();
    const legend = await map.text("#legend");
    for (const words of ["Battles", "Explosions/Remote violence", "Disputed: asserted and denied", "Line drawn schematically", "Disputed border, ceasefire line"]) {
      assert.ok(legend.includes(words), words);
    }
    await map.page.locator(".legend-toggle").click();
    assert.equal(await map.page.locator("#legend-body").isVisible(), false);
    await map.close();
  },

  async "list and table: unlocated ones too, sorted, in the same order"(browser, file) {
    const map = await Watched.open(browser, file);
    const all = await incidents(map);
    await map.page.locator("#tab-list").click();
    assert.equal(await map.count("#side-list .row.incident"), all);
    assert.match(await map.text("#side-list"), /2 incidents not located/);
    await map.shot("list");
    await map.accessible("list");
    await map.page.locator("#sort").selectOption("status up");
    assert.equal((await fragment(map.page)).get("sort"), "status");
    await map.page.locator("#side-list .row.incident", { hasText: shelling }).click();
    await map.still();
    assert.equal(await map.text("#card-title"), shelling);
    await map.page.locator("#tab-table").click();
    await map.page.waitForSelector("tr[data-row]");
    assert.equal(await map.count("tr[data-row]"), all);
    assert.equal(await map.page.getAttribute("th:has([data-sort=status])", "aria-sort"), "ascending");
    await map.page.locator("[data-sort=date]").click();
    const dates = await map.page.locator("tr[data-row] td:nth-child(2)").allInnerTexts();
    assert.equal(dates.at(-1), "Undated", "undated ones come last");
    await map.shot("table");
    await map.accessible("table");
    await map.close();
  },

  async "downloads hold what is shown"(browser, file) {
    const map = await Watched.open(browser, file);
    const all = await incidents(map);
    const give = async (label) => {
      await map.page.locator("button[aria-label='Download what is shown']").click();
      const [download] = await Promise.all([map.page.waitForEvent("download"), map.page.locator("#downloads button", { hasText: label }).click()]);
      return readFile(await download.path(), "utf8");
    };
    const json = JSON.parse(await give("GeoJSON"));
    assert.equal(json.features.length, all);
    assert.equal(json.features.filter((feature) => feature.geometry === null).length, 2);
    await map.page.locator("#tab-filters").click();
    await map.page.locator("[data-facet=types] label", { hasText: "Battles" }).locator("input").uncheck();
    const lines = (await give("CSV")).trim().split("\n");
    assert.match(lines[0], /^id,event_type,sub_event_type/);
    assert.equal(lines.length - 1, await incidents(map));
    const beside = process.env.REPORTMAP_GEOJSON && JSON.parse(await readFile(process.env.REPORTMAP_GEOJSON, "utf8"));
    for (const feature of beside ? beside.features : []) {
      const same = json.features.find((one) => one.id === feature.id);
      assert.deepEqual(same.geometry, feature.geometry);
      for (const [name, value] of Object.entries(same.properties)) assert.deepEqual(value, feature.properties[name], name);
    }
    await map.close();
  },

  async "the address holds the state, and gives it back"(browser, file) {
    const map = await Watched.open(browser, file);
    await map.page.locator("#tab-filters").click();
    await map.page.locator("[data-facet=types] label", { hasText: "Battles" }).locator("input").uncheck();
    await map.page.locator(".marker, #side-filters").first().waitFor({ state: "attached" });
    await map.page.keyboard.press("n");
    await map.page.locator("#layer-areas").uncheck();
    await map.still();
    const hash = await map.page.evaluate(() => location.hash);
    const title = await map.text("#card-title");
    await map.close();
    const again = await Watched.open(browser, file, { hash });
    assert.equal(await again.text("#card-title"), title);
    assert.equal(await again.page.locator("#layer-areas").isChecked(), false);
    assert.equal(await again.page.locator("#tab-filters").getAttribute("aria-selected"), "true");
    assert.equal(await again.page.locator("[data-facet=types] label", { hasText: "Battles" }).locator("input").isChecked(), false);
    const view = (text) => new URLSearchParams(text.slice(1)).get("map").split("/").map(Number);
    const [before, after] = [view(hash), view(await again.page.evaluate(() => location.hash))];
    for (const i of [0, 1, 2]) assert.ok(Math.abs(before[i] - after[i]) < 0.02, `${before} ${after}`);
    await again.page.evaluate(() => {
      location.hash = "tab=list&theme=dark";
    });
    await again.still();
    assert.equal(await again.page.locator("#tab-list").getAttribute("aria-selected"), "true");
    assert.equal(await again.page.getAttribute("html", "data-theme"), "dark");
    await again.close();
    // Symbols stand where the address looks from the first moment on.
    const near = await Watched.open(browser, file, { hash: "#map=9/46.9/39.75" });
    const at = await pixel(near.page, 9, [46.9, 39.75], [46.96, 39.68]);
    await near.page.mouse.move(at.x, at.y, { steps: 2 });
    await near.page.waitForTimeout(300);
    assert.ok((await near.count(".told.is-pointed")) > 0, "the incident is told apart from its neighbours");
    await near.close();
  },

  async "the keyboard does it all"(browser, file) {
    const map = await Watched.open(browser, file);
    const { page } = map;
    await page.keyboard.press("Tab");
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Skip to the report/);
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "panel");
    await page.locator("#tab-report").focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement.id), "tab-list");
    await page.keyboard.press("ArrowLeft");
    await page.locator(".marker").first().focus();
    await page.keyboard.press("Enter");
    await map.still();
    assert.equal(await page.locator("#card").isVisible(), true);
    assert.match(await map.text("#live"), /Shelling/, "a screen reader hears it");
    await page.locator(".mention.pin").nth(1).focus();
    await page.keyboard.press("Space");
    await map.still();
    assert.match(await map.text("#card"), /Confidence/);
    await page.keyboard.press("Escape");
    await page.locator("#map").focus();
    const before = (await fragment(page)).get("map");
    await page.keyboard.press("+");
    await page.keyboard.press("ArrowRight");
    await map.still();
    assert.notEqual((await fragment(page)).get("map"), before, "arrows and plus move the map");
    await page.keyboard.press("n");
    await page.keyboard.press("n");
    await page.keyboard.press("p");
    await map.still();
    assert.equal(await page.locator("#card").isVisible(), true);
    await page.keyboard.press("?");
    assert.equal(await page.locator("dialog.help").isVisible(), true);
    await map.shot("help");
    await map.accessible("help");
    await page.keyboard.press("Escape");
    await page.locator("#zoom button[aria-label='Show all']").click();
    await map.close();
  },

  async "pipelines: schematic, with who says what"(browser, file) {
    const map = await Watched.open(browser, file);
    await map.page.locator(".marker[aria-label*=Pipeline]").first().click();
    await map.still();
    const card = await map.text("#card");
    assert.match(card, /Drawn schematically/);
    assert.match(card, /undamaged; also at risk/);
    assert.match(card, /as published/);
    await map.shot("pipeline");
    await map.close();
  },

  async "on a phone"(browser, file) {
    const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
    const map = await Watched.open(browser, file, phone);
    assert.equal(await map.page.evaluate(() => document.documentElement.scrollWidth), 390, "nothing runs over the side");
    await map.shot("phone");
    await map.accessible("phone");
    await map.page.locator(".told", { hasText: "had been shelled once more" }).last().tap();
    await map.still();
    assert.equal(await map.text("#card-title"), shelling);
    await map.shot("phone-card");
    await map.page.locator("button[aria-label=Close]").tap();
    await map.page.locator(".grip").tap();
    await map.still();
    assert.equal(await map.page.getAttribute("#panel", "data-height"), "full");
    await map.page.locator("#tab-table").tap();
    await map.shot("phone-table");
    await map.page.locator(".grip").tap();
    await map.still();
    await map.page.locator(".legend-toggle").tap();
    await map.shot("phone-legend");
    await map.accessible("phone with legend");
    await map.close();
  },

  async "on paper"(browser, file) {
    const map = await Watched.open(browser, file, { colorScheme: "dark", viewport: { width: 1000, height: 1300 } });
    const folder = process.env.REPORTMAP_SHOTS;
    const pdf = await map.page.pdf({ format: "A4", printBackground: true, ...(folder ? { path: `${folder}/print.pdf` } : {}) });
    assert.ok(pdf.length > 20_000);
    await map.page.emulateMedia({ media: "print" });
    await map.still();
    const paper = await map.text("#print");
    assert.match(paper, /6 incidents, 2 of them not located/);
    assert.match(paper, /Sources/);
    assert.match(paper, /not what happened/);
    assert.match(await map.text("#legend"), /Battles/);
    assert.equal(await map.page.locator("#panel").isVisible(), false);
    if (folder) await map.page.screenshot({ path: `${folder}/print.png`, fullPage: true });
    await map.page.emulateMedia({ media: "screen" });
    await map.still();
    assert.equal(await map.page.locator("#panel").isVisible(), true);
    await map.close();
  },
};

/** Where a position is on the screen, by the map's view. */
async function pixel(page, zoom, [lon, lat], [x, y]) {
  const box = await page.locator("#map").boundingBox();
  const world = 256 * 2 ** zoom;
  const across = (degrees) => (degrees / 360) * world;
  const up = (degrees) => (Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360)) / (2 * Math.PI)) * world;
  return { x: box.x + box.width / 2 + across(x) - across(lon), y: box.y + box.height / 2 - up(y) + up(lat) };
}
