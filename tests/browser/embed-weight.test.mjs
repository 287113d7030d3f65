// What an embed downloads, to the file and to the kilobyte.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { browserTest } from "./harness.mjs";

const options = { viewport: { width: 900, height: 700 }, reducedMotion: "reduce" };

const ofEmbed = ["embed.html", "embed.css", "embed.js", "sgd-current.js", "sgd-current-worker.js"];
const ofLine = [...ofEmbed, "sgd_current_line.wasm"];
// 300 and 380 are wanted: the element has the scripts of every figure, which should come with the
// figure that needs them.
for (const [figure, files, most] of [
  ["widths", ofLine, 330],
  ["circulation", [...ofLine, "sgd_current_plane.wasm"], 400],
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
