// Puts the still pictures into the article, each in its figure's place, and their numbers into the text.
import { readFile } from "node:fs/promises";
import { times, widths } from "./draw.js";
import { simplified } from "./simplify.js";

const tokens = await readFile(new URL("../../src/styles/tokens.css", import.meta.url), "utf8");

const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text) => text.replace(/[&<>"]/g, (letter) => entities[letter]);

/** The page's colours that the picture uses, light and dark. */
function colours(svg) {
  const used = new Set(Array.from(svg.matchAll(/var\((--[\w-]+)\)/g), ([, name]) => name));
  return tokens
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\s*(--[\w-]+):[^;]*;/g, (line, name) => (used.has(name) ? line.trim() : ""))
    .replace(/\s+/g, " ");
}

let masks = 0;

/** Shades as a mask over the colour that their address names: so they follow the theme. */
const themed = (part) =>
  part.replace(/<image (.*)href="([^"#]+)#([\w-]+)"(.*)\/>/, (_, place, address, token, rest) => {
    const id = `shades-${++masks}`;
    const [, clip = ""] = rest.match(/(clip-path="[^"]+")/) ?? [];
    const image = `<image ${place}href="${address}"${rest.replace(clip, "")}/>`;
    return [
      `<mask id="${id}">${image}</mask>`,
      `<rect width="100%" height="100%" fill="var(--${token})" mask="url(#${id})" ${clip}/>`,
    ].join("");
  });

/** A picture with colours of its own: it is a file, which the page's styles do not reach. */
function file({ parts, height }, width) {
  const drawing = simplified(parts.map(themed).join("\n"));
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><style>${colours(drawing)}</style>\n${drawing}\n</svg>\n`;
}

const late =
  "What makes this picture move did not come. See whether you are online and nothing blocks this site, then load it again.";

const address = (name, kind) => `stills/${name}${kind === "wide" ? "" : `-${kind}`}.svg`;

/** The first is on the screen at once: it is not to wait until the page is laid out. */
function picture(name, [wide, narrow], first) {
  const size = (kind, { height }) => `width="${widths[kind]}" height="${height}"`;
  const time = times[name];
  const when = first ? `fetchpriority="high"` : `loading="lazy"`;
  return [
    `<div class="still" data-time="${time ?? 0}"><picture>`,
    `<source media="screen and (max-width: 40.5rem)" srcset="./${address(name, "narrow")}" ${size("narrow", narrow)}>`,
    `<img src="./${address(name, "wide")}" ${size("wide", wide)} alt="${escaped(wide.words)}" ${when}>`,
    `</picture>${time ? `<p>After ${time} steps.</p>` : ""}<p class="late">${late}</p></div>`,
  ].join("");
}

/**
 * @param {Map<string, import("../../src/still.ts").Still[]>} stills
 * @returns {import("vite").Plugin}
 */
export const withStills = (stills) => ({
  name: "stills",
  transformIndexHtml: {
    order: "post",
    handler: (html) =>
      html
        .replace(/(<div[^>]* data-figure="(\w+)"[^>]*>)/g, (_, place, name, at) =>
          [
            place,
            picture(name, stills.get(name), at === html.search(/<div[^>]* data-figure=/)),
          ].join(""),
        )
        .replace(/(data-told="(\w+)\.([\w-]+)">)[^<]*/g, (as, told, name, what) => {
          const words = stills.get(name)?.[0].told[what];
          return words === undefined ? as : told + escaped(words);
        }),
  },
  generateBundle() {
    for (const [name, drawn] of stills)
      Object.entries(widths).forEach(([kind, width], i) => {
        const source = file(drawn[i], width);
        this.emitFile({ type: "asset", fileName: address(name, kind), source });
      });
  },
});
