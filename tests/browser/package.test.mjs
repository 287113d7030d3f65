// The npm package, installed into an empty project: the core in Node, a figure in a page.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { browserTest } from "./harness.mjs";
import { serveFolder } from "./server.mjs";

const built = fileURLToPath(new URL("../../www/pkg", import.meta.url));

const program = `
  import { readFileSync } from "node:fs";
  import { initSync, Simulation } from "sgd-current";
  const wasm = new URL(import.meta.resolve("sgd-current/sgd_current_bg.wasm"));
  initSync({ module: readFileSync(wasm) });
  const run = new Simulation({});
  run.step(100);
  console.log(run.mass("sgd", 1.3, 4));
`;

const page = `<!doctype html><html><head><link rel="icon" href="data:,"></head><body>
  <script type="importmap">
    { "imports": { "sgd-current/element": "./node_modules/sgd-current/sgd-current.js" } }
  </script>
  <script type="module">import "sgd-current/element";</script>
  <sgd-current time="7"></sgd-current></body></html>`;

browserTest("the package works in an empty project", {}, async ({ page: tab }) => {
  const project = await mkdtemp(join(tmpdir(), "sgd-current-"));
  const npm = (...words) =>
    execFileSync("npm", [...words, "--silent"], { cwd: project, encoding: "utf8" }).trim();
  try {
    await writeFile(join(project, "package.json"), '{ "private": true, "type": "module" }');
    const packed = npm("pack", built).split("\n").at(-1);
    npm("install", "--offline", "--no-audit", "--no-fund", `./${packed}`);
    await writeFile(join(project, "run.mjs"), program);
    const mass = execFileSync(process.execPath, ["run.mjs"], { cwd: project, encoding: "utf8" });
    assert.ok(Math.abs(Number(mass) - 0.2692) < 0.002, mass);

    await writeFile(join(project, "index.html"), page);
    const site = await serveFolder(project);
    try {
      await tab.goto(site.address);
      await tab.locator("sgd-current .time", { hasText: "t = 7" }).waitFor();
    } finally {
      site.close();
    }
  } finally {
    await rm(project, { recursive: true });
  }
});
