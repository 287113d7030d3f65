// The service worker, which has to know every file of the site.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { files, pathOf } from "./pages.js";

/** Pages with all that they load. Embeds, the element and the one file are for other pages. */
const ofPages = (name) =>
  files.includes(name) || /^(assets|stills)\/|^manifest\.webmanifest$|^icon/.test(name);

const digest = (kind, bytes) => createHash(kind).update(bytes);

/** Writes `sw.js` into the built site, made from `source`. */
export async function writeServiceWorker(dist, source) {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(dist.length))
    .filter(ofPages)
    .sort();
  const hashes = {};
  for (const name of names) {
    const hash = digest("sha256", await readFile(join(dist, name))).digest("base64");
    hashes[pathOf(name)] = `sha256-${hash}`;
  }
  const list = JSON.stringify(hashes);
  const version = digest("sha256", list).digest("hex").slice(0, 12);
  const text = await readFile(source, "utf8");
  const filled = text
    .replace("FILES;", () => `${list};`)
    .replace("VERSION;", () => `${JSON.stringify(version)};`);
  await writeFile(join(dist, "sw.js"), filled);
}
