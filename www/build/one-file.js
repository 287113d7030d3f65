// The article as one HTML file, with scripts, styles and wasm inside.
import { readFile } from "node:fs/promises";
import { build } from "vite";
import { files } from "./pages.js";
import { wasmInside } from "./wasm.js";

const toOthers = new RegExp(`<a href="(?:${files.join("|")})[^"]*">([^<]*)</a>`, "g");
const types = { svg: "image/svg+xml", png: "image/png" };

/** @returns {Promise<string>} the HTML */
export async function oneFile(site, logLevel) {
  const { output } = await build({
    ...site,
    configFile: false,
    logLevel,
    plugins: [...site.plugins, wasmInside()],
    build: {
      ...site.build,
      write: false,
      modulePreload: false,
      assetsInlineLimit: (path) => path.endsWith(".woff2"),
      rolldownOptions: {
        input: new URL("../index.html", import.meta.url).pathname,
        output: { codeSplitting: false },
      },
    },
  });
  const file = (name) => output.find(({ fileName }) => fileName === name);
  const text = (name) => String(file(name).code ?? file(name).source);
  // One picture of each figure is enough, whatever the width.
  const page = text("index.html").replace(/<source [^>]*>/g, "");
  let html = await withPictures(page, file);
  let scripts = "";
  html = html.replace(
    /<script [^>]*type="module"[^>]* src="\.\/([^"]+)"[^>]*><\/script>/g,
    (_, name) => {
      // Nothing in a script may end it early.
      scripts += `<script type="module">${text(name).replace(/<\/(?=script)/gi, "<\\/")}</script>`;
      return "";
    },
  );
  // At the end: of a file that is cut short the words and pictures are there.
  html = html.replace("</body>", () => `${scripts}</body>`);
  html = html.replace(
    /<link rel="stylesheet"[^>]* href="\.\/([^"]+)"[^>]*>/g,
    (_, name) => `<style>${text(name)}</style>`,
  );
  html = html.replace(/<link rel="(?:manifest|apple-touch-icon)"[^>]*>/g, "");
  // There is no other page to lead to.
  html = html.replace(toOthers, "$1");
  return html.replace("<html ", "<html data-alone ");
}

/** Pictures, from the build or from `public`, written into the page. */
async function withPictures(html, file) {
  const sources = new Set(
    [...html.matchAll(/<img[^>]* src="\.?\/?([^":]+)"/g)].map(([, at]) => at),
  );
  for (const source of sources) {
    const bytes = Buffer.from(
      file(source)?.source ?? (await readFile(new URL(`../public/${source}`, import.meta.url))),
    );
    const type = types[source.split(".").at(-1)];
    const data = `data:${type};base64,${bytes.toString("base64")}`;
    html = html.replace(
      new RegExp(`src="\\.?/?${RegExp.escape?.(source) ?? source}"`, "g"),
      `src="${data}"`,
    );
  }
  return html;
}
