// node measure.mjs FILE: size, time to open, and frame times while panning, zooming, playing time and filtering. One line.
import { stat } from "node:fs/promises";
import { launch, Watched } from "./browser.mjs";
import { frames } from "./frames.mjs";

const [file] = process.argv.slice(2);
const browser = await launch();
const start = performance.now();
const map = await Watched.open(browser, file);
const open = Math.round(performance.now() - start - 550);
const { page } = map;
const box = await page.locator("#map").boundingBox();
const middle = [box.x + box.width / 2, box.y + box.height / 2];
const pan = async () => {
  for (let round = 0; round < 4; round += 1) {
    await page.mouse.move(...middle);
    await page.mouse.down();
    const way = round % 2 === 0 ? 1 : -1;
    for (let i = 0; i < 40; i += 1) {
      await page.mouse.move(middle[0] + way * i * 6, middle[1] + way * i * 3);
      await page.waitForTimeout(8);
    }
    await page.mouse.up();
  }
};
const zoom = async () => {
  await page.mouse.move(...middle);
  for (const way of [-1, -1, -1, 1, 1, 1]) {
    for (let i = 0; i < 5; i += 1) {
      await page.mouse.wheel(0, way * 60);
      await page.waitForTimeout(40);
    }
    await page.waitForTimeout(250);
  }
};
const play = async () => {
  await page.locator("button[aria-label='Play time']").click();
  await page.waitForTimeout(4000);
  await page.locator("button[aria-label=Stop]").click();
};
const filter = async () => {
  const start = await page.evaluate(() => performance.now());
  await page.locator("#undated").click();
  return Math.round((await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done(performance.now()))))) - start);
};
const out = {
  megabytes: Math.round((await stat(file)).size / 1e4) / 100,
  open,
  panning: await frames(page, pan),
  zooming: await frames(page, zoom),
  playing: await frames(page, play),
  filtering: await filter(),
};
process.stdout.write(`${JSON.stringify(out)}\n`);
await map.close();
await browser.close();
