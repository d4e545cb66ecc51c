// A report that wants the page to do something: it is text, and nothing runs.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { Watched } from "../browser.mjs";

async function inert(map) {
  const found = await map.page.evaluate(() => ({
    title: document.title,
    images: document.querySelectorAll("img").length,
    scripts: document.scripts.length,
    handlers: document.querySelectorAll("[onerror], [onload], [onclick]").length,
    links: [...document.links].map((link) => link.href).filter((href) => !/^https?:/.test(href) && !/#panel$/.test(href)),
    overrides: /[\u202a-\u202e\u2066-\u2069]/.test(document.body.innerText),
  }));
  assert.notEqual(found.title, "run");
  assert.deepEqual({ ...found, title: "" }, { title: "", images: 0, scripts: 2, handlers: 0, links: [], overrides: false });
  const wide = await map.page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(wide[0] <= wide[1], `nothing runs over the side: ${wide}`);
}

export const checks = {
  async "nothing runs, wherever one looks"(browser, file) {
    const map = await Watched.open(browser, file);
    await inert(map);
    await map.shot("hostile");
    for (const tab of ["list", "table", "filters", "report"]) {
      await map.page.locator(`#tab-${tab}`).click();
      await inert(map);
      await map.shot(`hostile-${tab}`);
    }
    for (let i = 0; i < 3; i += 1) {
      await map.page.keyboard.press("n");
      await map.still();
      await inert(map);
    }
    await map.shot("hostile-card");
    await map.page.keyboard.press("Escape");
    for (const marker of await map.page.locator(".marker, .mention.pin[data-target]").all()) {
      await marker.dispatchEvent("click");
      await inert(map);
    }
    await map.page.locator("#query").fill("script");
    await map.page.waitForTimeout(300);
    await inert(map);
    await map.page.keyboard.press("Escape");
    await map.page.emulateMedia({ media: "print" });
    await map.still();
    await inert(map);
    await map.page.emulateMedia({ media: "screen" });
    await map.accessible("a hostile report");
    await map.close();
  },

  async "a hostile address is as good as none"(browser, file) {
    const hash = "#tab=<script>&selected=incident:__proto__&report=javascript:alert(1)&map=NaN/1/2&no-type=__proto__&sort=constructor";
    const map = await Watched.open(browser, file, { hash });
    await inert(map);
    await map.close();
  },

  async "the table for spreadsheets runs nothing"(browser, file) {
    const map = await Watched.open(browser, file);
    await map.page.locator("button[aria-label='Download what is shown']").click();
    const [download] = await Promise.all([map.page.waitForEvent("download"), map.page.locator("#downloads button", { hasText: "CSV" }).click()]);
    const text = await readFile(await download.path(), "utf8");
    assert.doesNotMatch(text, /(^|,|\n)"?[=+@]/);
    await map.close();
  },

  async "even a script that got in could not run"(browser, file) {
    const map = await Watched.open(browser, file);
    await map.page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'run'";
      document.body.append(script);
      script.remove();
      const style = document.createElement("style");
      style.textContent = "body { display: none }";
      document.head.append(style);
    });
    assert.notEqual(await map.page.title(), "run");
    assert.ok(map.said.length >= 2 && map.said.every((line) => line.includes("Content Security Policy")), "the policy says no");
    map.said.length = 0;
    await map.close();
  },
};
