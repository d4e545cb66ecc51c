// A real Chromium over a page: what it asks for, what it complains of, and how accessible it is.
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export function launch() {
  return chromium.launch({ executablePath: process.env.REPORTMAP_CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/** A server of one file, as any web server would give it. */
export async function served(file) {
  const server = createServer(async (request, response) => {
    if (new URL(request.url, "http://localhost").pathname !== "/map.html") {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(await readFile(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}/map.html`, close: () => server.close() };
}

/** A page that is watched: it must ask for nothing but itself, and say nothing on the console. */
export class Watched {
  requests = [];
  said = [];

  static async open(browser, file, { url = pathToFileURL(file).href, hash = "", ...options } = {}) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true, ...options });
    const watched = new Watched();
    watched.context = context;
    watched.page = await context.newPage();
    watched.page.on("request", (request) => watched.requests.push(request.url()));
    watched.page.on("console", (message) => watched.said.push(`${message.type()}: ${message.text()}`));
    watched.page.on("pageerror", (error) => watched.said.push(`error: ${error.stack ?? error.message}`));
    watched.page.on("dialog", (dialog) => {
      watched.said.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    watched.url = url;
    await watched.page.goto(url + hash);
    await watched.page.waitForSelector("html.is-ready", { timeout: 60_000 });
    await watched.still();
    return watched;
  }

  /** Waits until the map has come to rest. */
  async still() {
    await this.page.waitForTimeout(550);
  }

  text(selector) {
    return this.page.locator(selector).first().innerText();
  }

  count(selector) {
    return this.page.locator(selector).count();
  }

  /** A picture of the page, kept as output of the tests. */
  async shot(name) {
    const folder = process.env.REPORTMAP_SHOTS;
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    await this.still();
    await this.page.screenshot({ path: `${folder}/${name}.png` });
  }

  /** No serious or critical finding of axe-core. */
  async accessible(state) {
    await this.page.evaluate(AXE);
    const { violations } = await this.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    const said = grave.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`).join("\n  ")}`);
    assert.deepEqual(said, [], `axe-core: ${state}`);
  }

  /** Colours at the middle of the map's canvas: proof that something is drawn. */
  async colours() {
    return this.page.evaluate(() => {
      const seen = new Set();
      for (const canvas of document.querySelectorAll("#map canvas")) {
        const { width, height } = canvas;
        if (!width || !height) continue;
        // A copy that is meant to be read: reading the canvas itself slows it down, and Chromium says so.
        const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, width, height);
        for (let i = 0; i < data.length; i += 4 * 97) if (data[i + 3] > 200) seen.add(`${data[i] >> 3},${data[i + 1] >> 3},${data[i + 2] >> 3}`);
      }
      return seen.size;
    });
  }

  /** Ends the watch: one request, the page's own, and a silent console. */
  async close() {
    const own = this.url.split("#")[0];
    assert.deepEqual(
      this.requests.filter((url) => url.split("#")[0] !== own && !url.startsWith("blob:")),
      [],
      "the page asks for nothing but itself",
    );
    assert.deepEqual(this.said, [], "the console stays silent");
    await this.context.close();
  }
}

/** The map's state in the address. */
export async function fragment(page) {
  await page.waitForTimeout(350);
  return new URLSearchParams(new URL(page.url()).hash.slice(1));
}
