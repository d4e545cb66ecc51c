// Bundles the page into dist/: one program, one style, the shell, and the hashes that the page's policy knows them by.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

/** Licences under which others' work may stand in the page; as deny.toml has them for the program. */
const ALLOWED = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD"];

/** The licences of all packages of which something is in the page, as a comment: they ask to be passed on with it. */
async function licences(inputs) {
  const names = inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  const parts = [];
  for (const name of [...new Set(names)].sort()) {
    const folder = `node_modules/${name}`;
    const { version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
    if (!ALLOWED.includes(license)) throw new Error(`${name} is under ${license}, which is not allowed`);
    const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
    const text = file ? await readFile(`${folder}/${file}`, "utf8") : "";
    parts.push(`${name} ${version} (${license})\n${text.trim()}`);
  }
  const all = parts.join("\n\n").replaceAll("\r", "").replaceAll("*/", "* /").replaceAll("</", "< /");
  return `/*!\nThis page holds parts of:\n\n${all}\n*/\n`;
}

const minify = !process.argv.includes("--plain");
await rm("dist", { recursive: true, force: true });
const result = await build({
  entryPoints: { map: "src/main.ts" },
  bundle: true,
  minify,
  write: false,
  metafile: true,
  outdir: "dist",
  target: ["es2022", "chrome109", "firefox115", "safari16.4"],
  format: "iife",
  charset: "ascii",
  legalComments: "none",
  logLevel: "warning",
});
await mkdir("dist", { recursive: true });
const notice = await licences(Object.keys(result.metafile.inputs));
for (const file of result.outputFiles) {
  const name = file.path.endsWith(".css") ? "map.css" : "map.js";
  // The whole must stand inside <script> or <style> as it is.
  const text = (name === "map.js" ? notice : "") + file.text.trim();
  if (/<\/(script|style)/i.test(text) || text.includes("<!--")) {
    throw new Error(`${name} holds what would end its element`);
  }
  await writeFile(`dist/${name}`, text);
  await writeFile(`dist/${name}.sha256`, `sha256-${createHash("sha256").update(text).digest("base64")}\n`);
}
await writeFile("dist/shell.html", await readFile("shell.html"));
