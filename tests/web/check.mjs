// node check.mjs CASE FILE: runs the checks of a case over a page; says what failed and ends with 1.
import { existsSync } from "node:fs";
import { launch } from "./browser.mjs";

const [name, file] = process.argv.slice(2);
if (!name || !file || !existsSync(file)) throw new Error("usage: node check.mjs CASE FILE");
const { checks } = await import(`./cases/${name}.mjs`);
const browser = await launch();
let failed = 0;
for (const [what, check] of Object.entries(checks)) {
  if (process.env.ONLY && !what.includes(process.env.ONLY)) continue;
  const start = Date.now();
  try {
    await check(browser, file);
    process.stdout.write(`ok ${what} (${Date.now() - start} ms)\n`);
  } catch (error) {
    failed += 1;
    process.stdout.write(`FAILED ${what}\n${error.stack ?? error}\n`);
  }
}
await browser.close();
process.exit(failed > 0 ? 1 : 0);
