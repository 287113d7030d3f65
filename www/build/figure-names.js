// The names of all figures, by which links, embeds and messages call them.
import { readFile } from "node:fs/promises";

const source = await readFile(new URL("../src/scene/standards.ts", import.meta.url), "utf8");

/** They are the keys at the left of `standards.ts`, which is a file of data. */
export const figureNames = Array.from(source.matchAll(/^ {2}(\w+):/gm), ([, name]) => name);
