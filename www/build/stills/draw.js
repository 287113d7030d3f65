// Draws the article's still pictures: its own figures and its own core, run while the site is built.
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "vite";
import { figureNames } from "../figure-names.js";
import { wasmInside } from "../wasm.js";

const here = (path) => new URL(path, import.meta.url).pathname;

/** Steps after which each figure that moves has something to show. */
export const times = {
  points: 12,
  network: 100,
  ball: 300,
  step: 10,
  fan: 200,
  flow: 100,
  spread: 400,
  balance: 60,
  pit: 100,
  evolve: 100,
  plane: 40,
  metric: 40,
  own: 30,
};

/** Two pictures of each figure: for wide windows and for phones, in CSS pixels. */
export const widths = { wide: 724, narrow: 360 };

/** @returns {Promise<Map<string, import("../../src/still.ts").Still[]>>} by figure, each as in `widths` */
export async function drawStills(site, logLevel) {
  const folder = await mkdtemp(here("../../node_modules/.stills-"));
  try {
    await build({
      ...site,
      configFile: false,
      logLevel,
      plugins: [...site.plugins, wasmInside()],
      publicDir: false,
      build: {
        ...site.build,
        outDir: folder,
        minify: false,
        rolldownOptions: {
          checks: site.build.rolldownOptions.checks,
          input: here("../../src/still.ts"),
          preserveEntrySignatures: "strict",
          output: { codeSplitting: false, entryFileNames: "still.js" },
        },
      },
    });
    const workerData = {
      script: join(folder, "still.js"),
      times: Object.fromEntries(figureNames.map((name) => [name, times[name] ?? 0])),
      widths: Object.values(widths),
    };
    const thread = new Worker(here("thread.js"), { workerData });
    const [stills] = await once(thread, "message");
    await thread.terminate();
    return stills;
  } finally {
    await rm(folder, { recursive: true });
  }
}
