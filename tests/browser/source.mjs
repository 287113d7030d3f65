// A module of the page by itself, without a browser.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const path = (name) => fileURLToPath(new URL(`../../www/${name}`, import.meta.url));

/** What `www/src/NAME.ts` exports, with all that it imports; of several names they share that. */
export async function loadSource(...names) {
  const vite = pathToFileURL(createRequire(path("package.json")).resolve("vite"));
  const { build } = await import(vite.href);
  const folder = await mkdtemp(join(tmpdir(), "source-"));
  const entry = join(folder, "several.js");
  const all = names.map((name) => `export * from ${JSON.stringify(path(`src/${name}.ts`))};`);
  await writeFile(entry, all.join("\n"));
  const [{ output }] = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, lib: { entry, formats: ["es"], fileName: "several" } },
  });
  await rm(folder, { recursive: true });
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}
