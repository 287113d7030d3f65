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

const luminance = (colour) => {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};

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
}
