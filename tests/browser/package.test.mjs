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

/** Types, as a strict project without any leniency sees them. */
const uses = `
  import init, { Simulation } from "sgd-current";
  import type { SgdCurrent } from "sgd-current/element";
  export async function use(figure: SgdCurrent): Promise<number> {
    await init();
    figure.link = "v=1&T=0.05";
    const wrong: string[] = await figure.set({ T: 0.05, second: true });
    const run = new Simulation({ learningRate: 0.02, landscape: { kind: "formula", losses: ["W^2"] } });
    run.step(wrong.length);
    return run.moments("sgd").mean;
  }
`;
const tsc = fileURLToPath(new URL("../../www/node_modules/typescript/bin/tsc", import.meta.url));
const strict = ["--strict", "--noEmit", "--target", "es2022"];
const resolutions = [
  ["--module", "esnext", "--moduleResolution", "bundler"],
  ["--module", "node16"],
];

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

    // Where there is no page the element does nothing, and breaks nothing.
    await writeFile(
      join(project, "server.mjs"),
      'import "sgd-current/element"; console.log("ok");',
    );
    const server = execFileSync(process.execPath, ["server.mjs"], { cwd: project });
    assert.equal(String(server).trim(), "ok");
    await writeFile(join(project, "uses.ts"), uses);
    for (const resolution of resolutions)
      execFileSync(process.execPath, [tsc, ...strict, ...resolution, "uses.ts"], {
        cwd: project,
        stdio: "inherit",
      });

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
