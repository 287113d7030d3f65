// Builds everything that www/dist holds: the site, the element, the embed and the one file.
//   node build/build.js [LOG LEVEL]
import { copyFile, cp, readdir, readFile, writeFile } from "node:fs/promises";
import { build } from "vite";
import site from "../vite.config.js";
import { licences } from "./licences.js";
import { mathFontLicence, writeMathFont } from "./math-font.js";
import { files } from "./pages.js";
import { writeServiceWorker } from "./offline.js";
import { oneFile } from "./one-file.js";
import { drawStills } from "./stills/draw.js";
import { withStills } from "./stills/insert.js";
import { scenes, shared } from "./pieces.js";
import { previews } from "./preview.js";
import { packed } from "./styles.js";
import { wasmInside } from "./wasm.js";

const logLevel = process.argv[2] ?? "warn";
/** The element as one plain script, for frames that may load no module. */
const whole = "sgd-current-whole.js";

const here = (path) => new URL(`../${path}`, import.meta.url);

/**
 * The element in pieces. What loads them is apart from all that needs a page: the first script
 * does nothing where there is none.
 */
const pieces = {
  groups: [
    { name: "pieces", test: /preload-helper/, priority: 3 },
    { name: "itself", test: /src.sgd-current/, priority: 2 },
    { ...shared, priority: 1 },
    scenes,
  ],
};

/** A build of one script, beside what the site's own build left in dist. */
const script = (name, source, format, plugins = []) =>
  build({
    ...site,
    configFile: false,
    logLevel,
    plugins: [...site.plugins, ...plugins],
    publicDir: false,
    // A plain script has its address elsewhere than a module, and only while it starts.
    define:
      format === "iife"
        ? { "import.meta.url": "ownAddress", "import.meta.resolve": "undefined" }
        : {},
    worker: {
      ...site.worker,
      rolldownOptions: { output: { entryFileNames: "sgd-current-worker.js" } },
    },
    build: {
      ...site.build,
      emptyOutDir: false,
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        ...site.build.rolldownOptions,
        input: { [name]: here(source).pathname },
        // What a script offers to those that import it stays.
        preserveEntrySignatures: "strict",
        output: {
          format,
          intro: format === "iife" ? "const ownAddress = document.currentScript.src;" : "",
          codeSplitting: format === "iife" ? false : pieces,
          entryFileNames: "[name].js",
          chunkFileNames: "sgd-current-[name].js",
          assetFileNames: "[name][extname]",
        },
      },
    },
  });

await writeMathFont(files);
const stills = await drawStills(site, logLevel);
const article = { ...site, plugins: [...site.plugins, withStills(stills)] };
await build({
  ...article,
  plugins: [...article.plugins, previews()],
  configFile: false,
  logLevel,
});
await script("sgd-current", "src/element.ts", "es");
await script(whole.replace(".js", ""), "src/element.ts", "iife", [wasmInside()]);
await script("embed", "src/embed.ts", "iife");
await script("sgd-current-video", "src/video.ts", "es");
await writeFile(here("dist/embed.css"), packed(await readFile(here("embed.css"), "utf8")));
for (const name of ["embed.html", "sgd-host.js"]) await copyFile(here(name), here(`dist/${name}`));
await copyFile(mathFontLicence, here("dist/math-font-licence.txt"));
await writeFile(here("dist/sgd-current.html"), await oneFile(article, logLevel));
await writeFile(here("dist/licences.txt"), await licences());
await writeServiceWorker(here("dist/").pathname, here("service-worker.js"));

// The package on npm has the element beside the core, with its still pictures, and shares its wasm.
await cp(here("dist/stills"), here("pkg/stills"), { recursive: true });
const built = await readdir(here("dist"));
const scripts = built.filter((name) => /^sgd-current(-.*)?\.js$/.test(name) && name !== whole);
for (const name of [...scripts, "licences.txt"])
  await copyFile(here(`dist/${name}`), here(`pkg/${name}`));
for (const name of ["package.json", "README.md", "sgd-current.d.ts"])
  await copyFile(here(`package/${name}`), here(`pkg/${name}`));
for (const name of ["LICENSE-APACHE", "LICENSE-MIT"])
  await copyFile(here(`../${name}`), here(`pkg/${name}`));
