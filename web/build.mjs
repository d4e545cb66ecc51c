// Bundles the page into dist/: one program, one style, the shell, and the hashes that the page's policy knows them by.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const minify = !process.argv.includes("--plain");
await rm("dist", { recursive: true, force: true });
const result = await build({
  entryPoints: { map: "src/main.ts" },
  bundle: true,
  minify,
  write: false,
  outdir: "dist",
  target: ["es2022", "chrome109", "firefox115", "safari16.4"],
  format: "iife",
  charset: "ascii",
  legalComments: "none",
  logLevel: "warning",
});
await mkdir("dist", { recursive: true });
for (const file of result.outputFiles) {
  const name = file.path.endsWith(".css") ? "map.css" : "map.js";
  // The whole must stand inside <script> or <style> as it is.
  const text = file.text.trim();
  if (/<\/(script|style)/i.test(text) || text.includes("<!--")) {
    throw new Error(`${name} holds what would end its element`);
  }
  await writeFile(`dist/${name}`, text);
  await writeFile(`dist/${name}.sha256`, `sha256-${createHash("sha256").update(text).digest("base64")}\n`);
}
await writeFile("dist/shell.html", await readFile("shell.html"));
