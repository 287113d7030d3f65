// What a link to a page shows where links are unfolded: title, words and a picture, which the core draws.
//   SITE=https://example.org/sgd/ makes addresses absolute, which most programs want.
import { readFile } from "node:fs/promises";
import { files, pathOf } from "./pages.js";
import { png } from "./png.js";

/** Where the site will be, if that is known. */
const site = process.env.SITE?.replace(/\/*$/, "/");

export const size = { width: 1200, height: 630 };
const words = "The density of SGD on three points, at T = ½: Sierpiński’s triangle in orange.";

/** The page's colours: paper, SGD and the current. */
const [paper, sgd, current] = [
  [255, 254, 251],
  [201, 133, 0],
  [0, 114, 178],
];

/** SGD on three points after many steps, and around it a ring of the current's, as a PNG. */
export async function previewPicture() {
  const { initSync, PlaneSimulation } = await import("../pkg/sgd_current.js");
  const wasm = await readFile(new URL("../pkg/sgd_current_bg.wasm", import.meta.url));
  initSync({ module: wasm });
  const tall = 0.95;
  const wide = (tall * size.width) / size.height;
  const cells = [512, 256];
  const simulation = new PlaneSimulation({
    landscape: { kind: "points" },
    learningRate: 0.5,
    cells,
    domain: [
      [-wide, wide],
      [0.25 - tall, 0.25 + tall],
    ],
  });
  simulation.step(12);
  const [fractal, bell] = ["sgd", "current"].map((model) => simulation.density(model));
  simulation.free();
  const most = (values) => values.reduce((most, value) => Math.max(most, value), 0);
  const [dark, peak] = [most(fractal), most(bell)];
  const pixels = new Uint8Array(3 * size.width * size.height);
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++) {
      const row = Math.floor((x * cells[0]) / size.width);
      const column = Math.floor(((size.height - 1 - y) * cells[1]) / size.height);
      const at = row * cells[1] + column;
      const shade = Math.min(1, 2.5 * Math.sqrt(fractal[at] / dark));
      // Rings where the bell has a half and a tenth of its height.
      const height = bell[at] / peak;
      const ring = [0.1, 0.5].some((level) => Math.abs(Math.log(height / level)) < 0.04);
      const colour = ring ? current : sgd;
      const part = ring ? 0.8 : shade;
      pixels.set(
        colour.map((to, k) => Math.round(paper[k] + part * (to - paper[k]))),
        3 * (y * size.width + x),
      );
    }
  return png(size.width, size.height, pixels);
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

/**
 * Adds to each page what link previews read, and with SITE the page's own address, oEmbed and a map.
 *
 * @returns {import("vite").Plugin}
 */
export const previews = () => ({
  name: "previews",
  transformIndexHtml: {
    order: "post",
    handler(html, { filename }) {
      const name = filename.split("/").at(-1);
      const [, title] = /<title>([^<]*)<\/title>/.exec(html);
      const [, about] = /name="description"\s+content="([^"]*)"/.exec(html) ?? [];
      const meta = (property, content) => `<meta property="${property}" content="${content}" />`;
      const address = (path) => `${site ?? "./"}${path}`;
      const tags = [
        meta("og:type", name === "index.html" ? "article" : "website"),
        meta("og:site_name", "SGD as a probability current"),
        meta("og:title", title),
        ...(about ? [meta("og:description", about)] : []),
        meta("og:image", address("preview.png")),
        meta("og:image:width", size.width),
        meta("og:image:height", size.height),
        meta("og:image:alt", escaped(words)),
        '<meta name="twitter:card" content="summary_large_image" />',
        ...(site
          ? [
              meta("og:url", address(pathOf(name))),
              `<link rel="canonical" href="${address(pathOf(name))}" />`,
              `<link rel="alternate" type="application/json+oembed" href="${address("oembed.json")}" title="${title}" />`,
            ]
          : []),
      ];
      return html.replace("</head>", () => `${tags.join("\n    ")}\n  </head>`);
    },
  },
  async generateBundle() {
    const file = (fileName, source) => this.emitFile({ type: "asset", fileName, source });
    file("preview.png", await previewPicture());
    if (!site) return;
    const places = files.map((name) => `<url><loc>${site}${pathOf(name)}</loc></url>`);
    file(
      "sitemap.xml",
      `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${places.join("")}</urlset>\n`,
    );
    file(
      "oembed.json",
      JSON.stringify({
        version: "1.0",
        type: "rich",
        provider_name: "SGD as a probability current",
        provider_url: site,
        title: "What does the noise of SGD do?",
        width: 740,
        height: 640,
        thumbnail_url: `${site}preview.png`,
        thumbnail_width: size.width,
        thumbnail_height: size.height,
        html: `<iframe src="${site}embed.html#v=1&figure=points" title="SGD as a probability current" width="740" height="640" frameborder="0" allow="clipboard-write; web-share"></iframe>`,
      }),
    );
  },
});
