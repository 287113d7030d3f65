// Contrast of the page's colours, by WCAG's formula: text 4.5 to 1, curves 3 to 1.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

const css = await readFile(new URL("../../www/src/styles/tokens.css", import.meta.url), "utf8");
const blocks = Array.from(css.matchAll(/:root[^{]*\{([^}]*)\}/g), ([, block]) => block);
const colours = (block) =>
  Object.fromEntries(
    Array.from(block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\s*;/g), ([, name, value]) => [
      name,
      value,
    ]),
  );

const linear = (colour) =>
  [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
const luminance = (colour) => {
  const [r, g, b] = linear(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};

/** What a dichromat sees: Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB. */
const sights = {
  "all cones": [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanope: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deuteranope: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
};

/** CIE L*a*b* under D65, of a colour as somebody with this sight has it. */
function lab(colour, sight) {
  const given = linear(colour);
  const rgb = [0, 3, 6].map((row) =>
    Math.min(
      Math.max(
        given.reduce((sum, part, i) => sum + sights[sight][row + i] * part, 0),
        0,
      ),
      1,
    ),
  );
  const [x, y, z] = [
    [0.4124, 0.3576, 0.1805, 0.95047],
    [0.2126, 0.7152, 0.0722, 1],
    [0.0193, 0.1192, 0.9505, 1.08883],
  ]
    .map(([r, g, b, white]) => (r * rgb[0] + g * rgb[1] + b * rgb[2]) / white)
    .map((t) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
const apart = (a, b, sight) => {
  const [one, other] = [lab(a, sight), lab(b, sight)];
  return Math.hypot(...one.map((part, i) => part - other[i]));
};

/** Curves that lie over each other in one plot. */
const together = ["current", "descent", "sgd", "gaussian", "walkers"];

const curves = [
  "current",
  "descent",
  "sgd",
  "gaussian",
  "walkers",
  "gradient",
  "variance",
  "loss",
  "axis",
];

for (const [theme, block] of [
  ["light", blocks[0]],
  ["dark", blocks[1]],
]) {
  const all = colours(block);
  test(`text stands out from the paper, ${theme}`, () => {
    const texts = Object.keys(all).filter((name) => /^(ink|muted|accent|alert)$|-text$/.test(name));
    assert.ok(texts.length >= 10, texts.join(" "));
    for (const name of texts) {
      const found = contrast(all[name], all.paper);
      assert.ok(found >= 4.5, `--${name}: ${found.toFixed(2)}`);
    }
    assert.ok(contrast(all.alert, all["alert-paper"]) >= 4.5);
  });
  test(`curves stand out from the paper, ${theme}`, () => {
    for (const name of curves) {
      const found = contrast(all[name], all.paper);
      assert.ok(found >= 3, `--${name}: ${found.toFixed(2)}`);
    }
  });
  for (const sight of Object.keys(sights))
    test(`curves of one plot are told apart, ${theme}, ${sight}`, () => {
      together.forEach((name, i) => {
        for (const other of together.slice(i + 1)) {
          const found = apart(all[name], all[other], sight);
          assert.ok(found >= 20, `${name} and ${other}: ${found.toFixed(0)}`);
        }
      });
    });
}
