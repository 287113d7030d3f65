// The font of the formulas, for readers whose machine has none (Android's, say):
// STIX Two Math, cut down to what the pages write. A browser with another one
// on `math`'s list never loads it.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import subset from "subset-font";
import { mathIn } from "./math.js";

const { resolve } = createRequire(import.meta.url);
const source = resolve("@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2");
/** The SIL Open Font License, which goes with the font wherever it goes. */
export const mathFontLicence = resolve("@fontsource/stix-two-math/LICENSE");

const here = (path) => new URL(`../${path}`, import.meta.url);

/** A letter by itself is set in italics: the same letter among mathematical symbols. */
const italic = (letter) => {
  const places = [
    ["A".codePointAt(), 26, 0x1d434],
    ["a".codePointAt(), 26, 0x1d44e],
    ["Α".codePointAt(), 25, 0x1d6e2],
    ["α".codePointAt(), 25, 0x1d6fc],
  ];
  const at = letter.codePointAt();
  const [first, , upright] =
    places.find(([first, count]) => at >= first && at < first + count) ?? [];
  if (letter === "h") return "ℎ";
  return first === undefined ? letter : String.fromCodePoint(upright + at - first);
};

/** Writes `src/styles/math.woff2` for the formulas of some pages. */
export async function writeMathFont(pages) {
  const texts = await Promise.all(pages.map((page) => readFile(here(page), "utf8")));
  const letters = new Set(texts.flatMap((html) => [...mathIn(html)]));
  const all = [...letters].flatMap((letter) => [letter, italic(letter)]).join("");
  const font = await subset(await readFile(source), all, { targetFormat: "woff2" });
  await writeFile(here("src/styles/math.woff2"), font);
}
