// Bundles the tests of the parts that need no page, and runs them with Node's own runner.
import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { build } from "esbuild";

await rm("dist/test", { recursive: true, force: true });
const tests = (await readdir("test")).filter((name) => name.endsWith(".test.ts"));
await build({
  entryPoints: tests.map((name) => `test/${name}`),
  bundle: true,
  platform: "node",
  format: "esm",
  outdir: "dist/test",
  outExtension: { ".js": ".mjs" },
  loader: { ".css": "empty" },
  logLevel: "warning",
});
const ran = spawnSync(process.execPath, ["--test", "dist/test/"], { stdio: "inherit" });
process.exit(ran.status ?? 1);
