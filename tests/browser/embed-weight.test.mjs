// What an embed downloads, to the file and to the kilobyte.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { browserTest } from "./harness.mjs";

const options = { viewport: { width: 900, height: 700 }, reducedMotion: "reduce" };

const piece = (name) => `sgd-current-${name}.js`;
const shared = ["rolldown-runtime", "pieces", "itself", "shared", "worker"].map(piece);
const ofLine = ["embed.html", "embed.css", "embed.js", "sgd-current.js", ...shared];
ofLine.push("sgd_current_line.wasm");
const ofPlane = [...ofLine, "sgd_current_plane.wasm", piece("plane-numbers")];
for (const [figure, files, most] of [
  ["widths", [...ofLine, ...["widths", "sweeping", "scenes"].map(piece)], 300],
  ["circulation", [...ofPlane, piece("circulation")], 390],
])
  browserTest(
    `an embed of ${figure} loads what it needs, at most ${most} kB compressed`,
    options,
    async ({ page, address, open }) => {
      const loaded = new Set();
      page.on("request", (request) => loaded.add(request.url().slice(address.length)));
      await open(`embed.html#v=1&figure=${figure}`);
      loaded.delete(`embed.html#v=1&figure=${figure}`);
      loaded.add("embed.html");
      const still = `stills/${figure}.svg`;
      assert.deepEqual([...loaded].sort(), [...files, still].sort());
      let weight = 0;
      for (const name of loaded) {
        const bytes = await readFile(new URL(`../../www/dist/${name}`, import.meta.url));
        weight += gzipSync(bytes, { level: 9 }).length;
      }
      assert.ok(weight <= most * 1000, `${weight} bytes`);
    },
  );
